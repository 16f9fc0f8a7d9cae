using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Lotse.Ui.Language;

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

    /// <summary>The desk's own address, with a slash at its end.</summary>
    public Uri Home => _client.BaseAddress!;

    public Task<HttpResponseMessage> PostContentAsync(string path, HttpContent content) => _client.PostAsync(path, content);

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

    /// <summary>What a form says of how it was seen, hidden in it.</summary>
    public async Task<string> VersionAsync(string page) => Version().Match(await (await GetAsync(page)).Content.ReadAsStringAsync()) is { Success: true } found
        ? found.Groups["value"].Value : throw new InvalidOperationException($"{page} has no version.");

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, object? json = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = JsonContent.Create(json);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request);
    }

    /// <summary>An answer that goes on: as soon as it begins.</summary>
    public async Task<HttpResponseMessage> StreamAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<bool> IsInAsync() => (await GetAsync("/")).StatusCode == HttpStatusCode.OK;

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"version\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}

internal static partial class Answered
{
    /// <summary>The code of the one refusal that the page announces, found by its words in either language.</summary>
    public static async Task<string?> RefusalAsync(this HttpResponseMessage answer)
    {
        var page = await answer.Content.ReadAsStringAsync();
        var said = Alert().Matches(page).Select(m => WebUtility.HtmlDecode(Tag().Replace(m.Groups["text"].Value, "")).Trim()).ToList();
        return said is [] ? null
            : RefusalCodes.All.SingleOrDefault(code => said.Contains(RefusalText.Of(Texts.German, code)) || said.Contains(RefusalText.Of(Texts.English, code)))
                ?? string.Join(" | ", said);
    }

    /// <summary>Text of the elements with this id, or of what stands in the element with it.</summary>
    public static async Task<IReadOnlyList<string>> ShownAsync(this HttpResponseMessage answer, string id)
    {
        var page = await answer.Content.ReadAsStringAsync();
        var inside = Regex.Match(page, $"<(?<tag>\\w+)[^>]* id=\"{id}\"[^>]*>(?<text>.*?)</\\k<tag>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return [.. Tag().Split(inside.Groups["text"].Value).Select(text => WebUtility.HtmlDecode(text).Trim()).Where(text => text.Length > 0)];
    }

    /// <summary>The key for typing into an app, as the page shows it in groups.</summary>
    public static async Task<string?> SecretAsync(this HttpResponseMessage answer) =>
        await answer.ShownAsync("totp-secret") is [var secret] ? secret.Replace(" ", "", StringComparison.Ordinal) : null;

    public static async Task<string> CodeAsync(this HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<Dictionary<string, object?>>();
        return problem!["type"]!.ToString()!;
    }

    [GeneratedRegex("<(?<tag>\\w+)[^>]* role=\"alert\"[^>]*>(?<text>.*?)</\\k<tag>>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alert();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    /// <summary>Somebody else was there first: said so, and what was typed stays.</summary>
    public static async Task ComesBackAsync(this HttpResponseMessage answer, params string[] typed)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Xunit.Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        foreach (var stays in typed.Append("seit Sie es geöffnet haben")) Xunit.Assert.Contains(stays, page, StringComparison.Ordinal);
    }
}
