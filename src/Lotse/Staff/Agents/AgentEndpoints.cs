using Lotse.Adapters.Web;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Staff.Door;
using Lotse.Tickets.Pages;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Mvc;

namespace Lotse.Staff.Agents;

/// <summary>The page on which admins say who works here.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/staff").RequireAuthorization(Signed.Admins).ExcludeFromDescription();
        staff.MapGet("", (HttpContext http, Signed signed, AgentList list, CancellationToken cancel) => ShowAsync(http, signed, list, new(), cancel));
        staff.MapPost("", AddAsync);
        staff.MapPost("/{id:long}", ChangeAsync);
        staff.MapPost("/{id:long}/deactivation", (HttpContext http, Signed signed, long id, ChangeAnAgent change, AgentList list, CancellationToken cancel) =>
            ApplyAsync(http, signed, id, new(Active: false), change, list, cancel));
        staff.MapPost("/{id:long}/activation", (HttpContext http, Signed signed, long id, ChangeAnAgent change, AgentList list, CancellationToken cancel) =>
            ApplyAsync(http, signed, id, new(Active: true), change, list, cancel));
        staff.MapPost("/{id:long}/invites", InviteAgainAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Signed signed, AgentList list, AgentNews news, CancellationToken cancel) =>
        await StaffPages.AgentsAsync(http, signed, await list.AllAsync(cancel), await list.CommunitiesAsync(cancel), news,
            news.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> AddAsync(HttpContext http, Signed signed, AddAgent add, AgentList list,
        [FromForm] string? name, [FromForm] string? email, [FromForm] string? role, [FromForm] string[]? community, CancellationToken cancel)
    {
        var asked = new InviteAgent(email, name, RoleOf(role) ?? Role.Agent, IdsOf(community));
        var made = await add.RunAsync(asked, signed.AgentId, cancel);
        return await ShowAsync(http, signed, list, new(asked, made, asked.Name, made.Refusal), cancel);
    }

    private static Task<IResult> ChangeAsync(HttpContext http, Signed signed, long id, ChangeAnAgent change, AgentList list,
        [FromForm] string? name, [FromForm] string? role, [FromForm] string[]? community, CancellationToken cancel) =>
        ApplyAsync(http, signed, id, new(name, RoleOf(role), IdsOf(community)), change, list, cancel);

    private static async Task<IResult> ApplyAsync(
        HttpContext http, Signed signed, long id, ChangeAgent asked, ChangeAnAgent change, AgentList list, CancellationToken cancel)
    {
        var refusal = await change.RunAsync(id, asked, signed.AgentId, cancel);
        if (refusal is { Code: ChangeAnAgent.Unknown }) return StaffPages.Error(StatusCodes.Status404NotFound);
        if (refusal is not null) return await ShowAsync(http, signed, list, new(Refusal: refusal with { About = null }), cancel);
        JustSaid.Say(http, asked.Active switch { true => Said.AgentActivated, false => Said.AgentDeactivated, null => Said.Saved });
        return Answers.SeeOther(Addresses.Staff);
    }

    private static async Task<IResult> InviteAgainAsync(HttpContext http, Signed signed, long id, AddAgent add, AgentList list,
        [FromForm] string? secondStep, CancellationToken cancel)
    {
        var made = await add.AgainAsync(id, alsoSecondStep: secondStep is not null, signed.AgentId, cancel);
        if (made.Refusal is { Code: ChangeAnAgent.Unknown }) return StaffPages.Error(StatusCodes.Status404NotFound);
        return await ShowAsync(http, signed, list, new(Made: made, Refusal: made.Refusal), cancel);
    }

    internal static Role? RoleOf(string? word) => word switch { "agent" => Role.Agent, "lead" => Role.Lead, "admin" => Role.Admin, _ => null };

    internal static long[] IdsOf(IEnumerable<string?>? typed) =>
        [.. (typed ?? []).Select(t => long.TryParse(t, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : -1)];
}

/// <summary>What the last form on the page did.</summary>
/// <param name="Asked">What was typed, where it was refused.</param>
/// <param name="Name">Whom a new link is for; null where the list says it.</param>
internal sealed record AgentNews(InviteAgent? Asked = null, Invitation? Made = null, string? Name = null, Domain.Refusal? Refusal = null);
