using System.Globalization;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Tickets;
using Lotse.Domain.Tickets.Bulk;
using Lotse.Tickets.Pages;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Bulk;

/// <summary>A run as it stands, for whoever started it and for nobody else.</summary>
public sealed class BulkViews(DeskDatabase database, DeskNames names)
{
    private const int RefusalsShown = 100;

    /// <returns>Null where it is not there or not theirs.</returns>
    public async Task<BulkRunView?> ForAsync(Signed signed, long id, Texts t, bool withRefusals, CancellationToken cancel)
    {
        var run = await database.BulkRuns.SingleOrDefaultAsync(r => r.Id == id && r.AgentId == signed.AgentId, cancel);
        if (run is null) return null;
        var steps = JsonSerializer.Deserialize<TicketSteps>(run.Action, StartBulk.AsKept)!;
        var items = database.BulkItems.Where(i => i.BulkRunId == id);
        var (undone, stayed, left) = (0, 0, run.Done);
        if (run.UndoAt is not null)
        {
            undone = await items.CountAsync(i => i.Step == BulkStep.Undone, cancel);
            stayed = await items.CountAsync(i => i.Step == BulkStep.Done && i.Refusal != null, cancel);
            left = run.Done - undone - stayed;
        }
        return new BulkRunView
        {
            Id = run.Id.ToString(CultureInfo.InvariantCulture),
            At = run.At,
            What = What(t, steps, await names.NowAsync(cancel)),
            Total = run.Total,
            Done = left,
            Refused = run.Refused,
            Undone = undone,
            Stayed = stayed,
            IsRunning = run.FinishedAt is null,
            IsUndo = run.UndoAt is not null,
            Refusals = withRefusals ? await RefusalsAsync(signed, items, t, cancel) : [],
        };
    }

    private async Task<IReadOnlyList<BulkRefusal>> RefusalsAsync(Signed signed, IQueryable<BulkItem> items, Texts t, CancellationToken cancel) =>
        [.. (await database.Tickets.VisibleTo(signed.Acting)
            .Join(items.Where(i => i.Refusal != null).OrderBy(i => i.TicketId).Take(RefusalsShown), ticket => ticket.Id, i => i.TicketId, (ticket, i) => new { ticket.Number, ticket.Subject, i.Refusal })
            .OrderBy(one => one.Number).ToListAsync(cancel))
            .Select(one => new BulkRefusal(one.Number.ToString(CultureInfo.InvariantCulture), one.Subject, Forms.Say(t, new Domain.Refusal(one.Refusal!)).Text))];

    private static List<string> What(Texts t, TicketSteps steps, NamesNow names)
    {
        var what = new List<string>();
        if (steps.Assignee is { } assignee)
        {
            what.Add(assignee switch { TicketSteps.Nobody => t["ticket.unassigned"], TicketSteps.Myself => t["ticket.assignToMe"], _ => $"{t["ticket.assignee"]}: {names.Agent(assignee) ?? "?"}" });
        }
        if (steps.Team is { } team) what.Add(team == TicketSteps.Nobody ? t["bulk.noTeam"] : $"{t["ticket.team"]}: {names.Teams.GetValueOrDefault(team, "?")}");
        if (steps.State is { } state) what.Add($"{t["ticket.state"]}: {Words.State(t, (Ui.TicketState)(int)state)}");
        if (steps.Priority is { } priority) what.Add($"{t["ticket.priority"]}: {Words.Priority(t, (Ui.TicketPriority)(int)priority)}");
        if (steps.AddTags.Count > 0) what.Add($"{t["bulk.addTags"]}: {string.Join(", ", steps.AddTags)}");
        if (steps.RemoveTags.Count > 0) what.Add($"{t["bulk.removeTags"]}: {string.Join(", ", steps.RemoveTags)}");
        return what;
    }
}
