using System.Net;
using Lotse.Domain;
using Microsoft.AspNetCore.Antiforgery;

namespace Lotse.Setup;

/// <summary>From what the handler answers to what people see.</summary>
internal static class SetUpPages
{
    public static IResult Closed(HttpContext http) => Page(StatusCodes.Status404NotFound, "<p class=\"closed\">closed</p>");

    public static IResult Form(HttpContext http, SetUpTyped typed, Refusal? refusal, int status)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        (string Name, string? Value)[] fields =
            [("token", typed.Token), ("name", typed.Name), ("email", typed.Email), ("password", null), ("community", typed.Community), ("mailbox", typed.Mailbox)];
        return Page(status, $"<p class=\"refusal\">{refusal?.Code}</p><form method=\"post\" action=\"{SetUpEndpoints.Address}\">"
            + $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">"
            + string.Concat(fields.Select(f => $"<label>{f.Name} <input name=\"{f.Name}\" value=\"{WebUtility.HtmlEncode(f.Value)}\"></label>"))
            + "<button>OK</button></form>");
    }

    private static IResult Page(int status, string body) => TypedResults.Content(
        $"<!doctype html><html lang=\"en\"><title>Lotse</title><main>{body}</main></html>", "text/html", System.Text.Encoding.UTF8, status);
}
