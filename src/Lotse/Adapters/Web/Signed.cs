using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;

namespace Lotse.Adapters.Web;

/// <summary>Who sends this request, as the database says at this moment. An endpoint takes it as a parameter. It stands here,
/// and not with staff, because every feature asks who is acting.</summary>
/// <param name="Scopes">What the token may do, separated by spaces; null where a person signed in with a browser.</param>
public sealed record Signed(Acting Acting, string Email, Preferences Preferences, string? Scopes)
{
    /// <summary>The name of the policy for what only admins may do.</summary>
    public const string Admins = "admins";

    /// <summary>When the token runs out; null where it does not, and where a person signed in.</summary>
    public DateTimeOffset? Until { get; init; }

    public long AgentId => Acting.AgentId;
    public bool MayRead => Scopes is not { } scopes || TokenScopes.Has(scopes, TokenScopes.Read);
    public bool MayWrite => Scopes is not { } scopes || TokenScopes.Has(scopes, TokenScopes.Write);
    public bool IsAdmin => Acting.Role == Role.Admin;

    /// <summary>For minimal endpoints. Nothing is asked of the database here: sign-in has done so already for this request.</summary>
    public static ValueTask<Signed?> BindAsync(HttpContext http) => ValueTask.FromResult(Of(http));

    /// <returns>Null where nobody is signed in.</returns>
    public static Signed? Of(HttpContext http) => http.Features.Get<Signed>();
}

/// <summary>Asks the database once more who sends this request, for an answer that goes on for longer than a moment. It stands beside <see cref="Signed"/> in the request's features.</summary>
/// <returns>Null where nobody may come in by it any more: the token or the session has ended, the agent is deactivated.</returns>
public delegate Task<Signed?> AskAgain(CancellationToken cancel);

/// <param name="Language">de or en; null for what the browser asks for.</param>
/// <param name="Theme">light or dark; null for what the system says.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Habits">How this agent likes to work.</param>
public sealed record Preferences(string? Language, string? Theme, string TimeZone, Habits Habits);

/// <summary>On an endpoint: a token with this scope comes in too, besides what the method asks for (GET read, else write).</summary>
public sealed record AlsoScope(string Scope);
