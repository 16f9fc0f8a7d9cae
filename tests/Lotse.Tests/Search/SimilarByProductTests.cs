using System.Globalization;
using System.Text.RegularExpressions;
using Lotse.Tests.Desk;
using Lotse.Tests.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Xunit;

namespace Lotse.Tests.Search;

/// <summary>Of tickets that are alike, those that speak of the same product come first.</summary>
public sealed partial class SimilarByProductTests
{
    [Fact]
    public async Task The_same_product_comes_first()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields("Allgemeines", "allg", "<div>Ja.</div>", community: await desk.CommunityAsync()), ("product", "Fährplan")]);
        var same = await desk.ReceiveAsync("kim@kunde.example", "Anzeige flackert", "Der Fährplan flackert.");
        var other = await desk.ReceiveAsync("lou@kunde.example", "Anzeige flackert", "Das Kranbuch flackert.");
        await desk.ReceiveAsync("mia@kunde.example", "Rechnung fehlt", "Wo ist die Rechnung zum Fährplan?");
        var asked = await desk.ReceiveAsync("ida@kunde.example", "Anzeige flackert", "Seit heute flackert mein Fährplan.");
        async Task<List<long>> AlikeAsync() => [.. Numbers().Matches(await ada.PageAsync($"/tickets/{asked}/similar")).Select(m => long.Parse(m.Groups["n"].Value, CultureInfo.InvariantCulture))];
        await Wait.UntilAsync(async () => (await AlikeAsync()).Contains(other), "they are found");

        Assert.Equal([same, other], (await AlikeAsync()).Take(2));
    }

    [GeneratedRegex("ticket-link\" href=\"/tickets/(?<n>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
