using Lotse.Adapters.MailServer.Sending;

namespace Lotse.Replies;

/// <summary>Whether the way out for mail was open when it was last tried. Pages and the health answer tell it.</summary>
public sealed class SendingHealth(IMailSending way, TimeProvider clock)
{
    private volatile SendingWait? _waits;

    /// <summary>Where outgoing mail goes; holds no secret.</summary>
    public string Destination => way.Destination;

    /// <summary>True where mail is only written to a folder.</summary>
    public bool IsFolder => way is OutgoingFolder;

    /// <summary>Null while sending works.</summary>
    public SendingWait? Waits => _waits;

    public void Open() => _waits = null;

    /// <param name="text">The server's words; for administrators.</param>
    /// <param name="wait">How long to wait after so many tries.</param>
    public void Closed(SendingTrouble trouble, string text, Func<int, TimeSpan> wait)
    {
        var (now, tries) = (clock.GetUtcNow(), (_waits?.Tries ?? 0) + 1);
        _waits = new SendingWait(trouble, text, _waits?.Since ?? now, tries, now + wait(tries));
    }
}

/// <param name="Tries">How often it was tried in vain.</param>
public sealed record SendingWait(SendingTrouble Trouble, string Text, DateTimeOffset Since, int Tries, DateTimeOffset NextTryAt);
