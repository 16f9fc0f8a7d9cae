using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lotse.Bench.Desks;

/// <summary>The desk's API as the contract has it, as far as the bench asks.</summary>
internal sealed partial class DeskApi : IDisposable
{
    private readonly HttpClient _http;

    public DeskApi(DeskProcess desk)
    {
        _http = new HttpClient { BaseAddress = desk.Web, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", desk.Token);
    }

    public async Task<IReadOnlyList<string>> TicketNumbersAsync(int atMost = int.MaxValue)
    {
        var (numbers, after) = (new List<string>(), "");
        do
        {
            using var page = await GetAsync("/api/v1/tickets?limit=100" + (after.Length > 0 ? "&after=" + Uri.EscapeDataString(after) : ""));
            numbers.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").ToString()));
            after = page.RootElement.TryGetProperty("next", out var next) && next.ValueKind != JsonValueKind.Null ? next.ToString() : "";
        }
        while (after.Length > 0 && numbers.Count < atMost);
        return numbers;
    }

    /// <summary>How often each generated mail's mark stands in the tickets, a ticket's message counted once.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountMarksAsync()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var gate = new Lock();
        await Parallel.ForEachAsync(await TicketNumbersAsync(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            using var ticket = await GetAsync($"/api/v1/tickets/{number}");
            foreach (var message in ticket.RootElement.GetProperty("messages").EnumerateArray())
            {
                var marks = Mark().Matches(message.GetProperty("text").GetString() ?? "").Select(match => match.Value).Distinct().ToList();
                lock (gate) marks.ForEach(mark => counts[mark] = counts.GetValueOrDefault(mark) + 1);
            }
        });
        return counts;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(string path)
    {
        await using var body = await _http.GetStreamAsync(path);
        return await JsonDocument.ParseAsync(body);
    }

    [GeneratedRegex(@"Zeichen\d{7}", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();
}
