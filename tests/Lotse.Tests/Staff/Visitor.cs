using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Lotse.Tests.Staff;

/// <summary>A browser with its own cookies that follows no redirect and fills in forms, or a program with a token.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(Uri address)
    {
        Cookies = new CookieContainer();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    /// <summary>Opens the page with the form first, as a browser does, and sends the form with the hidden field it found there.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        await SubmitAsync(path, await FormTokenAsync(path), fields);

    public Task<HttpResponseMessage> SubmitAsync(string path, string? formToken, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
        if (formToken is not null) all = all.Append(KeyValuePair.Create("__RequestVerificationToken", formToken));
        return _client.PostAsync(path, new FormUrlEncodedContent(all));
    }

    /// <summary>From the form's own page, or from one that everybody who is signed in may see.</summary>
    public async Task<string> FormTokenAsync(string path)
    {
        foreach (var page in (string[])[path, "/account", "/sign-in"])
        {
            var found = FormToken().Match(await (await GetAsync(page)).Content.ReadAsStringAsync());
            if (found.Success) return found.Groups["value"].Value;
        }
        throw new InvalidOperationException($"No page before {path} has a form.");
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = JsonContent.Create(json);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request);
    }

    public async Task<bool> IsInAsync() => (await GetAsync("/")).StatusCode == HttpStatusCode.OK;

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}

internal static partial class Answered
{
    /// <summary>What the page shows in an element of this class.</summary>
    public static async Task<string?> ShownAsync(this HttpResponseMessage answer, string name) => await answer.AllShownAsync(name) is [var first, ..] ? first : null;

    public static async Task<IReadOnlyList<string>> AllShownAsync(this HttpResponseMessage answer, string name)
    {
        var page = await answer.Content.ReadAsStringAsync();
        return [.. Element().Matches(page).Where(m => m.Groups["name"].Value == name).Select(m => WebUtility.HtmlDecode(m.Groups["text"].Value))];
    }

    public static async Task<string> CodeAsync(this HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<Dictionary<string, object?>>();
        return problem!["type"]!.ToString()!;
    }

    [GeneratedRegex("<p class=\"(?<name>[^\"]+)\">(?<text>[^<]*)</p>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Element();
}
