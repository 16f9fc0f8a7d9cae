using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lotse.Bench.Desks;

namespace Lotse.Bench.Flat;

/// <summary>One of the desks that are compared, and somebody signed in to it.</summary>
internal sealed partial class Side : IAsyncDisposable
{
    /// <summary>Numbers of tickets that fill gives out begin here.</summary>
    private const long FirstNumber = 1001;

    private readonly HttpClient _pages, _api;
    private readonly long _tickets;

    private Side(DeskProcess desk, string cookie, string agentCookie, long tickets)
    {
        (Desk, _tickets) = (desk, tickets);
        _pages = Client(desk, ("Cookie", cookie));
        Agent = Client(desk, ("Cookie", agentCookie));
        _api = Client(desk, null);
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
    }

    public DeskProcess Desk { get; }

    /// <summary>Somebody who works for the largest community only.</summary>
    public HttpClient Agent { get; }

    public HttpClient Pages => _pages;

    public HttpClient Api => _api;

    public long Tickets => _tickets;

    /// <summary>Contacts of tickets that are spread over all.</summary>
    public IReadOnlyList<string> Contacts { get; private set; } = [];

    /// <summary>A page of the largest queue that is far from its beginning.</summary>
    public string DeepList { get; private set; } = "";

    /// <summary>The newest tickets, with the newest message and the address that wrote it.</summary>
    public List<(string Number, string LastSeen, string To)> Answerable { get; private set; } = [];

    public static async Task<Side> OpenAsync(string folder, string? database)
    {
        var desk = await DeskProcess.StartKeptAsync(folder, database);
        var admin = await SignIn.CookieAsync(desk.Web, DeskProcess.Admin, DeskProcess.Password);
        using var api = new DeskApi(desk);
        var newest = long.Parse((await api.TicketNumbersAsync(1)).Max(number => number)!, CultureInfo.InvariantCulture);
        var side = new Side(desk, admin, await SignIn.CookieAsync(desk.Web, "stadtblick-0@lotse.example", DeskProcess.Password), newest - FirstNumber + 1);
        await side.LookAsync();
        return side;
    }

    /// <summary>Numbers spread evenly over all tickets.</summary>
    public IEnumerable<long> Spread(int count) => Enumerable.Range(0, count).Select(n => FirstNumber + (long)((n + 0.5) * _tickets / count));

    public static async Task<string> GetAsync(HttpClient who, string path)
    {
        using var answer = await who.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? body : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    /// <returns>Bytes as they came, compressed.</returns>
    public static async Task<int> LengthAsync(HttpClient who, string path)
    {
        using var answer = await who.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.OK ? bytes.Length : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    /// <summary>Waits until the desk has nothing left to do.</summary>
    public Task QuietAsync() => ProcessFigures.UntilQuietAsync(() => Desk.Figures, TimeSpan.FromMinutes(20));

    public async ValueTask DisposeAsync()
    {
        _pages.Dispose();
        Agent.Dispose();
        _api.Dispose();
        await Desk.DisposeAsync();
    }

    private async Task LookAsync()
    {
        var contacts = new List<string>();
        foreach (var number in Spread(60)) if (Contact().Match(await GetAsync(_pages, $"/tickets/{number}")) is { Success: true } at) contacts.Add(at.Value);
        Contacts = contacts;
        DeepList = "/tickets?queue=done";
        for (var page = 0; page < 20; page++) DeepList = WebUtility.HtmlDecode(Next().Match(await GetAsync(_pages, DeepList)).Groups["path"].Value);
        var answerable = new List<(string, string, string)>();
        foreach (var number in await NewestAsync(200))
        {
            using var ticket = JsonDocument.Parse(await GetAsync(_api, $"/api/v1/tickets/{number}"));
            var last = ticket.RootElement.GetProperty("messages").EnumerateArray().Last();
            answerable.Add((number, last.GetProperty("id").ToString(), ticket.RootElement.GetProperty("contact").GetProperty("address").GetString()!));
        }
        Answerable = answerable;
    }

    private async Task<IReadOnlyList<string>> NewestAsync(int count)
    {
        var (numbers, after) = (new List<string>(), "");
        while (numbers.Count < count && after is not null)
        {
            using var page = JsonDocument.Parse(await GetAsync(_api, $"/api/v1/tickets?limit=100{after}"));
            numbers.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").ToString()));
            after = page.RootElement.GetProperty("next").ValueKind == JsonValueKind.Null ? null : $"&after={Uri.EscapeDataString(page.RootElement.GetProperty("next").ToString())}";
        }
        return numbers;
    }

    /// <summary>Compressed as for a browser, and left compressed: unpacking is not the desk's work.</summary>
    private static HttpClient Client(DeskProcess desk, (string Name, string Value)? header)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = desk.Web, Timeout = TimeSpan.FromMinutes(2) };
        if (header is { } given) http.DefaultRequestHeaders.TryAddWithoutValidation(given.Name, given.Value);
        return http;
    }

    public static StringContent Json(object value) => new(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json");

    [GeneratedRegex(@"/contacts/\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Contact();

    [GeneratedRegex("\"(?<path>/tickets\\?queue=done&amp;after=[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Next();
}
