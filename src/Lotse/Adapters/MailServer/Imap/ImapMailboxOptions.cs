using System.Net;

namespace Lotse.Adapters.MailServer.Imap;

public enum ImapTls
{
    /// <summary>TLS from the first byte, usually port 993.</summary>
    Tls,
    StartTls,

    /// <summary>Clear text; only to this machine itself.</summary>
    None,
}

/// <summary>What becomes of a mail on the server once the desk has it for sure.</summary>
public enum AfterTaking { Mark, Move, Delete }

/// <summary>Where a mailbox that was never looked into begins.</summary>
public enum ImapStart
{
    /// <summary>With all that lies in it.</summary>
    Everything,

    /// <summary>With what comes from now on.</summary>
    NewMailOnly,
}

/// <summary>One mailbox on an IMAP server that the desk empties.</summary>
/// <param name="Address">The mailbox's own address at the desk: its key, and the recipient of all that comes out of it.</param>
public sealed record ImapMailboxOptions(string Address, string Host, int Port, ImapTls Tls, string User)
{
    /// <summary>The password, unless <see cref="AccessToken"/> is set.</summary>
    public string? Secret { get; init; }

    /// <summary>Gives an OAuth2 access token (SASL XOAUTH2). Asked with true after the last one was refused.</summary>
    public Func<bool, CancellationToken, ValueTask<string>>? AccessToken { get; init; }

    public string Folder { get; init; } = "INBOX";
    public AfterTaking After { get; init; } = AfterTaking.Mark;

    /// <summary>Where <see cref="AfterTaking.Move"/> moves to; made where it is missing.</summary>
    public string MoveTo { get; init; } = "Lotse";

    public ImapStart Start { get; init; } = ImapStart.Everything;

    /// <summary>In bytes. Larger mail is left on the server, flagged, and reported.</summary>
    public long MaxMailBytes { get; init; } = 40L * 1024 * 1024;

    /// <summary>For each single answer of the server.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>IDLE is begun anew after this (RFC 2177 says 29 minutes, many firewalls forget a connection after 10).</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>Between two looks where the server offers no IDLE.</summary>
    public TimeSpan PollTime { get; init; } = TimeSpan.FromSeconds(60);

    public bool IsLoopback =>
        Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Keeps the secret out of whatever prints the options.</summary>
    public override string ToString() => $"{Address} at {Host}:{Port}/{Folder}";

    /// <summary>What is wrong with these options, in one sentence; null where nothing is.</summary>
    public string? Problem() =>
        Host.Length == 0 || Port is < 1 or > 65535 ? "The IMAP server needs a host and a port."
        : User.Length == 0 || (Secret is null && AccessToken is null) ? "The IMAP mailbox needs a user and a password."
        : Tls == ImapTls.None && !IsLoopback ? "IMAP without TLS is only for a server on this machine itself."
        : After == AfterTaking.Move && MoveTo == Folder ? "Mail cannot be moved into the folder it comes from."
        : null;
}
