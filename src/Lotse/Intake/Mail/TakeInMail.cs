using System.Diagnostics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Lotse.Domain.Communities;
using Lotse.Intake.Mail.Placing;

namespace Lotse.Intake.Mail;

/// <summary>What became of a mail.</summary>
/// <param name="Outcome">opened, continued, reopened, recorded, duplicate or parked.</param>
/// <param name="Number">The ticket's number; null for parked mail.</param>
public sealed record PlacedMail(string Outcome, long? Number, long? MessageId, string? Reason = null);

/// <summary>A kept mail on its way to its ticket.</summary>
internal sealed record KeptMail(Delivery Delivery, Stream Raw) : IDisposable
{
    public void Dispose() => Raw.Dispose();
}

/// <summary>Takes every mail in, whichever door it comes by: first the raw bytes are durable, then it is read, then it finds its ticket.
/// Both saves are shared by all mails that come at the same time.</summary>
public sealed class TakeInMail(
    MailboxDirectory mailboxes, KeepMail keep, PlaceMails place, RawMailCodec codec, Ids ids, HeldWork held, StoreHealth health, ILogger<TakeInMail> log)
{
    public static readonly ActivitySource Activities = new("Lotse.Intake");

    /// <summary>For doors that need no more than "it is safe": returns as soon as it is.</summary>
    public async Task<TakeOverAnswer> TakeOverAsync(ReceivedMail mail, MailEnvelope envelope, CancellationToken cancel)
    {
        try
        {
            var kept = await KeepAsync(mail, envelope, cancel);
            foreach (var one in kept) _ = await place.EnqueueAsync(one, CancellationToken.None);
            return TakeOverAnswer.Durable;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            health.Failed(e);
            log.LogError("A mail could not be kept: {Trouble}", StoreHealth.CodeOf(e) ?? e.GetType().Name);
            return TakeOverAnswer.StoreUnavailable;
        }
    }

    /// <summary>For the HTTP door: returns when the mail has found its ticket.</summary>
    public async Task<PlacedMail> TakeInAsync(ReceivedMail mail, MailEnvelope envelope, CancellationToken cancel)
    {
        var kept = await KeepAsync(mail, envelope, cancel);
        var placed = new List<Task<PlacedMail>>(kept.Count);
        foreach (var one in kept) placed.Add(await place.EnqueueAsync(one, CancellationToken.None, waits: true));
        return (await Task.WhenAll(placed).WaitAsync(cancel))[0];
    }

    /// <summary>One delivery for each community that is written to: within a community a mail to two mailboxes is one message,
    /// across communities it is each one's own.</summary>
    private async Task<List<KeptMail>> KeepAsync(ReceivedMail mail, MailEnvelope envelope, CancellationToken cancel)
    {
        using var activity = Activities.StartActivity("keep mail");
        var found = new List<Mailbox>();
        foreach (var recipient in envelope.Recipients)
        {
            if (await mailboxes.FindAsync(recipient, cancel) is { } mailbox && found.TrueForAll(other => other.CommunityId != mailbox.CommunityId)) found.Add(mailbox);
        }
        if (found.Count == 0) throw new InvalidOperationException("The door let a mail in that is for none of our mailboxes.");
        byte[] packed;
        using (var raw = mail.Open()) packed = codec.Pack(raw);
        var rawMail = new RawMail { Id = ids.Next(), Bytes = packed };
        var deliveries = found.ConvertAll(mailbox => new Delivery
        {
            Id = ids.Next(),
            MailboxId = mailbox.Id,
            CommunityId = mailbox.CommunityId,
            Door = envelope.Door,
            EnvelopeSender = envelope.Sender,
            Recipients = string.Join(' ', envelope.Recipients),
            ReceivedAt = envelope.ReceivedAt,
            Size = mail.Length,
            RawMailId = rawMail.Id,
            LeasedUntil = held.Until,
        });
        var kept = deliveries.ConvertAll(delivery => new KeptMail(delivery, mail.Open()));
        await keep.AddAsync(new MailToKeep(rawMail, deliveries), cancel);
        IntakeNumbers.Taken(envelope.Door);
        return kept;
    }
}
