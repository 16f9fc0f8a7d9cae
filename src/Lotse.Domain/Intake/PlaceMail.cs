using Lotse.Domain.Tickets;

namespace Lotse.Domain.Intake;

/// <summary>A ticket that something in the mail speaks for.</summary>
/// <param name="ByParticipant">The sender takes part in that ticket.</param>
public sealed record Clue(Ticket Ticket, PlacedBy By, bool ByParticipant);

/// <summary>Where a mail goes.</summary>
/// <param name="Ticket">The ticket it continues; null where it opens one.</param>
/// <param name="PossibleMatch">A ticket that something too weak speaks for.</param>
public sealed record Placement(Ticket? Ticket, PlacedBy By, bool NewParticipant, Clue? PossibleMatch);

/// <summary>Decides from the clues, the strongest first. A header alone never lets a stranger into somebody's ticket:
/// without a signature of ours the sender must already take part; what is weaker is left for an agent to decide.</summary>
public static class PlaceMail
{
    /// <param name="clues">In the order in which the mail names them: reply address, In-Reply-To, References from the last to the first, subject.</param>
    public static Placement Decide(IReadOnlyList<Clue> clues)
    {
        Clue? weak = null;
        foreach (var by in (ReadOnlySpan<PlacedBy>)[PlacedBy.SignedAddress, PlacedBy.SignedMessageId, PlacedBy.KnownMessageId, PlacedBy.SubjectNumber])
        {
            foreach (var clue in clues)
            {
                if (clue.By != by) continue;
                var proven = by is PlacedBy.SignedAddress or PlacedBy.SignedMessageId;
                if (proven || clue.ByParticipant) return new Placement(clue.Ticket, by, !clue.ByParticipant, null);
                weak ??= clue;
            }
        }
        return new Placement(null, PlacedBy.Nothing, false, weak);
    }

    /// <summary>What a message that continues a ticket does to it.</summary>
    /// <remarks>Automatic mail is kept and shown but moves nothing: an out-of-office answer must not wake a ticket. What continues spam wakes it neither.</remarks>
    public static IReadOnlyList<Fact> Arrive(Ticket ticket, Message message, Placement placement, DateTimeOffset now)
    {
        if (!SpeaksForAPerson(message.MailKind))
        {
            return [new MailRecorded(ticket.Id, message.Id, message.FromAddress, message.MailKind, placement.By, now)];
        }
        var received = new MessageReceived(ticket.Id, message.Id, message.FromAddress, message.MailKind, placement.By, placement.NewParticipant,
            Snippets.Of(message.Visible ?? message.Text), now);
        return ticket.State is TicketState.New or TicketState.Open || ticket.Lane == Lane.Spam
            ? [received]
            : [received, new StateChanged(ticket.Id, ticket.State, TicketState.Open, "customer-wrote", null, now)];
    }

    /// <summary>False for mail that a machine wrote about another mail.</summary>
    public static bool SpeaksForAPerson(MailKind kind) => kind is MailKind.Human or MailKind.List or MailKind.Calendar;
}
