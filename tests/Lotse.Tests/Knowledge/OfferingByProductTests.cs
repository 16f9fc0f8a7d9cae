using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Text blocks of a product, beside tickets that name one.</summary>
public sealed class OfferingByProductTests
{
    [Fact]
    public async Task Blocks_of_the_product_that_a_ticket_names_come_first_and_none_is_lost()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        foreach (var (title, product) in ((string, string)[])[("Anmeldung klappt nicht am Kran", "Kran"), ("Anmeldung klappt nicht an Bord", "Fähre"), ("Anmeldung klappt nicht, überall", "")])
        {
            await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields(title, null, "<div>Passwort zurücksetzen</div>"), ("product", product)]);
        }
        var ferry = await desk.ReceiveAsync("kim@kunde.example", "Anmeldung klappt nicht", "Auf der FÄHRE kann ich mich nicht anmelden.");
        var nothing = await desk.ReceiveAsync("lou@kunde.example", "Anmeldung klappt nicht", "Ich kann mich nicht anmelden.");

        Assert.Equal(["an Bord", ", überall", "am Kran"], await SuggestedAsync(ada, ferry));
        Assert.Equal(["an Bord", ", überall", "am Kran"], await OfferedAsync(ada, ferry, "anmeldung"));
        Assert.Equal(["am Kran", "an Bord", ", überall"], await OfferedAsync(ada, nothing, "anmeldung"));
        Assert.Equal(3, (await SuggestedAsync(ada, nothing)).Count);
        // Words come before products.
        Assert.Equal(["am Kran"], await OfferedAsync(ada, ferry, "kran"));
        // Titles are read anew once the journal has told of the last block, and followers of the journal ask beside it.
        var first = await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{ferry}/text-blocks"));
        Assert.InRange(Math.Min(first, await desk.StatementsAsync(() => ada.GetAsync($"/tickets/{ferry}/text-blocks"))), 1, 6);

        var page = await ada.PageAsync("/text-blocks?product=Kran");
        Assert.Contains("am Kran</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("an Bord</b>", page, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Fähre\"", page, StringComparison.Ordinal);
        Assert.InRange(await desk.StatementsAsync(() => ada.GetAsync("/text-blocks?product=Kran")), 1, 6);
    }

    [Fact]
    public async Task Products_of_other_communities_are_not_there()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields("Nur hier", null, "<div>x</div>", community: hafen), ("product", "Geheimprodukt")]);
        Assert.Contains("Geheimprodukt", await ada.PageAsync("/text-blocks"), StringComparison.Ordinal);
        Assert.DoesNotContain("Geheimprodukt", await bo.PageAsync("/text-blocks"), StringComparison.Ordinal);
    }

    /// <returns>What tells their titles from each other, in order.</returns>
    private static async Task<List<string>> SuggestedAsync(Visitor agent, long number) => Told(await agent.PageAsync($"/tickets/{number}/text-blocks"));

    private static async Task<List<string>> OfferedAsync(Visitor agent, long number, string typed) =>
        Told(string.Join('<', (await agent.JsonAsync($"/text-blocks/offers?ticket={number}&q={typed}")).GetProperty("offers").EnumerateArray().Select(one => $">{one.GetProperty("title").GetString()}")));

    private static List<string> Told(string page) => [.. page.Split(">Anmeldung klappt nicht").Skip(1).Select(part => part.Split('<')[0].Trim())];
}
