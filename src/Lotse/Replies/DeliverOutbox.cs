using System.Globalization;
using System.Security.Cryptography;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Sending;
using Lotse.Domain;
using Lotse.Domain.Intake.Mail.Bounces;
using Lotse.Domain.Replies;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Replies;

/// <summary>Sends what is due in the outbox, one message at a time to all its recipients.</summary>
/// <remarks>A result is saved as soon as the server has given it. Between its yes and our save lies the one moment in which a crash makes the mail leave twice;
/// SMTP leaves no way around it (RFC 1047). Both copies are the same to the byte, Message-ID included, so mail systems show one.</remarks>
public sealed class DeliverOutbox(
    DeskDatabase database, Journal journal, WriteGate gate, HeldWork held, IMailSending way, MakeMail make, SignedMailIds signed, TakeBack takeBack, SendingHealth health, TimeProvider clock,
    ILogger<DeliverOutbox> log)
{
    /// <summary>So long a mail waits whose files cannot be reached; the others do not.</summary>
    private static readonly TimeSpan WithoutFiles = TimeSpan.FromMinutes(1);

    /// <returns>True where more may be due at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        if (health.Waits is { } closed && clock.GetUtcNow() < closed.NextTryAt) return false;
        journal.Forget();
        var until = held.Until;
        var claimed = await OutboxClaims.ClaimAsync(database, gate, clock.GetUtcNow(), held.Expired, until, cancel);
        if (claimed.Count == 0) return false;
        var all = claimed.ConvertAll(item => item.Id);
        using var claim = held.Hold(until, (db, old, next, token) => OutboxClaims.RenewAsync(db, all, old, next, token));
        try
        {
            foreach (var mail in claimed.GroupBy(item => item.MessageId).ToList())
            {
                if (!await IsOursAsync(claim, mail, cancel) || await SendAsync(claim, [.. mail], cancel)) continue;
                // The way out is closed: what had been claimed waits until it is tried again, and no try is counted.
                await PutOffAsync(claim, all, health.Waits?.NextTryAt ?? clock.GetUtcNow(), null);
                return false;
            }
            return claimed.Count == 50;
        }
        finally
        {
            await way.EndBatchAsync();
        }
    }

    /// <summary>Where this desk was stopped for a while, a machine that slept, another one may have taken them over: then it sends them.</summary>
    private async Task<bool> IsOursAsync(HeldClaim claim, IEnumerable<OutboxItem> items, CancellationToken cancel)
    {
        var ids = items.Select(item => item.Id).ToList();
        return await claim.IsSureAsync(cancel) && await claim.AsItStandsAsync(until => OutboxClaims.AreOursAsync(database, ids, until, cancel), cancel);
    }

    /// <returns>False where the way out is closed, for all mails.</returns>
    private async Task<bool> SendAsync(HeldClaim claim, List<OutboxItem> items, CancellationToken cancel)
    {
        SendingResult? result;
        try
        {
            result = await TrySendAsync(items, cancel);
        }
        catch (FilesAway)
        {
            await PutOffAsync(claim, items.ConvertAll(item => item.Id), clock.GetUtcNow() + WithoutFiles, DeliveryOutcome.FilesAway);
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (e is IOException || StoreHealth.CodeOf(e) is null))
        {
            // It would be the same the next time, and hold up the others again: somebody has to hear of it.
            log.LogError("Message {Message} cannot be sent: {Error}", items[0].MessageId, e.GetType().Name);
            result = SendingResult.Done(items.ConvertAll(item => Unmade(item, e)));
        }
        if (result is null) return true;
        if (result.Trouble is { } trouble)
        {
            health.Closed(trouble, result.Text, tries => RetryTimes.WhileClosed(tries, Chance()));
            log.LogWarning("Mail waits: {Way} {Trouble}, try {Tries}", way.Destination, trouble, health.Waits?.Tries);
            return false;
        }
        // What the server has taken must be noted, even when we are asked to stop in this moment.
        await NoteSurelyAsync(items, result, cancel);
        return true;
    }

    /// <returns>Null where it is not to leave any more.</returns>
    private async Task<SendingResult?> TrySendAsync(List<OutboxItem> items, CancellationToken cancel)
    {
        var first = items[0];
        var message = await database.Messages.Include(m => m.Attachments).SingleAsync(m => m.Id == first.MessageId, cancel);
        var mailbox = await database.Mailboxes.SingleAsync(m => m.Id == first.MailboxId, cancel);
        if (message.SendAt is not null && await IsOvertakenAsync(message, cancel))
        {
            journal.Forget();
            await takeBack.StopAsync(message.Id, claimed: true, cancel);
            return null;
        }
        await using var mime = await make.RunAsync(message, mailbox, cancel);
        // Nobody is told where what nobody wrote does not arrive (RFC 3834, 3.3): that is what ends loops.
        var sender = message.IsAutomatic ? "" : signed.ReplyAddress(mailbox.Address, message.TicketId);
        var result = await way.SendAsync(mime, sender, items.ConvertAll(item => item.Recipient), cancel);
        if (result.Trouble is null) health.Open();
        return result;
    }

    /// <summary>What no server was asked about. A disk, the memory or whoever changes the same ticket may do better the next time.</summary>
    private static RecipientResult Unmade(OutboxItem item, Exception why) => why switch
    {
        _ when why is IOException or OutOfMemoryException or DbUpdateException || StoreHealth.IsOfDatabase(why) => new(item.Recipient, RecipientOutcome.TempFailed, null, null, DeliveryOutcome.NotMadeYet),
        InvalidDataException => new(item.Recipient, RecipientOutcome.Failed, null, null, DeliveryOutcome.FileMissing),
        _ => new(item.Recipient, RecipientOutcome.Failed, null, null, DeliveryOutcome.NotMade),
    };

    /// <summary>It was meant for later, and the customer has written since: what it says may be wrong by now.</summary>
    private Task<bool> IsOvertakenAsync(Message message, CancellationToken cancel) => database.PendingReplies.AnyAsync(
        p => p.MessageId == message.Id && p.Later && database.Messages.Any(
            m => m.TicketId == message.TicketId && m.Id > message.Id && m.Kind == MessageKind.Incoming && m.MailKind == Domain.Intake.MailKind.Human), cancel);

    /// <summary>Times that a result is tried to be written in full where the store is fine; then every other time only that it has left, since everything else waits behind it.</summary>
    private const int StrangeMost = 30;

    /// <summary>While it cannot be written, for whatever reason, the result is held here: forgetting it would send the mail again, and again.</summary>
    private async Task NoteSurelyAsync(List<OutboxItem> sent, SendingResult result, CancellationToken cancel)
    {
        var ids = sent.ConvertAll(item => item.Id);
        for (var strange = 0; ;)
        {
            try
            {
                if (strange < StrangeMost || strange % 2 == 0) await journal.RetryAsync(async () => await NoteAsync(ids, result));
                else await OutboxClaims.EndAsync(database, gate, [.. sent.Where(item => Said(result, item)?.Outcome == RecipientOutcome.Sent).Select(item => item.Id)], clock.GetUtcNow(), CancellationToken.None);
                return;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                var trouble = StoreHealth.CodeOf(e);
                if (trouble is null) strange++;
                log.LogError("A mail has left, which cannot be written down yet: {Trouble}", trouble ?? e.ToString());
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> NoteAsync(List<long> ids, SendingResult result)
    {
        journal.Forget();
        var items = await database.Outbox.AsTracking().Where(o => ids.Contains(o.Id) && o.Step == OutboxStep.Waiting).ToListAsync();
        if (items.Count == 0) return true; // Another one has sent them too, and said so.
        var ticket = await database.Tickets.AsTracking().SingleAsync(t => t.Id == items[0].TicketId);
        var message = await database.Messages.AsTracking().SingleAsync(m => m.Id == items[0].MessageId);
        var facts = new List<Fact>();
        foreach (var item in items)
        {
            facts.AddRange(Note(item, Said(result, item), ticket, message));
        }
        var all = await database.Outbox.Where(o => o.MessageId == message.Id && !ids.Contains(o.Id)).Select(o => o.Step).ToListAsync();
        var steps = all.Concat(items.Select(item => item.Step)).ToList();
        if (message.Delivery != DeliveryState.Bounced)
        {
            message.Delivery = steps.Contains(OutboxStep.Failed) ? DeliveryState.Failed : steps.Contains(OutboxStep.Waiting) ? DeliveryState.Queued : DeliveryState.Sent;
        }
        if (message.SendAt is not null) await NoMoreHeldAsync(message.Id);
        journal.Record(ticket, facts, null);
        await MarkDeadAsync(items, result, ticket.CommunityId);
        await journal.SaveAsync();
        foreach (var item in items) SendingNumbers.Tried(item.Step switch { OutboxStep.Sent => "sent", OutboxStep.Failed => "failed", _ => "later" });
        return true;
    }

    /// <summary>What it was held with is named by nobody any more, as far as the mail does not have it.</summary>
    private async Task NoMoreHeldAsync(long messageId)
    {
        var pending = await database.PendingReplies.Where(p => p.MessageId == messageId).ToListAsync();
        database.PendingReplies.RemoveRange(pending);
        await database.NoteFilesAsync(pending.SelectMany(p => HeldReply.Read(p.Draft).Files).Select(f => f.Sha256), CancellationToken.None);
    }

    private static RecipientResult? Said(SendingResult result, OutboxItem item) => result.Recipients.FirstOrDefault(one => string.Equals(one.Address, item.Recipient, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a server refuses because there is no such address is as good as a bounce.</summary>
    private async Task MarkDeadAsync(List<OutboxItem> items, SendingResult result, long communityId)
    {
        foreach (var item in items.Where(item => item.Step == OutboxStep.Failed))
        {
            if (Said(result, item) is not { Code: { } code } said) continue;
            var reason = BounceReason.Of(said.Text, said.Enhanced, code.ToString(CultureInfo.InvariantCulture), SmtpStep.Rcpt);
            if (!BounceReason.IsHard(reason)) continue;
            var address = await database.ContactAddresses.AsTracking().SingleOrDefaultAsync(a => a.Address == item.Recipient && a.CommunityId == communityId);
            address?.Fails(item.DoneAt, reason);
        }
    }

    private IReadOnlyList<Fact> Note(OutboxItem item, RecipientResult? said, Ticket ticket, Message message)
    {
        var now = clock.GetUtcNow();
        item.LeasedUntil = null;
        item.Attempts++;
        item.LastReply = said is null ? null : string.Join(' ', new[] { said.Code?.ToString(CultureInfo.InvariantCulture), said.Enhanced, said.Text }.Where(part => !string.IsNullOrEmpty(part)));
        if (said?.Outcome == RecipientOutcome.Sent)
        {
            (item.Step, item.DoneAt) = (OutboxStep.Sent, now);
            return DeliveryOutcome.Arrived(ticket, item.MessageId, item.Recipient, now);
        }
        if (said?.Outcome != RecipientOutcome.Failed && RetryTimes.After(item.Attempts, now - item.CreatedAt, Chance()) is { } wait)
        {
            item.NextAt = now + wait;
            return [];
        }
        (item.Step, item.DoneAt) = (OutboxStep.Failed, now);
        return DeliveryOutcome.Failed(ticket, message, item.Recipient, item.LastReply ?? "", now);
    }

    /// <summary>No try is counted.</summary>
    private Task<int> PutOffAsync(HeldClaim claim, List<long> ids, DateTimeOffset next, string? said) => claim.AsItStandsAsync(
        until => OutboxClaims.PutOffAsync(database, gate, ids, until, next, said, CancellationToken.None), CancellationToken.None);

    private static double Chance() => RandomNumberGenerator.GetInt32(1000) / 1000.0;
}
