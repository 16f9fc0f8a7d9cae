using Lotse.Domain.Tickets;

namespace Lotse.Domain.Replies;

/// <summary>What a mail server's answer about one recipient does to the ticket.</summary>
public static class DeliveryOutcome
{
    /// <summary>Why a mail did not come as far as a server: its files cannot be reached for now, one of them is not there any more or damaged, or no mail can be made of it, for now or at all.</summary>
    public const string FilesAway = "files-away", FileMissing = "file-missing", NotMadeYet = "not-made-yet", NotMade = "not-made";

    public static IReadOnlyList<Fact> Arrived(Ticket ticket, long messageId, string recipient, DateTimeOffset now) =>
        [new MailDelivered(ticket.Id, messageId, recipient, now)];

    /// <summary>A failure for good puts the ticket back before somebody's eyes: the customer will not write again. Not so where nobody had written anything.</summary>
    public static IReadOnlyList<Fact> Failed(Ticket ticket, Message message, string recipient, string reason, DateTimeOffset now)
    {
        var failed = new DeliveryFailed(ticket.Id, message.Id, recipient, reason, true, now);
        return ticket.State.Lane() == Lane.Active || message.IsAutomatic
            ? [failed]
            : [failed, new StateChanged(ticket.Id, ticket.State, TicketState.Open, "delivery-failed", null, now)];
    }
}
