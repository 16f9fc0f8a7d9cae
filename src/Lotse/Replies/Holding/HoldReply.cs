using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;

namespace Lotse.Replies.Holding;

/// <summary>Keeps an answer back: for the seconds in which its writer may think again, or until the time that was chosen for it.</summary>
public sealed class HoldReply(DeskDatabase database, UndoWindow window)
{
    /// <returns>When it leaves; null for at once.</returns>
    internal DateTimeOffset? Until(ReplyDraft draft, DateTimeOffset now) =>
        draft.SendAt ?? ((draft.FromComposer || draft.Held) && window.Length > TimeSpan.Zero ? now + window.Length : null);

    /// <summary>Puts down what has to be known to take it back.</summary>
    /// <param name="before">The ticket as it is without the answer.</param>
    internal void Note(Acting by, Ticket before, Message message, ReplyDraft draft, IReadOnlyList<string> joined, IReadOnlyList<HeldFile> files)
    {
        if (message.SendAt is not { } leaves) return;
        var held = new HeldReply(
            draft.Text ?? message.Text, draft.Html ?? "", string.Join(", ", message.To.Select(to => to.Address)), string.Join(", ", message.Cc.Select(cc => cc.Address)),
            draft.Then ?? TicketState.WaitingForCustomer, before.SnoozedUntil, joined, files);
        database.PendingReplies.Add(new PendingReply
        {
            MessageId = message.Id,
            TicketId = before.Id,
            AgentId = by.AgentId,
            SendAt = leaves,
            Later = draft.SendAt is not null,
            StateBefore = (int)before.State,
            NewestBefore = before.NewestMessageId,
            Draft = held.Write(),
        });
    }
}
