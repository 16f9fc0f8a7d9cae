using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Lotse.Adapters.MailServer.Door;

public enum MailProtocol { Lmtp, Smtp }

/// <summary>One address the desk listens on. Port 0 picks a free one.</summary>
public sealed record MailEndpoint(MailProtocol Protocol, IPEndPoint Address);

/// <summary>Where the mail doors are and how much they put up with. Checked by <see cref="Problem"/> at start.</summary>
public sealed record MailDoorOptions
{
    public IReadOnlyList<MailEndpoint> Endpoints { get; init; } = [new(MailProtocol.Lmtp, new IPEndPoint(IPAddress.Loopback, 5024))];

    /// <summary>Folder for large mails on their way in; see <see cref="ReceivedMail"/>.</summary>
    public required string Spool { get; init; }

    /// <summary>The name the doors greet with.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>In bytes, of the mail as it is kept. More is refused with 552 5.3.4.</summary>
    public long MaxMailBytes { get; init; } = 40L * 1024 * 1024;

    /// <summary>In bytes, line end included. RFC 5321 section 4.5.3.1.4 asks for 512; long addresses and parameters need more.</summary>
    public int MaxLineBytes { get; init; } = 4096;

    /// <summary>For one mail. RFC 5321 section 4.5.3.1.8 asks for at least 100.</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>Commands without a mail coming of them, before the connection is closed. Accepted recipients do not count.</summary>
    public int MaxIdleCommands { get; init; } = 1000;

    /// <summary>Commands nobody understands or that come out of order, before the connection is closed.</summary>
    public int MaxErrors { get; init; } = 20;

    public int MaxConnections { get; init; } = 200;

    /// <summary>A relay on the same machine is one address, so this is generous.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 100;

    /// <summary>For one whole command to come in (RFC 5321 section 4.5.3.2.7 asks for 5 minutes).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For one whole mail to come in, so that a mail dripping in byte by byte does not hold a connection for ever.</summary>
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a stop waits for mails that are just coming in.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>With it STARTTLS is offered. Needs its private key.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What is wrong with these options, in one sentence; null where nothing is.</summary>
    public string? Problem() =>
        !Directory.Exists(Spool) ? $"The folder for incoming mail does not exist: {Spool}"
        : MaxMailBytes < 1024 ? "The size limit for mail is under 1 KB."
        : MaxLineBytes is < 512 or > 16 * 1024 ? "The limit for a command line is not between 512 bytes and 16 KB."
        : MaxRecipients < 100 ? "The limit for recipients is under 100."
        : MaxConnections < 1 || MaxConnectionsPerAddress < 1 ? "The mail doors need at least one connection."
        : Certificate is { HasPrivateKey: false } ? "The certificate for mail has no private key."
        : null;
}
