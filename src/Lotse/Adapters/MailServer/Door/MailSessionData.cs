namespace Lotse.Adapters.MailServer.Door;

internal enum DataOutcome
{
    Durable,
    StoreUnavailable,
    SpoolFull,
    TooLarge,

    /// <summary>Far over the limit and still coming: nothing more is read.</summary>
    EndlessMail,

    /// <summary>The client went away in the middle of the mail.</summary>
    Closed,
}

/// <summary>Takes in one mail after DATA and hands it over.</summary>
internal sealed class MailSessionData(MailDoor door, MailDoorOptions options, TimeProvider time, ILogger logger)
{
    public async Task<DataOutcome> TakeAsync(MailProtocol protocol, MailWire wire, MailTransaction transaction, CancellationToken abort)
    {
        using var mail = new ReceivedMail(options.Spool);
        wire.Reply(Replies.StartData);
        wire.WaitAtMost(options.DataTimeout);
        if (await ReceiveAsync(wire, mail) is { } trouble) return trouble;
        wire.WaitNoMore();
        mail.Complete();
        var name = protocol == MailProtocol.Lmtp ? "lmtp" : "smtp";
        var envelope = new MailEnvelope(name, transaction.Sender, [.. transaction.Recipients], time.GetUtcNow());
        try
        {
            return await door.TakeOver(mail, envelope, abort) == TakeOverAnswer.Durable ? DataOutcome.Durable : DataOutcome.StoreUnavailable;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException || !abort.IsCancellationRequested)
        {
            // Not said to be durable: the sender keeps it and comes again.
            logger.LogError(unexpected, "Taking over a mail of {Size} bytes failed", mail.Length);
            return DataOutcome.StoreUnavailable;
        }
    }

    /// <returns>Null once the whole mail is there. A mail that cannot be kept is read to its end all the same, so that the
    /// client hears the answer instead of a broken connection; at most one more limit's worth of it.</returns>
    private async ValueTask<DataOutcome?> ReceiveAsync(MailWire wire, ReceivedMail mail)
    {
        var dots = new DotUnstuffing();
        DataOutcome? trouble = null;
        var drained = 0L;
        while (true)
        {
            var done = dots.Next(wire.Pending, out var text, out var consumed);
            if (trouble is null) trouble = Keep(mail, text);
            else drained += text.Length;
            var stuck = text.IsEmpty;
            wire.Consume(consumed);
            if (done) return trouble;
            if (drained > options.MaxMailBytes) return DataOutcome.EndlessMail;
            if (stuck && !await wire.FillAsync()) return DataOutcome.Closed;
        }
    }

    private DataOutcome? Keep(ReceivedMail mail, ReadOnlySpan<byte> text)
    {
        if (mail.Length + text.Length > options.MaxMailBytes) return DataOutcome.TooLarge;
        try
        {
            if (!text.IsEmpty) mail.Write(text);
            return null;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("No room for incoming mail in the spool folder: {Reason}", full.GetType().Name);
            return DataOutcome.SpoolFull;
        }
    }
}
