using System.Net;
using System.Text.Json;

namespace Lotse.Bench.Flat;

/// <summary>Something that is asked of each desk again and again.</summary>
/// <param name="Goal">Milliseconds that the median may take at the larger size; null where only the ratio is asked for.</param>
/// <param name="GoalWorst">The same for one in a hundred.</param>
/// <param name="Ask">Does it for the nth time, and says how many bytes came back.</param>
internal sealed record Step(string Name, double? Goal, double? GoalWorst, Func<Side, int, Task<int>> Ask);

internal static class Steps
{
    private static readonly string[] s_letters = ["an", "sch", "mül", "ber", "re", "stö"];

    private const double Search = 30, SearchWorst = 200, Page = 10;

    public static IReadOnlyList<Step> All { get; } =
    [
        Pages("list: open", Page, (_, _) => "/tickets?queue=open"),
        Pages("list: done", Page, (_, _) => "/tickets?queue=done"),
        Pages("list: done, 20 pages on", Page, (side, _) => side.DeepList),
        Pages("list: a level", Page, (_, _) => "/tickets?queue=level-1"),
        Agents("list: one community's agent", Page, "/tickets?queue=open"),
        Agents("list: mine", Page, "/tickets?queue=mine"),
        Pages("ticket", Page, (side, n) => $"/tickets/{Number(side, n)}"),
        Pages("beside a ticket (similar, blocks)", null, (side, n) => $"/tickets/{Number(side, n)}/beside"),
        Pages("similar tickets", null, (side, n) => $"/tickets/{Number(side, n) - 1}/similar"), // Not those that the step before has asked for.
        Pages("contact", null, (side, n) => side.Contacts[n % side.Contacts.Count]),
        Apis("history", null, (side, n) => $"/api/v1/tickets/{Number(side, n)}/history"),
        Apis("API list", null, (_, _) => "/api/v1/tickets?limit=50"),
        Sought("one hit", "Schlusslicht"),
        Sought("0.1 % of tickets", "Federpilot"),
        Sought("1 %", "Zwillingsventil"),
        Sought("10 %", "Sammelstörung"),
        Sought("more than half", "Nummer"),
        Sought("1 % and 10 %", "Zwillingsventil Sammelstörung"),
        Sought("0.1 % and more than half", "Federpilot Nummer"),
        Sought("10 % that are open", "Sammelstörung state:open"),
        Sought("a sentence", "\"schalten wir Sie gern frei\""),
        Sought("words that begin so", "Sammelst*"),
        Sought("tag and word", "tag:schlagwort-1 Rechnung"),
        Sought("nothing", "Nirgendwort"),
        Pages("suggestions for two letters", Search, (_, n) => $"/search/suggestions?q={s_letters[n % s_letters.Length]}"),
        new("search: 10 %, one community's agent", Search, SearchWorst, (side, _) => Side.LengthAsync(side.Agent, $"/search?q={WebUtility.UrlEncode("Sammelstörung")}")),
    ];

    /// <summary>What changes something; asked of other tickets each time.</summary>
    public static IReadOnlyList<Step> Writing { get; } =
    [
        new("reply", null, null, async (side, n) =>
        {
            var at = n % side.Answerable.Count;
            var (number, lastSeen, to) = side.Answerable[at];
            using var answer = await side.Api.PostAsync($"/api/v1/tickets/{number}/replies", Side.Json(new { text = "Guten Tag, wir haben das geprüft und behoben.", to = (string[])[to], lastSeen }));
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.Created) throw new InvalidOperationException($"reply to {number}: {(int)answer.StatusCode} {body}");
            side.Answerable[at] = (number, JsonDocument.Parse(body).RootElement.GetProperty("id").ToString(), to);
            return body.Length;
        }),
        new("note", null, null, async (side, n) =>
        {
            using var answer = await side.Api.PostAsync($"/api/v1/tickets/{side.Answerable[n % side.Answerable.Count].Number}/notes", Side.Json(new { text = "Beim Kunden nachgefragt." }));
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadAsStringAsync()).Length;
        }),
    ];

    /// <summary>Any ticket, old or new, the same nth of all on each desk.</summary>
    private static long Number(Side side, int n) => side.Spread(997).ElementAt((int)((long)n * 389 % 997));

    private static Step Pages(string name, double? goal, Func<Side, int, string> path) => new(name, goal, null, (side, n) => Side.LengthAsync(side.Pages, path(side, n)));

    private static Step Agents(string name, double? goal, string path) => new(name, goal, null, (side, _) => Side.LengthAsync(side.Agent, path));

    private static Step Apis(string name, double? goal, Func<Side, int, string> path) => new(name, goal, null, (side, n) => Side.LengthAsync(side.Api, path(side, n)));

    private static Step Sought(string name, string query) => new($"search: {name}", Search, SearchWorst, (side, _) => Side.LengthAsync(side.Pages, $"/search?q={WebUtility.UrlEncode(query)}"));
}
