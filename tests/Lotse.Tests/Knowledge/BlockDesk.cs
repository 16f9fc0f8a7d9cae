using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lotse.Knowledge.Offering;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Knowledge;

/// <summary>What tests of text blocks do again and again, by the same doors as people.</summary>
internal static partial class BlockDesk
{
    public static async Task<string> PageAsync(this Visitor agent, string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await agent.GetAsync(path);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        return answer.StatusCode == status ? page : throw new InvalidOperationException($"{path}: {answer.StatusCode}");
    }

    public static async Task<JsonElement> JsonAsync(this Visitor agent, string path) => JsonElement.Parse(await (await agent.GetAsync(path)).Content.ReadAsStringAsync());

    public static Task<long> CommunityAsync(this PagesDesk desk, string name = "Hafen") => desk.ReadAsync(d => d.Communities.Where(c => c.Name == name).Select(c => c.Id).SingleAsync());

    /// <returns>Its id.</returns>
    public static async Task<long> MakeBlockAsync(this PagesDesk desk, Visitor agent, string title, string? shortcut, string german, string? english = null, long? community = null, string state = "published")
    {
        var answer = await agent.PostAsync("/text-blocks", Fields(title, shortcut, german, english, community, state));
        if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"{answer.StatusCode}: {Why().Match(await answer.Content.ReadAsStringAsync()).Value}");
        return await desk.ReadAsync(d => d.TextBlocks.Where(b => b.Title == title).OrderByDescending(b => b.Id).Select(b => b.Id).FirstAsync());
    }

    public static (string, string)[] Fields(string title, string? shortcut, string german, string? english = null, long? community = null, string state = "published") =>
        [("title", title), ("shortcut", shortcut ?? ""), ("html-de", german), ("text-de", "x"), ("html-en", english ?? ""), ("text-en", ""), ("community", $"{community}"), ("state", state)];

    [GeneratedRegex("role=\"alert\">.*?<p>.*?</p>|class=\"refusal\".*?<", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Why();

    /// <summary>Waits until everything that has happened is counted.</summary>
    public static async Task CountedAsync(this PagesDesk desk)
    {
        var last = await desk.ReadAsync(d => d.Journal.MaxAsync(line => line.Id));
        await desk.WithAsync<FollowUses, bool>(async follow =>
        {
            for (var tries = 0; follow.At < last; tries++)
            {
                if (tries > 600) throw new TimeoutException("Uses are not counted.");
                await Task.Delay(20);
            }
            return true;
        });
    }
}
