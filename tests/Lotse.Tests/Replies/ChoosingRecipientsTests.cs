using System.Net.Http.Json;
using Lotse.Search.Offering;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>To and Cc are completed from people of the same community, and of no other.</summary>
public sealed class ChoosingRecipientsTests
{
    [Fact]
    public async Task Offers_people_of_the_community_by_what_stands_behind_the_last_comma()
    {
        await using var desk = await PagesDesk.StartAsync();
        await desk.ReceiveAsync("\"Kim Sommer\" <kim@kunde.example>", "Frage", "Worte");
        var hafen = await desk.ReadAsync(d => d.Tickets.Select(t => t.CommunityId).SingleAsync());
        using var ada = await desk.SignedInAsync();
        OffersJson? offers = null;
        for (var tries = 0; tries < 200 && offers is not { Offers.Count: > 0 }; tries++)
        {
            offers = await (await ada.GetAsync($"/search/recipients?community={hafen}&q=jo%40kunde.example%2C%20som")).Content.ReadFromJsonAsync<OffersJson>();
            await Task.Delay(50); // Until the index has the ticket.
        }
        Assert.Equal(("kim@kunde.example, ", "Kim Sommer <kim@kunde.example>", 18), (Assert.Single(offers!.Offers).Text, offers.Offers[0].Shown, offers.At));

        Assert.Empty((await (await ada.GetAsync("/search/recipients?community=77&q=som")).Content.ReadFromJsonAsync<OffersJson>())!.Offers);
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Empty((await (await stranger.GetAsync($"/search/recipients?community={hafen}&q=som")).Content.ReadFromJsonAsync<OffersJson>())!.Offers);
    }
}
