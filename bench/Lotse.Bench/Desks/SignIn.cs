using System.Net;
using System.Text.RegularExpressions;

namespace Lotse.Bench.Desks;

/// <summary>Signs in as a person does: opens the first page, fills the form that asks for a password, and keeps the cookies. Knows no address of the desk.</summary>
internal static partial class SignIn
{
    /// <summary>The Cookie header of a signed-in session.</summary>
    public static async Task<string> CookieAsync(Uri web, string email, string password)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = web };
        using var page = await http.GetAsync("/");
        var form = Form().Matches(await page.Content.ReadAsStringAsync()).Select(match => match.Value).FirstOrDefault(each => each.Contains("type=\"password\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("The first page leads to no sign-in form.");
        var fields = Input().Matches(form).Select(match => match.Value).Where(input => Attribute(input, "name").Length > 0)
            .Select(input => KeyValuePair.Create(Attribute(input, "name"), ValueFor(input, email, password)));
        using var filled = new FormUrlEncodedContent(fields);
        var action = Attribute(form, "action") is { Length: > 0 } stated ? new Uri(page.RequestMessage!.RequestUri!, stated) : page.RequestMessage!.RequestUri!;
        using var answer = await http.PostAsync(action, filled);
        var cookies = handler.CookieContainer.GetCookieHeader(web);
        using var again = await http.GetAsync("/");
        if ((await again.Content.ReadAsStringAsync()).Contains("type=\"password\"", StringComparison.Ordinal)) throw new InvalidOperationException($"Not signed in: {(int)answer.StatusCode}");
        return cookies;
    }

    private static string ValueFor(string input, string email, string password) => Attribute(input, "type") switch
    {
        "password" => password,
        "hidden" => Attribute(input, "value"),
        "checkbox" => "true",
        _ => email,
    };

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.NonBacktracking).Groups[1].Value);

    [GeneratedRegex(@"<form[^>]*>[\s\S]*?</form>", RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Input();
}
