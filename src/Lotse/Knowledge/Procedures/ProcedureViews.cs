using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Knowledge.Pages;
using Lotse.Tickets.Pages;
using Lotse.Tickets.Working;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

/// <param name="Begun">How often it was begun; <paramref name="Left"/> how often its path was left.</param>
public sealed record ProcedureRow(string Id, string Title, string Community, TextBlockState State, string StateText, int Steps, long Begun, long Left, string? Owner, bool ReviewDue);

public sealed record ProceduresView(IReadOnlyList<ProcedureRow> Rows, bool MayWrite);

/// <summary>One procedure as it stands, or as it was sent.</summary>
/// <param name="Id">Null for a new one.</param>
/// <param name="Counts">By step: reached, and left there.</param>
/// <param name="Communities">For which whoever looks may write; with an empty id for all.</param>
public sealed record ProcedureView(
    string? Id, string German, string English, string? Community, string Form, TextBlockState State, int Version, ProcedureSteps Steps, IReadOnlyDictionary<string, (long Reached, long Left)> Counts,
    IReadOnlyList<Named> Communities, IReadOnlyList<Named> States, IReadOnlyList<(string Why, string Step)> LeftWhy, bool MayWrite, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>Number of the case that it is drafted from.</summary>
    public string? From { get; init; }
    public string? Owner { get; init; }

    /// <summary>yyyy-MM-dd, or empty.</summary>
    public string Review { get; init; } = "";

    public bool ReviewDue { get; init; }
    public string? OwnerName { get; init; }

    /// <summary>Whom it may be given to look after.</summary>
    public IReadOnlyList<Named> Owners { get; init; } = [];
}

/// <summary>What the pages about procedures show.</summary>
public sealed class ProcedureViews(DeskDatabase database, DeskNames names, TimeProvider clock)
{
    private const int AtMost = 500, WhysAtMost = 10;

    public async Task<ProceduresView> ListAsync(Signed signed, Viewing viewing, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var rows = await database.Procedures.VisibleTo(signed.Acting).OrderBy(p => p.Id).Take(AtMost).Select(p => new
        {
            p.Id, p.German, p.English, p.CommunityId, p.State, p.Steps, p.OwnerId, p.ReviewAt,
            Left = database.ProcedureStepCounts.Where(c => c.ProcedureId == p.Id).Sum(c => (long?)c.Left) ?? 0,
            Counts = database.ProcedureStepCounts.Where(c => c.ProcedureId == p.Id).ToList(),
        }).AsSingleQuery().ToListAsync(cancel);
        return new ProceduresView(
            [.. rows.Select(p => (Row: p, Steps: Read(p.Steps))).Select(one => new ProcedureRow(Text(one.Row.Id), ProcedurePanels.Title(one.Row.German, one.Row.English, viewing), one.Row.CommunityId is { } c ? known.Community(c) : viewing.T["procedure.forAll"],
                one.Row.State, BlockText.State(viewing.T, one.Row.State), one.Steps.Steps.Count, one.Row.Counts.Find(count => count.Step == one.Steps.Steps[0].Key)?.Reached ?? 0, one.Row.Left,
                known.Agent(one.Row.OwnerId), one.Row.State != TextBlockState.Retired && one.Row.ReviewAt <= clock.GetUtcNow()))],
            (await database.WritingAsync(signed.Acting, cancel)).Any);
    }

    /// <param name="id">Null for a new one.</param>
    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<ProcedureView?> OneAsync(Signed signed, long? id, Viewing viewing, CancellationToken cancel)
    {
        var (writing, known) = (await database.WritingAsync(signed.Acting, cancel), await names.NowAsync(cancel));
        IReadOnlyList<Named> communities = [.. writing.ForAll ? [new Named("", viewing.T["procedure.forAll"])] : (Named[])[],
            .. known.Communities.Where(c => signed.Acting.Sees(c.Key) && writing.May(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture).Select(c => new Named(Text(c.Key), c.Value))];
        if (id is not { } one)
        {
            return !writing.Any ? null : new ProcedureView(null, "", "", communities[0].Id, "", TextBlockState.Published, 0, new ProcedureSteps([]), new Dictionary<string, (long, long)>(), communities,
                States(viewing, TextBlockState.Proposed, TextBlockState.InReview, TextBlockState.Published), [], true, []) { Owner = Text(signed.AgentId), Owners = Owners(signed, known) };
        }
        if (await database.Procedures.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == one, cancel) is not { } row) return null;
        var counts = await database.ProcedureStepCounts.Where(c => c.ProcedureId == one).ToDictionaryAsync(c => c.Step, c => (c.Reached, c.Left), cancel);
        var runs = await LeftAsync(signed, one, cancel);
        return new ProcedureView(Text(row.Id), row.German, row.English, row.CommunityId is { } of ? Text(of) : "", row.Form, row.State, row.Version, Read(row.Steps), counts, communities,
            States(viewing, [row.State, .. TextBlockWays.Next(row.State)]), runs, writing.May(row.CommunityId), [])
        {
            Owner = row.OwnerId is { } owner ? Text(owner) : "", OwnerName = known.Agent(row.OwnerId), Review = ReadBlockForm.Day(row.ReviewAt), ReviewDue = row.State != TextBlockState.Retired && row.ReviewAt <= clock.GetUtcNow(), Owners = Owners(signed, known),
        };
    }

    private static IReadOnlyList<Named> Owners(Signed signed, NamesNow known) => [.. known.Agents.Values.Where(a => a.Active && (signed.Acting.SeesAll || a.Communities.Any(signed.Acting.Sees) || a.Id == signed.AgentId))
        .OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))];

    internal static IReadOnlyList<Named> States(Viewing viewing, params IEnumerable<TextBlockState> states) => [.. states.Distinct().Select(state => new Named(TextBlockWays.Code(state), BlockText.State(viewing.T, state)))];

    /// <summary>What was said where the path was left, newest first; only in tickets that whoever looks may see.</summary>
    private async Task<IReadOnlyList<(string Why, string Step)>> LeftAsync(Signed signed, long id, CancellationToken cancel)
    {
        var left = await database.ProcedureRuns.Where(r => r.ProcedureId == id && r.Outcome == LeaveProcedure.Left && r.Why != null && Tickets.TicketAccess.VisibleTo(database.Tickets, signed.Acting).Any(t => t.Id == r.TicketId))
            .OrderByDescending(r => r.Id).Take(WhysAtMost).ToListAsync(cancel);
        return [.. left.Select(run => (run.Why ?? "", (WalkProcedures.WalkOf(run) with { Over = false }).At))];
    }

    private static ProcedureSteps Read(string steps) => JsonSerializer.Deserialize<ProcedureSteps>(steps, StepsAsJson.Options)!;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
