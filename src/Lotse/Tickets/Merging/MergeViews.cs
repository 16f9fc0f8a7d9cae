using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tickets.Merging;

/// <summary>What an agent is shown before a merge.</summary>
public sealed class MergeViews(DeskDatabase database)
{
    private const int CandidatesAtMost = 20, PeopleAtMost = 30;

    /// <returns>Null where the ticket is not there, not for this agent, or part of another.</returns>
    public async Task<MergeView?> ForAsync(Acting by, long number, string? into, CancellationToken cancel)
    {
        if (await database.ReadTicketAsync(by, number, cancel) is not { } found || found.Ticket.Number != number) return null;
        var typed = into?.Trim().TrimStart('#');
        var wanted = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? await database.ReadTicketAsync(by, other, cancel) : null;
        var refusal = string.IsNullOrEmpty(typed) ? null : wanted is null ? new Domain.Refusal("no-such-ticket", "into") : MergeTickets.WhyNot(found.Ticket, wanted.Ticket);
        var (one, two) = (found.Ticket.Id, refusal is null ? wanted?.Ticket.Id ?? 0 : 0);
        var people = (await database.Participants.Where(p => p.TicketId == one || p.TicketId == two).OrderBy(p => p.Address).ToListAsync(cancel)).ToLookup(p => p.TicketId, p => p.Address);
        return new MergeView
        {
            Ticket = SideOf(found, people),
            Other = two == 0 ? null : SideOf(wanted!, people),
            Into = typed,
            Candidates = two == 0 ? await CandidatesAsync(by, found.Ticket, cancel) : [],
            Refusals = refusal is null ? [] : [new Refusal("into", refusal.Code)],
        };
    }

    private async Task<IReadOnlyList<TicketLink>> CandidatesAsync(Acting by, Ticket ticket, CancellationToken cancel) =>
        [.. (await database.Tickets.VisibleTo(by).Where(t => t.ContactId == ticket.ContactId && t.Id != ticket.Id && t.CommunityId == ticket.CommunityId && t.Lane <= Lane.Done)
            .OrderByDescending(t => t.Id).Take(CandidatesAtMost).ToListAsync(cancel))
            .Select(t => new TicketLink(Text(t.Number), t.Subject, (Ui.TicketState)(int)t.State, (int)t.Level, t.UpdatedAt))];

    private static MergeSide SideOf(TicketOfContact found, ILookup<long, string> people)
    {
        var (ticket, here) = (found.Ticket, people[found.Ticket.Id].Take(PeopleAtMost).ToList());
        return new MergeSide(Text(ticket.Number), ticket.Subject, (Ui.TicketState)(int)ticket.State, (int)ticket.Level, Text(ticket.ContactId),
            found.Contact is { Name.Length: > 0 } contact ? contact.Name : here.FirstOrDefault() ?? "", here);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
