using Lotse.Adapters.Database;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Intake.Mail.Placing;

/// <summary>A mail of ours, with the addresses it was sent to.</summary>
internal sealed record ReportedMail(Message Message, IReadOnlyList<string> Recipients)
{
    /// <summary>The recipient that a report names. Where it names another (the mail was forwarded), it can only be the one there is.</summary>
    public string? RecipientOf(string reported)
    {
        var address = MailAddresses.Normal(reported);
        return Recipients.Contains(address) ? address : Recipients is [var only] ? only : null;
    }
}

/// <summary>Finds the mails of ours that bounces, delays, receipts and complaints are about: by our Message-ID, else by the ticket's reply address and the recipient
/// that the report names. A report is believed only about mails of ours and about those they were sent to.</summary>
internal sealed class MailReports
{
    /// <summary>Newest mails of a ticket that are looked through where a report does not name one.</summary>
    private const int NewestOfTicket = 30;

    private readonly Dictionary<long, Message> _mails = [];
    private ILookup<long, string> _recipients = Array.Empty<(long, string)>().ToLookup(_ => 0L, _ => "");

    /// <summary>Of all these mails.</summary>
    public IEnumerable<string> Recipients => _recipients.SelectMany(of => of);

    public static bool IsReport(MailKind kind) => kind is MailKind.Bounce or MailKind.Delayed or MailKind.FeedbackReport or MailKind.ReadReceipt;

    /// <returns>Empty, without a question to the database, where no mail of the group is a report.</returns>
    public static async Task<MailReports> PrepareAsync(DeskDatabase database, SignedMailIds signed, IReadOnlyList<ReadDelivery> mails, CancellationToken cancel)
    {
        var reports = new MailReports();
        var (messages, tickets) = (new HashSet<long>(), new HashSet<long>());
        foreach (var (delivery, _, mail, _) in mails)
        {
            if (mail is null || !IsReport(mail.Kind)) continue;
            messages.UnionWith(PlacingNames.Answered(mail).Select(id => signed.TryReadMessageId(id, out var message) ? message : 0));
            tickets.UnionWith(PlacingNames.OurAddresses(mail, delivery).Select(address => signed.TryReadReplyAddress(address, out var ticket) ? ticket : 0));
        }
        messages.Remove(0);
        tickets.Remove(0);
        if (messages.Count + tickets.Count == 0) return reports;
        foreach (var mail in await database.Messages.AsTracking().Where(m => messages.Contains(m.Id) && m.Kind == MessageKind.Outgoing).ToListAsync(cancel)) reports._mails.TryAdd(mail.Id, mail);
        foreach (var ticket in await TicketHeads.OfAsync(database, tickets, cancel))
        {
            foreach (var mail in await NewestAsync(database, ticket, cancel)) reports._mails.TryAdd(mail.Id, mail);
        }
        var found = reports._mails.Keys.ToList();
        var sent = await database.Outbox.Where(o => found.Contains(o.MessageId)).Select(o => new { o.MessageId, o.Recipient }).ToListAsync(cancel);
        reports._recipients = sent.ToLookup(o => o.MessageId, o => o.Recipient);
        return reports;
    }

    /// <returns>Null where the report is about none that we know of in this ticket.</returns>
    public ReportedMail? About(ReadMail mail, Ticket ticket, SignedMailIds signed)
    {
        foreach (var id in PlacingNames.Answered(mail))
        {
            if (signed.TryReadMessageId(id, out var message) && _mails.TryGetValue(message, out var named) && named.TicketId == ticket.Id) return With(named);
        }
        var newest = _mails.Values.Where(m => m.TicketId == ticket.Id).OrderByDescending(m => m.Id).Select(With).ToList();
        var failed = mail.Dsn.Select(status => MailAddresses.Normal(status.Recipient)).ToHashSet(StringComparer.Ordinal);
        return newest.Find(one => one.Recipients.Any(failed.Contains)) ?? newest.FirstOrDefault();
    }

    private ReportedMail With(Message mail) => new(mail, [.. _recipients[mail.Id]]);

    private static Task<List<Message>> NewestAsync(DeskDatabase database, long ticketId, CancellationToken cancel) => database.Messages.AsTracking()
        .Where(m => m.TicketId == ticketId && m.Kind == MessageKind.Outgoing).OrderByDescending(m => m.Id).Take(NewestOfTicket).ToListAsync(cancel);
}
