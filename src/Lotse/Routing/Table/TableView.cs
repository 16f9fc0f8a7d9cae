using Lotse.Domain.Routing.Learning;
using Lotse.Ui;

namespace Lotse.Routing.Table;

/// <param name="Communities">Those to choose among.</param>
/// <param name="Gaps">For what nobody is responsible, in words.</param>
/// <param name="Answer">To "who would get this"; null where it was not asked.</param>
public sealed record TableView(Named Community, IReadOnlyList<Named> Communities, IReadOnlyList<RowView> Rows, IReadOnlyList<RowView> Past, IReadOnlyList<string> Gaps, AskView Ask, string? Answer, string? AnswerRow, bool MayChange)
{
    /// <summary>What rows were looked for; null for all.</summary>
    public string? Find { get; init; }

    /// <summary>So many more there are than are shown.</summary>
    public int More { get; init; }

    /// <summary>The table has rows, whether shown or not.</summary>
    public bool Any { get; init; }
}

/// <param name="Holders">In order, with the words that say what they are.</param>
/// <param name="AwayNow">Names of those among them who are away at this moment.</param>
/// <param name="Overlaps">Rows that cross it, in words.</param>
public sealed record RowView(string Id, string About, IReadOnlyList<string> Holders, IReadOnlyList<string> Deputies, IReadOnlyList<string> AwayNow, string? AgreementWith, string? SupportGroup, DateTimeOffset? From, DateTimeOffset? Until, string Note, IReadOnlyList<string> Overlaps);

/// <summary>What a case can be about: to ask who would get it, and to say for what a row holds.</summary>
public sealed record AskView(IReadOnlyList<Named> Organisations, IReadOnlyList<Named> Products, IReadOnlyList<Named> Topics, IReadOnlyList<Named> Mailboxes, IReadOnlyList<Named> Languages, IReadOnlyList<Named> Levels, AskTyped Typed);

public sealed record AskTyped(string? Organisation = null, string? Product = null, string? Topic = null, string? Mailbox = null, string? Language = null, string? Level = null, string? At = null);

/// <param name="Id">Null for a new row.</param>
/// <param name="People">Agents and teams, as a12 and t7.</param>
/// <param name="Warnings">What would be odd about it: said once, before it is kept.</param>
public sealed record RowFormView(
    string? Id, Named Community, AskView Scope, IReadOnlyList<Named> People, IReadOnlyList<Named> Agents, IReadOnlyList<Named> SupportGroups, RowTyped Typed, IReadOnlyList<string> Warnings, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>What the row would mean for the tickets of the last month; null where that was not asked.</summary>
    public Simulating.SimulationView? Tried { get; init; }
}

public sealed record RowTyped
{
    public IReadOnlyList<string> Holders { get; init; } = [];
    public IReadOnlyList<string> Deputies { get; init; } = [];
    public string? AgreementWith { get; init; }
    public string? SupportGroup { get; init; }
    public string? From { get; init; }
    public string? Until { get; init; }
    public string Note { get; init; } = "";
    public string? Version { get; init; }
}

public sealed record CategoriesView(Named Community, IReadOnlyList<Named> Communities, IReadOnlyList<Named> Mailboxes, IReadOnlyList<CategoryRow> Rows, string? Editing, CategoryTyped Typed, IReadOnlyList<Refusal> Refusals, bool MayChange, bool NeedsGroup)
{
    /// <summary>Words that were learned for a category, by its id; for spam under <see cref="SpamLearned"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LearnedWord>> Learned { get; init; } = new Dictionary<string, IReadOnlyList<LearnedWord>>();

    public const string SpamLearned = "spam";

    /// <summary>Why it cannot be said that tickets need a group.</summary>
    public IReadOnlyList<Refusal> GroupRefusals { get; init; } = [];
}

public sealed record CategoryRow(string Id, Domain.Routing.CategoryKind Kind, string Name, string Words, string? MailboxId, string? Mailbox, bool Retired, string Version);

/// <param name="Version">That was seen, also where the form came back; null for a new one.</param>
public sealed record CategoryTyped(string? Kind, string Name, string Words, string? Mailbox, bool Retired, string? Version = null);
