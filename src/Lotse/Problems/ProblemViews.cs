using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Web;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Tickets;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Problems;

/// <summary>Problems as pages show them.</summary>
public sealed class ProblemViews(DeskDatabase database, DeskNames names, ListProblems list)
{
    private const int TicketsAtOnce = 50, ToldShown = 10, OffersAtMost = 60;

    public async Task<ProblemsView> ListAsync(Signed signed, string? state, string? community, string? after, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var solved = state == "solved";
        var page = await list.RunAsync(signed.Acting, NumberOf(community), solved ? ProblemState.Solved : null, after, 50, cancel);
        return new ProblemsView
        {
            State = solved ? "solved" : "open",
            Community = community,
            Communities = CommunitiesOf(signed, known),
            Next = page.Next,
            Rows = [.. page.Items.Select(p => new ProblemRow(Text(p.Id), p.Title, p.Product, (int)p.State, known.Community(p.CommunityId), known.Agent(p.OwnerId), p.Tickets, p.Customers, p.SolvedAt ?? p.OpenedAt))],
        };
    }

    /// <returns>Null where it is not there or not for this agent.</returns>
    public async Task<ProblemView?> ForAsync(Signed signed, long id, string? after, CancellationToken cancel)
    {
        if (await database.Problems.VisibleTo(signed.Acting).SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } problem) return null;
        var known = await names.NowAsync(cancel);
        var before = NumberOf(after) ?? long.MaxValue;
        var tickets = await database.TicketsOf(problem).Where(t => t.Id < before).OrderByDescending(t => t.Id).Take(TicketsAtOnce + 1)
            .Select(t => new { t.Id, t.Number, t.Subject, t.State, t.Level, t.CreatedAt }).ToListAsync(cancel);
        var told = await database.Informings.Where(i => i.ProblemId == id).OrderByDescending(i => i.Id).Take(ToldShown).ToListAsync(cancel);
        return new ProblemView
        {
            Id = Text(problem.Id),
            Title = problem.Title,
            Product = problem.Product,
            State = (int)problem.State,
            Community = known.Community(problem.CommunityId),
            Owner = known.Agent(problem.OwnerId),
            German = problem.German,
            English = problem.English,
            TicketCount = problem.Tickets,
            Customers = problem.Customers,
            OpenedAt = problem.OpenedAt,
            OpenedBy = known.Agent(problem.OpenedById),
            SolvedAt = problem.SolvedAt,
            SolvedBy = known.Agent(problem.SolvedById),
            MayLead = ProblemRights.MayLead(signed.Acting, problem),
            Tickets = [.. tickets.Take(TicketsAtOnce).Select(t => new TicketLink(Text(t.Number), t.Subject, (Ui.TicketState)(int)t.State, (int)t.Level, t.CreatedAt))],
            Next = tickets.Count > TicketsAtOnce ? Text(tickets[TicketsAtOnce - 1].Id) : null,
            Newest = after is null && tickets is [var newest, ..] ? Text(newest.Number) : null,
            Told = [.. told.Select(i => new ToldLine(Text(i.Id), i.At, known.Agent(i.AgentId), Snippets.Of(i.German.Length > 0 ? i.German : i.English), i.FinishedAt is null, i.UndoAt is not null))],
            Typed = Typed(problem),
            Owners = OwnersOf(known, problem.CommunityId),
        };
    }

    /// <param name="numbers">Tickets that it is to begin with, if the agent sees them.</param>
    /// <param name="picked">Those that are ticked; null for all that are offered.</param>
    public async Task<NewProblemView> NewAsync(Signed signed, IReadOnlyList<long> numbers, IReadOnlySet<long>? picked, ProblemTyped typed, CancellationToken cancel)
    {
        var known = await names.NowAsync(cancel);
        var wanted = numbers.Take(OffersAtMost).ToList();
        var tickets = wanted.Count == 0 ? [] : await database.Tickets.VisibleTo(signed.Acting).Where(t => wanted.Contains(t.Number) && !database.ProblemTickets.Any(l => l.TicketId == t.Id))
            .LeftJoin(database.Contacts, t => t.ContactId, c => c.Id, (t, c) => new TicketOfContact(t, c)).ToListAsync(cancel);
        var first = wanted.Select(number => tickets.Find(t => t.Ticket.Number == number)).FirstOrDefault(t => t is not null)?.Ticket;
        var community = first?.CommunityId ?? NumberOf(typed.Community);
        return new NewProblemView
        {
            Typed = first is null || typed.Refusals.Count > 0 ? typed : typed with { Title = typed.Title.Length > 0 ? typed.Title : first.Subject, Community = Text(first.CommunityId) },
            Communities = CommunitiesOf(signed, known),
            Owners = community is { } one && signed.Acting.Sees(one) ? OwnersOf(known, one) : [],
            Tickets = [.. tickets.Where(t => t.Ticket.CommunityId == first!.CommunityId).OrderBy(t => wanted.IndexOf(t.Ticket.Number)).Select(t => new PickedTicket(
                new TicketLink(Text(t.Ticket.Number), t.Ticket.Subject, (Ui.TicketState)(int)t.Ticket.State, (int)t.Ticket.Level, t.Ticket.CreatedAt), t.Contact?.Name ?? "", picked?.Contains(t.Ticket.Number) ?? true))],
        };
    }

    private static ProblemTyped Typed(Problem p) => new()
    {
        Title = p.Title, Product = p.Product, Owner = p.OwnerId is { } owner ? Text(owner) : null, German = p.German, English = p.English,
        State = p.State == ProblemState.Working ? "working" : "open", Version = Text(p.Version),
    };

    private static List<Named> CommunitiesOf(Signed signed, NamesNow known) =>
        [.. known.Communities.Where(c => signed.Acting.Sees(c.Key)).OrderBy(c => c.Value, StringComparer.CurrentCulture).Select(c => new Named(Text(c.Key), c.Value))];

    private static List<Named> OwnersOf(NamesNow known, long community) =>
        [.. known.Agents.Values.Where(a => a.Active && a.Sees(community)).OrderBy(a => a.Name, StringComparer.CurrentCulture).Select(a => new Named(Text(a.Id), a.Name))];

    internal static long? NumberOf(string? said) => long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
