using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Domain.Communities;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Replies;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Lotse.Replies.Noting;
using Lotse.Tickets;
using Lotse.Tickets.Working;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies;

/// <summary>Writes an answer: the message, its mails in the outbox and the journal in one save. Sending is the outbox's business.</summary>
public sealed class SendReply(DeskDatabase database, Journal journal, Ids ids, ReplyFiles files, HoldReply hold, OutboxBell bell, SignedMailIds signed, TimeProvider clock)
{
    public async Task<Answer<Message>> RunAsync(Acting by, long number, ReplyDraft draft, CancellationToken cancel)
    {
        if (Domain.Tickets.Message.WhyTooLong([draft.Text, draft.Html, .. draft.To ?? [], .. draft.Cc ?? []]) is { } tooLong) return tooLong;
        var came = files.Keep(draft);
        if (came.Refusal is { } tooMuch) return tooMuch;
        var answer = await journal.RetryAsync(() => WriteAsync(by, number, draft, came.Value!, cancel));
        if (answer.Refusal is null) bell.Ring();
        return answer;
    }

    private async Task<Answer<Message>> WriteAsync(Acting by, long number, ReplyDraft draft, List<KeptFile> came, CancellationToken cancel)
    {
        if (await database.FindTicketAsync(by, number, cancel) is not { } ticket) return Refusals.NotFound;
        if ((await database.StandingAsync(by, ticket.CommunityId, cancel)).WhyNotWrite() is { } silent) return silent;
        var mailbox = await database.Mailboxes.SingleAsync(m => m.Id == ticket.MailboxId, cancel);
        var answered = await database.Messages.Where(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming && m.MailKind == MailKind.Human)
            .OrderByDescending(m => m.Id).FirstOrDefaultAsync(cancel);
        var whom = await ToWhomAsync(ticket, draft, answered, cancel);
        if (whom.Refusal is { } nobody) return nobody;
        var (to, cc) = whom.Value!;
        var recipients = to.Concat(cc).Select(name => MailAddresses.Normal(name.Address)).Distinct(StringComparer.Ordinal).ToList();
        var drafts = await files.DraftsAsync(by, ticket, draft, cancel);
        var hanging = files.With(came, draft, drafts);
        if (hanging.Refusal is { } tooMuch) return tooMuch;
        var kept = hanging.Value!;
        var community = await database.Communities.SingleAsync(c => c.Id == ticket.CommunityId, cancel);
        var message = Message(by, ticket, mailbox, draft, to, cc, answered, kept, Signature.Of(community, ticket.Language, by.Name));
        var decision = new WriteReply(message.Id, message.Text, recipients, draft.LastSeen, draft.Then, draft.SnoozedUntil, draft.SendAt) { Html = message.Html }.Decide(ticket, message.At);
        if (decision.Refusal is { } refusal) return refusal;
        if (community.NeedsSupportGroup && GroupBeforeDone.Lacks(ticket, decision.Facts)) return new Refusal(GroupBeforeDone.Missing);
        message.SendAt = hold.Until(draft, message.At);
        database.Messages.Add(message);
        await UsedBlocks.NoteAsync(database, journal, ids, by, ticket, message, draft.TextBlocks, cancel);
        if (draft.FromComposer) await DoneWithAsync(by, ticket, draft, drafts, cancel);
        database.Outbox.AddRange(recipients.Select(recipient => new OutboxItem
        {
            Id = ids.Next(),
            MessageId = message.Id,
            TicketId = ticket.Id,
            MailboxId = mailbox.Id,
            Recipient = recipient,
            CreatedAt = message.At,
            NextAt = message.SendAt ?? message.At,
        }));
        var joined = await JoinAsync(ticket, recipients, cancel);
        hold.Note(by, ticket, message, draft, joined, ReplyFiles.Held(came, draft, drafts));
        journal.Record(ticket, decision.Facts, by.AgentId);
        await journal.SaveAsync(cancel);
        return message;
    }

    private sealed record Whom(IReadOnlyList<MailName> To, IReadOnlyList<MailName> Cc);

    private async Task<Answer<Whom>> ToWhomAsync(Ticket ticket, ReplyDraft draft, Message? answered, CancellationToken cancel)
    {
        var ours = (await database.Mailboxes.Select(m => m.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        bool IsOurs(string address) => ours.Contains(MailAddresses.WithoutTag(address));
        var to = draft.To is { Count: > 0 } typed ? ReplyRecipients.Read(typed) : await DefaultAsync(ticket, answered, IsOurs, cancel);
        var cc = ReplyRecipients.Read(draft.Cc ?? []);
        if (to.Concat(cc).FirstOrDefault(name => !MailAddresses.LooksRight(name.Address)) is { } wrong) return new Refusal("address-not-right", wrong.Address);
        if (to.Concat(cc).FirstOrDefault(name => IsOurs(name.Address)) is { } own) return new Refusal("address-is-ours", own.Address);
        return new Whom(to, cc);
    }

    private Message Message(
        Acting by, Ticket ticket, Mailbox mailbox, ReplyDraft draft, IReadOnlyList<MailName> to, IReadOnlyList<MailName> cc, Message? answered,
        List<KeptFile> kept, string? signature)
    {
        var id = ids.Next();
        var attachments = ReplyFiles.Attachments(kept, id, MailAddresses.Domain(mailbox.Address), ids.Next);
        return new Message
        {
            Id = id,
            TicketId = ticket.Id,
            Kind = MessageKind.Outgoing,
            At = clock.GetUtcNow(),
            AuthorId = by.AgentId,
            FromName = mailbox.Name,
            FromAddress = mailbox.Address,
            To = to,
            Cc = cc,
            Subject = SubjectNumbers.Write(ticket.Number, answered is null ? ticket.Subject : SubjectMarks.Answering(answered.Subject)),
            Text = (draft.Text ?? ReplyFiles.Plain(draft.Html, kept)).ReplaceLineEndings("\n").Trim(),
            Html = ReplyFiles.Html(draft.Html, kept, attachments),
            HasHtml = draft.Html is { Length: > 0 },
            Quoted = draft.Quote && answered is not null ? answered.Visible ?? answered.Text : null,
            Signature = signature,
            MailId = signed.MessageId(id, MailAddresses.Domain(mailbox.Address)),
            AnswersId = answered?.Id,
            Delivery = DeliveryState.Queued,
            Attachments = attachments,
        };
    }

    private async Task<IReadOnlyList<MailName>> DefaultAsync(Ticket ticket, Message? answered, Func<string, bool> isOurs, CancellationToken cancel)
    {
        if (answered is not null) return ReplyRecipients.Answering(answered, isOurs);
        var address = await database.ContactAddresses.Where(a => a.ContactId == ticket.ContactId).OrderBy(a => a.Id).Select(a => a.Address).FirstOrDefaultAsync(cancel);
        return address is null ? [] : [new MailName("", address)];
    }

    /// <summary>Whoever is written to takes part from now on and may answer.</summary>
    /// <returns>Those who did not before.</returns>
    private async Task<List<string>> JoinAsync(Ticket ticket, List<string> recipients, CancellationToken cancel)
    {
        var known = await database.Participants.Where(p => p.TicketId == ticket.Id && recipients.Contains(p.Address)).Select(p => p.Address).ToListAsync(cancel);
        var joined = recipients.Except(known).ToList();
        database.Participants.AddRange(joined.Select(address => new Participant { TicketId = ticket.Id, Address = address }));
        return joined;
    }

    /// <summary>What was put on the server while it was written: the files, and the draft itself, also where somebody else began it.</summary>
    private async Task DoneWithAsync(Acting by, Ticket ticket, ReplyDraft draft, List<DraftFile> its, CancellationToken cancel)
    {
        database.DraftFiles.RemoveRange(its);
        await database.NoteFilesAsync(its.Select(f => f.Sha256), cancel); // Pictures that the text no longer shows.
        var written = await database.Drafts.AsTracking()
            .Where(d => d.TicketId == ticket.Id && d.Kind == DraftKind.Reply && (d.AgentId == by.AgentId || (d.Shared && d.Id == draft.DraftId))).ToListAsync(cancel);
        if (written.Count == 0) return;
        var ofThem = written.ConvertAll(d => d.Id);
        database.DraftVersions.RemoveRange(await database.DraftVersions.Where(v => ofThem.Contains(v.DraftId)).ToListAsync(cancel));
        database.Drafts.RemoveRange(written);
    }
}
