using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Web;
using Lotse.Domain.Knowledge.Procedures;
using Lotse.Domain.Tickets;
using Lotse.Knowledge.Offering;
using Lotse.Tickets;
using Lotse.Tickets.Beside;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Knowledge.Procedures;

public sealed record CalledProcedure(long Id, string German, string English);

public sealed record ProceduresOfTicket(Ticket Ticket, IReadOnlyList<CalledProcedure> Offered, IReadOnlyList<(ProcedureRun Run, CalledProcedure Of)> Runs);

/// <summary>Finds what the frame about procedures shows. Three statements, asked for when it comes into view.</summary>
public sealed class ProcedurePanels(DeskDatabase database, BlockTitles blocks)
{
    /// <summary>With all else that stands beside the ticket.</summary>
    public static readonly BesidePart Part = new(2, t => t["procedure.title"], async (services, signed, number, viewing, cancel) =>
        await services.GetRequiredService<ProcedurePanels>().ForAsync(signed, number, viewing, cancel) is { } view ? BesidePart.Of<ProcedurePanel>(("View", view), ("IsInside", true)) : null);

    private const int WalksAtMost = 10, OfferedAtMost = 50;

    public async Task<ProcedurePanelView?> ForAsync(Signed signed, long number, Viewing viewing, CancellationToken cancel)
    {
        if (await FindAsync(signed.Acting, number, cancel) is not { Ticket: var ticket } found) return null;
        var titles = await blocks.NowAsync(cancel);
        var walks = found.Runs.Select(one => Of(one.Run, Title(one.Of.German, one.Of.English, viewing), viewing,
            shortcut => titles.All.FirstOrDefault(title => title.Shortcut == shortcut && (title.CommunityId is null || title.CommunityId == ticket.CommunityId)) is { } block ? new Named(Text(block.Id), block.Title) : null)).ToList();
        return new ProcedurePanelView(Text(ticket.Number), [.. found.Offered.Select(p => new Named(Text(p.Id), Title(p.German, p.English, viewing)))], walks);
    }

    /// <summary>Those that may be begun in a ticket, and its walks that this agent may see, newest first; null where the ticket is not there or not for this agent.</summary>
    public async Task<ProceduresOfTicket?> FindAsync(Acting by, long number, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { Ticket: var ticket }) return null;
        var offered = await database.Procedures.VisibleTo(by).OfferedIn(ticket.CommunityId).OrderBy(p => p.Id).Take(OfferedAtMost).Select(p => new CalledProcedure(p.Id, p.German, p.English)).ToListAsync(cancel);
        // The ticket may have come from a community whose procedures are not for this agent.
        var runs = await database.ProcedureRuns.Where(r => r.TicketId == ticket.Id).Join(database.Procedures.VisibleTo(by), r => r.ProcedureId, p => p.Id, (r, p) => new { Run = r, p.Id, p.German, p.English })
            .OrderByDescending(one => one.Run.Id).Take(WalksAtMost).ToListAsync(cancel);
        var under = runs.Where(one => one.Run.EndedAt is null).Select(one => one.Run.ProcedureId).ToHashSet();
        return new ProceduresOfTicket(ticket, [.. offered.Where(p => !under.Contains(p.Id))], runs.ConvertAll(one => (one.Run, new CalledProcedure(one.Id, one.German, one.English))));
    }

    private static WalkView Of(ProcedureRun run, string title, Viewing viewing, Func<string, Named?> block)
    {
        var walk = WalkProcedures.WalkOf(run);
        var step = walk.Current;
        return new WalkView(Text(run.Id), title,
            [.. walk.Done.Select(done => walk.Steps.Find(done.Step) is { } was ? new DoneView(was.Words.In(viewing.Language), was.Branches?.FirstOrDefault(b => b.Key == done.Answer)?.Words.In(viewing.Language) ?? done.Answer) : new DoneView(done.Step, done.Answer))],
            step is null ? null : new StepView(step.Key, step.Kind, step.Words.In(viewing.Language), step.Hint?.In(viewing.Language) ?? "", [.. (step.Kind == StepKind.Choice ? step.Branches ?? [] : []).Select(b => new Named(b.Key, b.Words.In(viewing.Language)))]),
            run.Outcome, run.Why, step is { Block.Length: > 0 } ? block(step.Block) : null);
    }

    internal static string Title(string german, string english, Viewing viewing) => new Domain.Levels.TwoLanguages(german, english).In(viewing.Language);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
