using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Board;
using Lotse.Ui;

namespace Lotse.Knowledge.Board;

/// <summary>The board: what is on its way into the hands of those who answer first.</summary>
/// <param name="News">Published, and whoever looks has not said yet that they have read it.</param>
public sealed record BoardView(IReadOnlyList<NewsView> News, IReadOnlyList<BoardColumn> Columns, IReadOnlyList<Refusal> Refusals);

/// <param name="Address">Of what was published.</param>
public sealed record NewsView(string Id, string Address, string Title, bool IsProcedure, string? By, DateTimeOffset At);

public sealed record BoardColumn(TextBlockState State, IReadOnlyList<BoardCard> Cards, bool More);

/// <param name="What">Which of both, as addresses say it.</param>
/// <param name="FromTicket">Number of the case that it was drafted from; null where there is none or whoever looks does not see it.</param>
/// <param name="Next">Where whoever looks may move it.</param>
/// <param name="Read">How many of those who were told have read it; null where it was told to nobody.</param>
public sealed record BoardCard(
    string What, string Id, string Address, string Title, string? Community, string? Owner, DateTimeOffset At, bool ReviewDue, string? FromTicket, int Version, IReadOnlyList<TextBlockState> Next, (int Of, int All)? Read)
{
    public bool IsProcedure => What == Procedures;

    public const string Blocks = "text-blocks", Procedures = "procedures";
}

/// <summary>Which kinds of cases go up, what is written for them, and whether fewer go up since.</summary>
/// <param name="Open">Solved above, and nobody has said yet whether the level below can do it the next time.</param>
public sealed record CasesView(IReadOnlyList<KindRow> Uncovered, IReadOnlyList<KindRow> Covered, IReadOnlyList<(string Number, string Subject, int Level)> Open, bool MayWrite, string? Refused, string? Typed);

/// <param name="Kind">As forms write it.</param>
/// <param name="Share">Of the most frequent kind, in percent.</param>
public sealed record KindRow(string CommunityId, string Community, string Kind, string Name, int Lately, int Below, int Share, IReadOnlyList<CoverView> Covers)
{
    public string Id => $"{CommunityId}-{Kind.Replace('|', '-')}";
}

public sealed record CoverView(string Address, string Title, bool IsProcedure, DateTimeOffset PublishedAt, CaseTrend Trend);
