using System.Net;
using Lotse.Adapters.Web;
using Lotse.Domain;
using Lotse.Staff.Account;
using Lotse.Staff.Agents;
using Lotse.Staff.Door;
using Microsoft.AspNetCore.Antiforgery;

namespace Lotse.Staff;

/// <summary>From what the handlers answer to what people see: the one place that knows the pages of staff.</summary>
internal static class StaffPages
{
    public static IResult SignIn(HttpContext http, SignInAsked asked, int status = StatusCodes.Status200OK) =>
        Page(http, status, asked.Refusal, Form(http, "/sign-in", $"{Hidden("back", asked.Back)}{Field("email", asked.Email)}{Field("password")}"));

    public static IResult Code(HttpContext http, CodeAsked asked, int status = StatusCodes.Status200OK) =>
        Page(http, status, asked.Refusal, Form(http, "/sign-in/code", $"{Hidden("back", asked.Back)}{Field("code")}"));

    /// <param name="invited">Null where the link does not work.</param>
    public static IResult Invite(HttpContext http, string token, InvitedAgent? invited, Refusal? refusal, int status = StatusCodes.Status200OK) =>
        Page(http, status, refusal, invited is null ? "" : Form(http, $"/invites/{Uri.EscapeDataString(token)}", $"{Text(invited.Email)}{Field("password")}"));

    public static IResult Account(HttpContext http, Signed signed, AccountNow now, AccountNews news, int status) => Page(http, status, news.Refusal,
        Text(signed.Email) + Text(news.NewToken, "new-token") + Text(news.Secret, "secret")
        + string.Concat((news.RecoveryCodes ?? []).Select(code => Text(code, "recovery")))
        + string.Concat(now.Tokens.Select(token => Form(http, $"/account/tokens/{token.Id}/revocation", Text(token.Name))))
        + Form(http, "/account/tokens", Field("tokenName")));

    public static IResult Agents(
        HttpContext http, Signed signed, IReadOnlyList<ListedAgent> agents, IReadOnlyList<CommunityName> communities, AgentNews news, int status) =>
        Page(http, status, news.Refusal,
            Text(news.Made?.Token is { } token ? $"{http.Request.Scheme}://{http.Request.Host}/invites/{token}" : null, "invite")
            + string.Concat(agents.Select(agent => Form(http, $"/staff/{agent.Id}/deactivation", Text(agent.Email))))
            + Form(http, "/staff", Field("name", news.Asked?.Name) + Field("email", news.Asked?.Email)));

    private static IResult Page(HttpContext http, int status, Refusal? refusal, string body) => TypedResults.Content(
        $"<!doctype html><html lang=\"en\"><title>Lotse</title><main>{Text(refusal?.Code, "refusal")}{body}</main></html>", "text/html", System.Text.Encoding.UTF8, status);

    private static string Form(HttpContext http, string action, string fields)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"<form method=\"post\" action=\"{action}\">{Hidden(tokens.FormFieldName, tokens.RequestToken)}{fields}<button>OK</button></form>";
    }

    private static string Hidden(string name, string? value) => $"<input type=\"hidden\" name=\"{name}\" value=\"{WebUtility.HtmlEncode(value)}\">";

    private static string Field(string name, string? value = null) =>
        $"<label>{name} <input name=\"{name}\" type=\"{(name == "password" ? "password" : "text")}\" value=\"{WebUtility.HtmlEncode(value)}\"></label>";

    private static string Text(string? text, string name = "text") => text is null ? "" : $"<p class=\"{name}\">{WebUtility.HtmlEncode(text)}</p>";
}
