namespace Lotse.Adapters.Tokens;

/// <summary>Why there is no access token.</summary>
public enum TokenTrouble
{
    /// <summary>The endpoint does not know the client, or not this secret of it; secrets run out.</summary>
    Client,

    /// <summary>The refresh token is not valid (any more).</summary>
    Grant,

    /// <summary>Nobody with the right to do so has allowed the client what it asks for.</summary>
    Consent,

    /// <summary>The endpoint cannot be reached, or is out of order for now.</summary>
    EndpointAway,

    /// <summary>What came back is no answer of a token endpoint, or one that nobody has foreseen.</summary>
    NotUnderstood,
}

/// <summary>There is no access token for now. An exception because those who sign in ask for a token in the middle of a conversation.</summary>
/// <param name="detail">The endpoint's own short words, without secrets; for administrators, not for logs.</param>
public sealed class TokenRefused(TokenTrouble trouble, string detail) : Exception($"{trouble}: {detail}".TrimEnd(' ', ':'))
{
    public TokenTrouble Trouble => trouble;
    public string Detail => detail;
}
