using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Staff.Agents;
using Lotse.Staff.Door;
using Lotse.Staff.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotse.Staff;

/// <summary>The same for programs: who am I, my tokens, and (for admins) who works here.</summary>
internal static class StaffApi
{
    public static void MapStaffApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("staff");
        api.MapGet("/account", Me).WithName("whoAmI").WithSummary("Who this token acts for, and what it may do.");
        api.MapGet("/account/tokens", TokensAsync).WithName("listTokens").WithSummary("One's own API tokens, without their secrets.");
        api.MapPost("/account/tokens", CreateTokenAsync).WithName("createToken").WithSummary("Makes an API token; it is given out this once.");
        api.MapDelete("/account/tokens/{id:long}", RevokeTokenAsync).WithName("revokeToken").WithSummary("Ends one of one's own tokens.");
        var agents = api.MapGroup("/agents").RequireAuthorization(Signed.Admins);
        agents.MapGet("", AgentsAsync).WithName("listAgents").WithSummary("Who works at this desk. For admins.");
        agents.MapPost("", AddAgentAsync).WithName("addAgent").WithSummary("Adds an agent and gives out the path of a one-time link. For admins.");
        agents.MapPatch("/{id:long}", ChangeAgentAsync).WithName("changeAgent").WithSummary("Changes name, role, communities, or whether the agent may come in; who may not loses all API tokens. For admins.");
        agents.MapPost("/{id:long}/invites", InviteAgainAsync).WithName("inviteAgain").WithSummary("A new one-time link; ends password, sessions and API tokens. For admins.");
    }

    private static Ok<AccountJson> Me(Signed signed) => TypedResults.Ok(new AccountJson(
        Id(signed.AgentId), signed.Acting.Name, signed.Email, signed.Acting.Role.ToString().ToLowerInvariant(),
        [.. signed.Acting.Communities.Select(Id)], signed.Scopes?.Split(' ')));

    private static async Task<Ok<List<TokenJson>>> TokensAsync(Signed signed, TokenList tokens, CancellationToken cancel) => TypedResults.Ok(
        (await tokens.OfAsync(signed.AgentId, cancel)).ConvertAll(t => new TokenJson(Id(t.Id), t.Name, t.Scopes.Split(' '), t.CreatedAt, t.LastUsedAt, t.ExpiresAt)));

    private static async Task<Results<Created<NewTokenJson>, ProblemHttpResult>> CreateTokenAsync(
        HttpContext http, Signed signed, NewTokenBody body, CreateApiToken create, Throttle throttle, CancellationToken cancel)
    {
        var (by, isProgram) = (TokenMaker.Of(http.User, signed), signed.Scopes is not null);
        if (!isProgram && !throttle.Admits(http)) return Answers.Problem(StatusCodes.Status429TooManyRequests, SignInEndpoints.TooManyTries);
        var made = isProgram
            ? await create.RunAsync(signed.AgentId, body.Name, body.Scopes ?? [], body.ExpiresAt, by, cancel)
            : await create.WithPasswordAsync(signed.AgentId, body.Password, body.Name, body.Scopes ?? [], body.ExpiresAt, by, cancel);
        return made.Refusal is { } refusal ? Refused(refusal) : TypedResults.Created($"/api/v1/account/tokens/{made.Id}", new NewTokenJson(Id(made.Id), made.Token!, made.Until));
    }

    private static async Task<Results<NoContent, NotFound>> RevokeTokenAsync(Signed signed, long id, TokenList tokens, CancellationToken cancel) =>
        await tokens.RevokeAsync(signed.AgentId, id, cancel) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Ok<List<AgentJson>>> AgentsAsync(AgentList list, CancellationToken cancel) => TypedResults.Ok(
        (await list.AllAsync(cancel)).Select(a => new AgentJson(
            Id(a.Id), a.Name, a.Email, a.Role.ToString().ToLowerInvariant(), a.Active, a.HasPassword, a.SecondStep, [.. a.Communities.Select(Id)])).ToList());

    private static async Task<Results<Created<InvitationJson>, ProblemHttpResult>> AddAgentAsync(
        Signed signed, NewAgentBody body, AddAgent add, CancellationToken cancel)
    {
        if (AgentEndpoints.RoleOf(body.Role ?? "agent") is not { } role) return Refused(new("role-unknown", "role"));
        var made = await add.RunAsync(new InviteAgent(body.Email, body.Name, role, AgentEndpoints.IdsOf(body.Communities)), signed.AgentId, cancel);
        return made.Refusal is { } refusal ? Refused(refusal) : TypedResults.Created($"/api/v1/agents/{made.AgentId}", InvitationJson.Of(made));
    }

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> ChangeAgentAsync(
        Signed signed, long id, ChangeAgentBody body, ChangeAnAgent change, CancellationToken cancel)
    {
        var role = AgentEndpoints.RoleOf(body.Role);
        if (body.Role is not null && role is null) return Refused(new("role-unknown", "role"));
        return await change.RunAsync(id, new(body.Name, role, body.Communities is null ? null : AgentEndpoints.IdsOf(body.Communities), body.Active), signed.AgentId, cancel) switch
        {
            null => TypedResults.NoContent(),
            { Code: ChangeAnAgent.Unknown } => TypedResults.NotFound(),
            var refusal => Refused(refusal),
        };
    }

    private static async Task<Results<Created<InvitationJson>, NotFound, ProblemHttpResult>> InviteAgainAsync(
        Signed signed, long id, InviteAgainBody? body, AddAgent add, CancellationToken cancel)
    {
        var made = await add.AgainAsync(id, body?.SecondStep ?? false, signed.AgentId, cancel);
        if (made.Refusal is { Code: ChangeAnAgent.Unknown }) return TypedResults.NotFound();
        return made.Refusal is { } refusal ? Refused(refusal) : TypedResults.Created($"/api/v1/agents/{id}", InvitationJson.Of(made));
    }

    /// <summary>Ids go out as strings: JavaScript's numbers end at 53 bits.</summary>
    internal static string Id(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ProblemHttpResult Refused(Domain.Refusal refusal) => Answers.Problem(StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.About);
}

internal sealed record AccountJson(string Id, string Name, string Email, string Role, IReadOnlyList<string> Communities, IReadOnlyList<string>? Scopes);

internal sealed record TokenJson(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt);

/// <param name="ExpiresAt">A token that is made with another one ends with that at the latest.</param>
/// <param name="Password">The agent's own, where a browser's session asks; a token needs none.</param>
internal sealed record NewTokenBody(string? Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, string? Password = null);

/// <param name="Token">Given out this once.</param>
/// <param name="ExpiresAt">As wished, but not after the end of the token that asked; null where it does not run out.</param>
internal sealed record NewTokenJson(string Id, string Token, DateTimeOffset? ExpiresAt);

/// <param name="Active">False: may not come in.</param>
/// <param name="HasPassword">False until the invite is accepted.</param>
internal sealed record AgentJson(
    string Id, string Name, string Email, string Role, bool Active, bool HasPassword, bool SecondStep, IReadOnlyList<string> Communities);

/// <param name="Role">agent (if left out), lead or admin.</param>
internal sealed record NewAgentBody(string? Email, string? Name, string? Role, IReadOnlyList<string>? Communities);

internal sealed record ChangeAgentBody(string? Name, string? Role, IReadOnlyList<string>? Communities, bool? Active);

/// <param name="SecondStep">True where the device with the codes is lost too.</param>
internal sealed record InviteAgainBody(bool SecondStep);

/// <param name="Path">Where the new password is set, on this desk; given out this once.</param>
internal sealed record InvitationJson(string Agent, string Path, DateTimeOffset Until)
{
    public static InvitationJson Of(Invitation made) => new(StaffApi.Id(made.AgentId), $"/invites/{made.Token}", made.Until!.Value);
}
