using Lotse.Ui;

namespace Lotse.Staff;

/// <summary>One's own settings. Look and language post to /account (theme, language, zone), a new password to /account/password (present, password).
/// Refusals name the id of their field: present, new-password, totp-password, codes-password, code, tokenName.</summary>
public sealed record AccountView
{
    public required string Name { get; init; }
    public required string Email { get; init; }

    /// <summary>IANA ids to choose from, and the one in use.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    public string Zone { get; init; } = "Europe/Berlin";

    /// <summary>de, en or browser.</summary>
    public string Language { get; init; } = "browser";

    /// <summary>light, dark or system.</summary>
    public string Theme { get; init; } = "system";

    public bool Totp { get; init; }

    /// <summary>Set while the second step is being set up: the form posts code to /account/totp.</summary>
    public TotpSetup? TotpSetup { get; init; }

    /// <summary>Shown once, right after they were made.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    public int RecoveryCodesLeft { get; init; }
    public IReadOnlyList<TokenRow> Tokens { get; init; } = [];

    /// <summary>The secret of a token just made, shown once.</summary>
    public string? NewToken { get; init; }

    /// <summary>As typed, where a token was refused.</summary>
    public string? TokenName { get; init; }

    public IReadOnlyList<string> TokenScopes { get; init; } = ["read"];

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <param name="QrImage">A data: URL of a PNG or SVG.</param>
/// <param name="Secret">For typing in, in groups of four.</param>
public sealed record TotpSetup(string QrImage, string Secret);

/// <param name="Scopes">What it may do, as the API's words.</param>
public sealed record TokenRow(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsed);
