using System.Globalization;
using Lotse.Adapters.Web;
using Lotse.Staff.Account;
using Lotse.Staff.Agents;
using Lotse.Staff.Door;
using Lotse.Tickets.Pages;
using Lotse.Ui;
using Lotse.Ui.Language;
using Lotse.Ui.Layout;
using Microsoft.AspNetCore.Components;

namespace Lotse.Staff;

/// <summary>From what the handlers answer to what people see: the one place that knows the pages of staff.</summary>
internal static class StaffPages
{
    private static readonly string[] s_zones =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal)).Select(z => z.Id).Append("UTC").Order(StringComparer.Ordinal)];

    public static IResult SignIn(HttpContext http, SignInAsked asked, int status = StatusCodes.Status200OK) => Page<SignInPage>(status,
        ("View", new SignInView(asked.Email, asked.Back, Said(http, asked.Refusal), asked.SignedOut)));

    public static IResult Code(HttpContext http, CodeAsked asked, int status = StatusCodes.Status200OK) => Page<SignInCodePage>(status,
        ("View", new SignInCodeView(asked.Back, asked.Recovery, Said(http, asked.Refusal, "code"))));

    /// <param name="invited">Null where the link does not work.</param>
    public static IResult Invite(HttpContext http, string token, InvitedAgent? invited, Domain.Refusal? refusal, int status = StatusCodes.Status200OK) =>
        Page<InvitePage>(status, ("View", invited is null ? new InviteView(false) : new(true, token, invited.Name, invited.Email, Said(http, refusal, "password"))));

    /// <summary>Where there is nothing to show but a status: 403, 404, 429.</summary>
    public static IResult Error(int status) => Page<ErrorPage>(status, ("Status", status));

    public static async Task<IResult> AccountAsync(HttpContext http, Signed signed, AccountNow now, AccountNews news, int status) => Page<AccountPage>(status,
        ("Desk", await DeskAsync(http)),
        ("View", new AccountView
        {
            Name = signed.Acting.Name, Email = signed.Email, Zones = s_zones, Zone = signed.Preferences.TimeZone,
            Language = signed.Preferences.Language ?? "browser", Theme = signed.Preferences.Theme ?? "system",
            Totp = now.SecondStep, RecoveryCodesLeft = now.RecoveryCodesLeft, RecoveryCodes = news.RecoveryCodes ?? [],
            TotpSetup = news.Secret is { } secret ? new(PictureOf(signed.Email, secret), InFours(secret)) : null,
            Tokens = [.. now.Tokens.Select(t => new TokenRow(Id(t.Id), t.Name, t.Scopes.Split(' '), t.CreatedAt, t.LastUsedAt))],
            NewToken = news.NewToken, TokenName = news.Typed?.Name, TokenScopes = news.Typed?.Scopes ?? ["read"],
            Refusals = Said(http, news.Refusal, "code", "present", "new-password", "totp-password", "codes-password", "tokenName", "tokens-password"),
        }));

    public static async Task<IResult> AgentsAsync(
        HttpContext http, Signed signed, IReadOnlyList<ListedAgent> agents, IReadOnlyList<CommunityName> communities, AgentNews news, int status)
    {
        var names = communities.ToDictionary(c => c.Id, c => c.Name);
        var typed = news.Refusal is null ? null : news.Asked;
        return Page<StaffPage>(status, ("Desk", await DeskAsync(http)), ("View", new StaffView
        {
            Agents = [.. agents.Select(a => RowOf(a, names, signed.AgentId))],
            Communities = [.. communities.Select(c => new Named(Id(c.Id), c.Name))],
            Invite = news.Made is { Token: { } token } made ? InviteOf(http, token, made, news.Name ?? agents.First(a => a.Id == made.AgentId).Name) : null,
            Name = typed?.Name, Email = typed?.Email, Role = Role(typed?.Role ?? default),
            // Where there is one community only, nobody has to say which.
            ChosenCommunities = typed is null && communities is [var only] ? [Id(only.Id)] : [.. (typed?.Communities ?? []).Select(Id)],
            Refusals = typed is null ? [] : Said(http, news.Refusal, "name", "email"),
            ListRefusals = typed is null ? Said(http, news.Refusal) : [],
        }));
    }

    private static AgentRow RowOf(ListedAgent agent, Dictionary<long, string> communities, long self) => new()
    {
        Id = Id(agent.Id), Name = agent.Name, Email = agent.Email, Role = Role(agent.Role), Totp = agent.SecondStep, Self = agent.Id == self,
        Communities = [.. agent.Communities.Where(communities.ContainsKey).Select(c => new Named(Id(c), communities[c]))],
        Status = agent switch
        {
            { Active: false } => AgentStatus.Deactivated,
            { HasPassword: true } => AgentStatus.Active,
            { Invited: true } => AgentStatus.Invited,
            _ => AgentStatus.InviteExpired,
        },
    };

    private static NewInvite InviteOf(HttpContext http, string token, Invitation made, string name) =>
        new(name, $"{http.Request.Scheme}://{http.Request.Host}{Addresses.Invite(token)}", made.Until!.Value);

    private static AgentRole Role(Domain.Tickets.Role role) => role switch
    {
        Domain.Tickets.Role.Admin => AgentRole.Admin,
        Domain.Tickets.Role.Lead => AgentRole.Lead,
        _ => AgentRole.Agent,
    };

    private static Task<DeskView> DeskAsync(HttpContext http) => http.RequestServices.GetRequiredService<DeskViews>().ForAsync(http, http.RequestAborted);

    /// <summary>In words of the reader, at the field where the page has one for it, else for the form as a whole.</summary>
    private static IReadOnlyList<Refusal> Said(HttpContext http, Domain.Refusal? refusal, params string[] fields) => refusal is null ? []
        : [new(fields.Contains(refusal.About) ? refusal.About : null, RefusalText.Of(http.RequestServices.GetRequiredService<Viewing>().T, refusal.Code))];

    private static Drawn<TPage> Page<TPage>(int status, params (string Name, object? Value)[] parameters) where TPage : IComponent => new(status, parameters);

    private static string PictureOf(string email, string secret) => $"data:image/png;base64,{Convert.ToBase64String(TurnOnSecondStep.Picture(email, secret))}";

    private static string InFours(string secret) => string.Join(' ', secret.Chunk(4).Select(four => new string(four)));

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
