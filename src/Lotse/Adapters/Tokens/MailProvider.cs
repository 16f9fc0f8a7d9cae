namespace Lotse.Adapters.Tokens;

/// <summary>A provider of mailboxes whose addresses need not be typed.</summary>
/// <param name="Endpoint">{tenant} stands for the customer's directory.</param>
/// <param name="OwnName">Scope of a desk that asks in its own name; null where the provider does not know that by client id and secret.</param>
/// <param name="ImapScope">For a person's refresh token.</param>
/// <param name="SmtpScope">For a person's refresh token.</param>
/// <remarks>Microsoft: "Authenticate an IMAP, POP or SMTP connection using OAuth" in its developer documentation. Google: "OAuth 2.0 mechanism" of Gmail.</remarks>
public sealed record MailProvider(string Name, string ImapHost, string Endpoint, string? OwnName, string ImapScope, string SmtpScope)
{
    public static readonly IReadOnlyList<MailProvider> All =
    [
        new("microsoft", "outlook.office365.com", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", "https://outlook.office365.com/.default",
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access", "https://outlook.office.com/SMTP.Send offline_access"),
        new("google", "imap.gmail.com", "https://oauth2.googleapis.com/token", null, "https://mail.google.com/", "https://mail.google.com/"),
    ];

    public bool NeedsTenant => Endpoint.Contains("{tenant}", StringComparison.Ordinal);

    public string EndpointOf(string tenant) => Endpoint.Replace("{tenant}", tenant, StringComparison.Ordinal);
}
