using System.Net;

namespace Lotse.Adapters.MailServer.Sending;

public enum SmtpTls
{
    /// <summary>STARTTLS where the server offers it.</summary>
    WhenOffered,

    /// <summary>STARTTLS or nothing.</summary>
    Required,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Implicit,
    Off,
}

/// <summary>The server that takes our outgoing mail.</summary>
public sealed record SmtpServerOptions(string Host, int Port, SmtpTls Tls)
{
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>Signs in by access tokens, which somebody must add as <see cref="AccessToken"/>.</summary>
    public bool ByToken { get; init; }

    /// <summary>Gives an OAuth2 access token instead of a password (SASL XOAUTH2). Asked with true after the last one was refused.</summary>
    public Func<bool, CancellationToken, ValueTask<string>>? AccessToken { get; init; }

    /// <summary>The name we say hello with; null says our address.</summary>
    public string? HostName { get; init; }

    /// <summary>For connecting, TLS and sign-in together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one whole mail. RFC 5321 section 4.5.3.2.6 gives a server ten minutes to answer.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A connection is not used again after lying idle for so long, as servers hang up without a word.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Mails on one connection; many servers allow 100.</summary>
    public int MailsPerConnection { get; init; } = 100;

    public bool IsLoopback => IsLoopbackHost(Host);

    /// <summary>Without user and password.</summary>
    public string Address => $"{(Tls == SmtpTls.Implicit ? "smtps" : "smtp")}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>Keeps the password out of whatever prints the options.</summary>
    public override string ToString() => Address;

    /// <summary>Reads <c>smtp://USER:PASS@HOST:PORT?tls=required|off</c> or <c>smtps://...</c>, or <c>smtp+oauth://USER@HOST:PORT</c> or <c>smtps+oauth://...</c>; user and password percent-encoded where needed.</summary>
    /// <returns>The options, or null and one sentence that says what is wrong (without the password).</returns>
    public static (SmtpServerOptions? Options, string? Problem) Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps" or "smtp+oauth" or "smtps+oauth") || uri.IdnHost.Length == 0)
            return (null, "The SMTP server is not of the form smtp://USER:PASS@HOST:PORT or smtps://USER:PASS@HOST:PORT, or smtp+oauth://USER@HOST:PORT to sign in by tokens.");
        if (uri.AbsolutePath is not ("" or "/")) return (null, "The address of the SMTP server has a path behind the port; passwords need percent-encoding.");
        SmtpTls? tls = (uri.Scheme, uri.Query) switch
        {
            ("smtps" or "smtps+oauth", "" or "?tls=required") => SmtpTls.Implicit,
            ("smtp", "") => SmtpTls.WhenOffered,
            ("smtp", "?tls=required") or ("smtp+oauth", "" or "?tls=required") => SmtpTls.Required,
            ("smtp" or "smtp+oauth", "?tls=off") => SmtpTls.Off,
            _ => null,
        };
        if (tls is null) return (null, "Behind the address of the SMTP server only ?tls=required or, with smtp, ?tls=off can stand.");
        var secret = uri.UserInfo.Split(':', 2);
        var options = new SmtpServerOptions(uri.IdnHost, uri.Port > 0 ? uri.Port : tls == SmtpTls.Implicit ? 465 : 587, tls.Value)
        {
            User = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(secret[0]),
            ByToken = uri.Scheme.EndsWith("+oauth", StringComparison.Ordinal),
            Password = secret.Length < 2 ? null : Uri.UnescapeDataString(secret[1]),
        };
        return options.Problem() is { } problem ? (null, problem) : (options, null);
    }

    public string? Problem() =>
        ByToken && (User is null || Password is not null) ? "An SMTP server that takes tokens needs a user and no password: smtp+oauth://USER@HOST:PORT."
        : User is not null && Password is null && AccessToken is null && !ByToken ? "The SMTP server has a user but no password."
        : User is not null && Tls == SmtpTls.Off && !IsLoopback ? "A password is only sent over TLS, or to this machine itself; leave out tls=off."
        : null;

    private static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
