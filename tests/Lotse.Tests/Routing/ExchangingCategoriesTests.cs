using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lotse.Domain.Routing.Exchange;
using Lotse.Routing.Exchange;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>Products, topics and support groups out into a table and in from one.</summary>
public sealed class ExchangingCategoriesTests
{
    [Fact]
    public async Task What_went_out_comes_in_and_changes_nothing_whatever_it_is_called()
    {
        await using var house = await SampleHouse.StartAsync();
        foreach (var (name, words) in new[] { ("=1+1", "a,b\nc; d"), ("\"Gans\"", "\"wörtlich\""), ("'-x", "@all"), ("a;b,c", "") })
        {
            (await house.Desk.Api.PostAsync("/categories", new { community = house.Community, kind = "topic", name, words })).EnsureSuccessStatusCode();
        }
        var csv = await CsvAsync(house);
        var outcome = await ImportAsync(house, csv, "");
        Assert.Equal((true, 0, 0, 0, 12, 0), (outcome.Kept, outcome.Added, outcome.Changed, outcome.Ended, outcome.Unchanged, outcome.Refused));
        Assert.Equal(csv, await CsvAsync(house));
    }

    [Fact]
    public async Task Adds_changes_and_retires_in_one_save_and_requests_are_told_by_the_new_words()
    {
        await using var house = await SampleHouse.StartAsync();
        var csv = $"Kennung;Art;Name;Wörter;Ruht\n#{house.Category("Atlas")};;Atlas;\"Globus, Weltkugel\";\n#{house.Category("Presse")};Thema;Presse;;ja\n;Produkt;Dampfer;Dampfer;\n";

        var tried = await ImportAsync(house, csv, "?dryRun=true");
        Assert.Equal((false, 1, 1, 1), (tried.Kept, tried.Added, tried.Changed, tried.Ended));
        Assert.True((await ImportAsync(house, csv, "")).Kept);
        Assert.Equal("Alma", await house.HasAsync(await house.MailAsync("Mein Globus dreht sich nicht", "Guten Tag, ich bitte um eine Antwort. Vielen Dank und freundliche Grüße")));
        Assert.Equal("", await house.HasAsync(await house.MailAsync("Atlas startet nicht", "Guten Tag, ich bitte um eine Antwort. Vielen Dank und freundliche Grüße")));
        Assert.Empty(await house.Desk.VerifyAsync());
    }

    [Fact]
    public async Task One_wrong_line_is_named_and_nothing_is_kept_and_communities_are_walls()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.Desk.AddMailboxAsync("Werft", "post@werft.example");
        var werft = await house.Desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        var theirs = (await ApiClient.ReadAsync<Lotse.Routing.CategoryJson>(await house.Desk.Api.PostAsync("/categories", new { community = werft.ToString(System.Globalization.CultureInfo.InvariantCulture), kind = "product", name = "Kutter" }))).Id;
        var answer = await SendAsync(house, $"id,kind,name,mailbox,retired\n#{theirs},,Geraubt,,\n,product,Neu,post@werft.example,\n,schiff,Neu,,\n,topic,Presse,,\n,topic,Neu,,vielleicht\n,topic,Gut,,\n", "");
        var outcome = System.Text.Json.JsonSerializer.Deserialize<SheetOutcomeJson>(await answer.Content.ReadAsStringAsync(), ApiClient.Json)!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, false), (answer.StatusCode, outcome.Kept));
        Assert.Equal(["2 id row-not-there", "3 mailbox name-not-there", "4 kind cell-not-a-kind", "5 name category-exists", "6 retired cell-not-yes-nor-no"], outcome.Lines.Where(line => line.Step == LineStep.Refused).Select(line => $"{line.Line} {line.Troubles[0].Column} {line.Troubles[0].Code}"));
        Assert.Equal(("Kutter", 9), (await house.Desk.LookAsync(d => d.Categories.Where(c => c.CommunityId == werft).Select(c => c.Name).SingleAsync()), await house.Desk.LookAsync(d => d.Categories.CountAsync())));
        var stranger = await house.Desk.AddAgentAsync("Fremd", "Werft");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/communities/{house.Community}/categories.csv")).StatusCode);
    }

    private static async Task<string> CsvAsync(SampleHouse house) => Encoding.UTF8.GetString(await (await house.Desk.Api.GetAsync($"/communities/{house.Community}/categories.csv")).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());

    private static async Task<SheetOutcomeJson> ImportAsync(SampleHouse house, string csv, string query) => await ApiClient.ReadAsync<SheetOutcomeJson>(await SendAsync(house, csv, query));

    private static Task<HttpResponseMessage> SendAsync(SampleHouse house, string csv, string query) =>
        house.Desk.Api.SendAsync(HttpMethod.Post, $"/communities/{house.Community}/categories/import{query}", new ByteArrayContent(Encoding.UTF8.GetBytes(csv)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });
}
