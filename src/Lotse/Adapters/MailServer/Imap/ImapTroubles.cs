using System.Net.Sockets;
using Lotse.Adapters.Tokens;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Lotse.Adapters.MailServer.Imap;

/// <summary>A folder cannot be read any further.</summary>
/// <param name="trouble">For programs; the message is the server's words, for people.</param>
public sealed class ImapFolderAway(MailboxTrouble trouble, string detail) : Exception(detail)
{
    public MailboxTrouble Trouble { get; } = trouble;
}

/// <summary>What went wrong with a server, out of what the library throws.</summary>
internal static class ImapTroubles
{
    /// <param name="byToken">Signs in by access tokens.</param>
    /// <returns>Null for what has nothing to do with the server.</returns>
    public static MailboxTrouble? Of(Exception trouble, bool byToken) => trouble switch
    {
        TokenRefused refused => refused.Trouble switch
        {
            TokenTrouble.Client => MailboxTrouble.TokenClient,
            TokenTrouble.Grant => MailboxTrouble.TokenGrant,
            TokenTrouble.Consent => MailboxTrouble.TokenConsent,
            TokenTrouble.EndpointAway => MailboxTrouble.TokenEndpointAway,
            _ => MailboxTrouble.TokenNotUnderstood,
        },
        AuthenticationException when byToken => MailboxTrouble.TokenNotTaken,
        TimeoutException => MailboxTrouble.TimedOut,
        SslHandshakeException or NotSupportedException => MailboxTrouble.Tls,
        AuthenticationException or ServiceNotAuthenticatedException => MailboxTrouble.SignIn,
        FolderNotFoundException or FolderNotOpenException => MailboxTrouble.Folder,
        SocketException => MailboxTrouble.Unreachable,
        ProtocolException or CommandException or ServiceNotConnectedException => MailboxTrouble.ConnectionLost,
        IOException => MailboxTrouble.ConnectionLost,
        _ => null,
    };
}
