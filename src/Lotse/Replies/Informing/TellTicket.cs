using System.Globalization;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Problems;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Lotse.Tickets;
using Lotse.Tickets.Macros;
using Lotse.Tickets.Working;
using Lotse.Ui.Language;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies.Informing;

/// <summary>Tells the customer of one ticket, or takes that back. The answer, who is told by it and the item stand in one save: a desk that is killed has done both or neither.</summary>
public sealed class TellTicket(DeskDatabase database, Journal journal, SendReply reply, WriteNote note, TakeBack takeBack, OutboxBell outbox, TimeProvider clock)
{
    /// <returns>Null where the customer is told, or had been by another ticket; settled where it was done before.</returns>
    public async Task<Refusal?> TellAsync(Acting by, InformRun informing, long ticketId, CancellationToken cancel)
    {
        var refusal = await journal.TogetherAsync(() => OneAsync(by, informing, ticketId, cancel), cancel);
        if (refusal is null) outbox.Ring();
        return refusal;
    }

    private async Task<Refusal?> OneAsync(Acting by, InformRun informing, long ticketId, CancellationToken cancel)
    {
        if (await FindAsync(by, informing, ticketId, cancel) is not { } found) return Refusals.NotFound;
        if (found.Tell.Decide([], new HashSet<string>()).Refusal is { } no) return no;
        var (text, unwritten) = await WordsAsync(by, informing, found, cancel);
        if (unwritten is not null) return unwritten;
        var (message, refusal) = await WriteAsync(by, found, text!, null, cancel);
        if (refusal is not null) return refusal;
        var customers = await CustomersAsync(found.Ticket.CommunityId, message!.To, cancel);
        var told = await database.InformedCustomers.Where(c => c.InformingId == informing.Id && customers.Keys.Contains(c.Customer)).ToDictionaryAsync(c => c.Customer, c => c.TicketId, cancel);
        var (whom, _) = found.Tell.Decide([.. customers.Keys], told.Keys.ToHashSet(StringComparer.Ordinal));
        if (whom.Count < customers.Count)
        {
            journal.Forget(); // Not to them all: what was written is dropped before anybody has seen it.
            found = (await FindAsync(by, informing, ticketId, cancel))!;
            if (whom.Count == 0 && told.ContainsValue(ticketId)) return Settle(found.Item, InformStep.Told, customers.Keys); // The others were told by other tickets meanwhile.
            if (whom.Count == 0) return await NoteAsync(by, informing, found, customers.Keys, told.Values.First(), cancel);
            (message, refusal) = await WriteAsync(by, found, text!, [.. whom.Select(customer => customers[customer])], cancel);
            if (refusal is not null) return refusal;
        }
        found.Item.Answer = message!.Id;
        database.InformedCustomers.AddRange(whom.Select(customer => new InformedCustomer { InformingId = informing.Id, Customer = customer, TicketId = ticketId, Answer = message.Id }));
        return Settle(found.Item, InformStep.Told, customers.Keys);
    }

    private static Refusal? Settle(InformItem item, InformStep step, IEnumerable<string> customers)
    {
        (item.Step, item.Customers, item.Refusal) = (step, string.Join('\n', customers), null);
        return null;
    }

    /// <param name="Ticket">Where it is answered: the whole, for a part.</param>
    private sealed record Found(InformItem Item, Problem Problem, Ticket Ticket, TellCustomer Tell);

    private async Task<Found?> FindAsync(Acting by, InformRun informing, long ticketId, CancellationToken cancel)
    {
        var item = await database.InformItems.AsTracking().SingleAsync(i => i.InformingId == informing.Id && i.TicketId == ticketId, cancel);
        var number = await database.Tickets.VisibleTo(by).Where(t => t.Id == ticketId).Select(t => (long?)t.Number).SingleOrDefaultAsync(cancel);
        if (number is null || await database.FindTicketAsync(by, number.Value, cancel) is not { } ticket) return null;
        if (await database.Problems.VisibleTo(by).SingleOrDefaultAsync(p => p.Id == informing.ProblemId, cancel) is not { } problem) return null;
        var isIn = await database.ProblemTickets.AnyAsync(l => l.TicketId == ticketId && l.ProblemId == problem.Id, cancel);
        return new Found(item, problem, ticket, new TellCustomer(item.Step, isIn, ticket.CommunityId == problem.CommunityId, ticket.IsDone || ticket.Lane == Lane.Spam));
    }

    private async Task<(string? Text, Refusal? Refusal)> WordsAsync(Acting by, InformRun informing, Found found, CancellationToken cancel)
    {
        var community = await database.Communities.SingleAsync(c => c.Id == found.Ticket.CommunityId, cancel);
        var contact = await database.Contacts.Where(c => c.Id == found.Ticket.ContactId).Select(c => c.Name).SingleOrDefaultAsync(cancel);
        return new InformWords(informing.German, informing.English).For(InformWords.IsGerman(found.Ticket.Language, community.Language), TicketValues.Of(found.Ticket, contact, by.Name, community.Name));
    }

    /// <summary>Word that nobody has to answer: the ticket stays as it is, but for one that nobody had turned to.</summary>
    private async Task<Answer<Message>> WriteAsync(Acting by, Found found, string text, IReadOnlyList<string>? to, CancellationToken cancel)
    {
        var sleeps = found.Ticket.State == TicketState.Snoozed && found.Ticket.SnoozedUntil > clock.GetUtcNow();
        var then = found.Ticket.State is TicketState.New or TicketState.Snoozed && !sleeps ? TicketState.Open : found.Ticket.State;
        var draft = new ReplyDraft(text, null, to, LastSeen: found.Item.Seen, Then: then) { SnoozedUntil = sleeps ? found.Ticket.SnoozedUntil : null, Held = true };
        return await reply.RunAsync(by, found.Ticket.Number, draft, cancel);
    }

    private async Task<Refusal?> NoteAsync(Acting by, InformRun informing, Found found, IEnumerable<string> customers, long toldIn, CancellationToken cancel)
    {
        var other = await database.Tickets.VisibleTo(by).Where(t => t.Id == toldIn).Select(t => t.Number).SingleOrDefaultAsync(cancel);
        var t = Texts.For(await database.Users.Where(a => a.Id == by.AgentId).Select(a => a.Language).SingleOrDefaultAsync(cancel));
        var words = t["inform.note", ("title", found.Problem.Title), ("number", other.ToString(CultureInfo.InvariantCulture))];
        if ((await note.RunAsync(by, found.Ticket.Number, words, null, cancel)).Refusal is { } refusal) return refusal;
        return Settle(found.Item, InformStep.Noted, customers);
    }

    /// <summary>Who stands behind addresses: the contact, by whichever address; else the address itself.</summary>
    /// <returns>By key: how to write to each.</returns>
    private async Task<Dictionary<string, string>> CustomersAsync(long communityId, IReadOnlyList<Domain.Intake.MailName> to, CancellationToken cancel)
    {
        var addresses = to.Select(name => Domain.Intake.Mail.MailAddresses.Normal(name.Address)).Distinct(StringComparer.Ordinal).ToList();
        var known = await database.ContactAddresses.Where(a => a.CommunityId == communityId && addresses.Contains(a.Address)).ToDictionaryAsync(a => a.Address, a => a.ContactId, cancel);
        var customers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in addresses) customers.TryAdd(known.TryGetValue(address, out var contact) ? contact.ToString(CultureInfo.InvariantCulture) : address, address);
        return customers;
    }

    /// <summary>Takes back what this ticket has told: one answer, or two where the second customer came to it later.</summary>
    /// <returns>Null where nobody will get it any more.</returns>
    public async Task<Refusal?> BackAsync(Acting by, InformRun informing, long ticketId, CancellationToken cancel)
    {
        var answers = await database.InformedCustomers.Where(c => c.InformingId == informing.Id && c.TicketId == ticketId).Select(c => c.Answer).Distinct().ToListAsync(cancel);
        Refusal? stayed = null;
        foreach (var answer in answers) stayed = await BackOneAsync(by, informing, ticketId, answer, cancel) ?? stayed;
        return stayed ?? await journal.TogetherAsync(async () =>
        {
            var item = await database.InformItems.AsTracking().SingleAsync(i => i.InformingId == informing.Id && i.TicketId == ticketId, cancel);
            if (item.Step is not (InformStep.Told or InformStep.Waiting)) return new Refusal(TellCustomer.Settled);
            (item.Step, item.Answer) = (InformStep.TakenBack, null);
            return null;
        }, cancel);
    }

    private Task<Refusal?> BackOneAsync(Acting by, InformRun informing, long ticketId, long answer, CancellationToken cancel) => journal.TogetherAsync(async () =>
    {
        // An answer that is not there any more was taken back in its ticket.
        if ((await takeBack.WithdrawAsync(by, answer, cancel)).Refusal is { } refusal && refusal != Refusals.NotFound) return refusal;
        database.InformedCustomers.RemoveRange(await database.InformedCustomers.AsTracking().Where(c => c.InformingId == informing.Id && c.TicketId == ticketId && c.Answer == answer).ToListAsync(cancel));
        return null;
    }, cancel);
}
