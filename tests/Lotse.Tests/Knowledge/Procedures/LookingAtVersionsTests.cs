using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Procedures;

public sealed class LookingAtVersionsTests
{
    [Fact]
    public async Task Every_save_is_kept_with_who_and_when_and_two_are_compared()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        var me = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Ada").Select(u => u.Id).SingleAsync());
        (string, string)[] Fields(string words, string version, string review = "", string owner = "") =>
        [
            ("german", "Passwort"), ("english", "Password"), ("community", $"{hafen}"), ("state", "published"), ("form", ""), ("version", version), ("review", review), ("owner", owner),
            ("s-key", "look"), ("s-kind", "Check"), ("s-de", words), ("s-en", ""), ("s-hint-de", ""), ("s-hint-en", ""), ("s-fills", ""), ("s-block", ""), ("s-next", ""), ("s-branches", ""),
        ];
        var made = await ada.PostAsync("/procedures", Fields("Im Postfach nachsehen", "0"));
        var address = made.Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync(address, Fields("Im Spamordner nachsehen", "1", "2020-01-31", $"{me}"))).StatusCode);

        var page = await ada.PageAsync($"{address}/versions");
        foreach (var shown in (string[])["<del>Postfach</del>", "<ins>Spamordner</ins>", "Schritt „Im Spamordner nachsehen“", "2020-01-31", "<td>Ada</td>"]) Assert.Contains(shown, page);
        Assert.DoesNotContain("Reihenfolge", page);
        Assert.Contains("Beide sind gleich", await ada.PageAsync($"{address}/versions?from=1&to=1"));
        Assert.InRange(await desk.StatementsAsync(() => ada.GetAsync($"{address}/versions")), 1, 6);
        Assert.Contains("Prüfung fällig", await ada.PageAsync("/procedures"));
        Assert.Contains("value=\"2020-01-31\"", await ada.PageAsync(address));
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"{address}/versions")).StatusCode);
        Assert.Contains("Technisches Problem", await bo.PageAsync($"/procedures/{Procedure.PlayThrough}/versions"));
        // Somebody who does not work for the community cannot look after it.
        var stranger = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Bo").Select(u => u.Id).SingleAsync());
        var refused = await ada.PostAsync(address, Fields("x", "2", "2027-01-31", $"{stranger}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("value=\"2027-01-31\"", await refused.Content.ReadAsStringAsync());
    }
}
