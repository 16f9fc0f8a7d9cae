using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Routing;
using Lotse.Domain.Routing.Exchange;
using Lotse.Routing.Exchange;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>Responsibilities out into a table and in from one, by the program's door.</summary>
public sealed class ExchangingResponsibilitiesTests
{
    [Fact]
    public async Task What_went_out_comes_in_and_changes_nothing()
    {
        await using var house = await SampleHouse.StartAsync();
        var (api, version) = (house.Desk.Api, await WhoActsAsync(house));
        await house.AddAsync(["Cora", "Carl"], product: "Atlas", topic: "Rechnung", language: "fr", agreementWith: "Vera", supportGroup: "Buchhaltung");
        var csv = await CsvAsync(house);

        Assert.StartsWith("\ufeffid,version,organisation,product", csv);
        var outcome = await ImportAsync(house, csv, "");
        Assert.Equal((true, 0, 0, 0, 9, 0), (outcome.Kept, outcome.Added, outcome.Changed, outcome.Ended, outcome.Unchanged, outcome.Refused));
        Assert.Equal(csv, await CsvAsync(house));
        Assert.Equal((0, 9), ((await ImportAsync(house, csv, "?complete=true")).Ended, (await ImportAsync(house, csv.Replace("\r\n", "\n", StringComparison.Ordinal), "?dryRun=true")).Unchanged));
        Assert.Equal(version + 1, await WhoActsAsync(house)); // By the row that was added; nothing was written since.
    }

    /// <summary>Whatever rows there are: names with quotes, commas and formulas, two of the same name, people who have gone, any moment.</summary>
    [Fact]
    public async Task Any_table_out_and_in_again_changes_nothing()
    {
        await using var house = await SampleHouse.StartAsync();
        var community = long.Parse(house.Community, CultureInfo.InvariantCulture);
        string[] odd = ["=1+1", "a, b", "\"x\"", "a;b|c", "#12", "@nobody", "-", "team:Nord", "Ä ö\u00a0ü"];
        for (var n = 0; n < odd.Length; n++) (await house.Desk.Api.PostAsync("/categories", new { community = house.Community, kind = "product", name = odd[n], words = "" })).EnsureSuccessStatusCode();
        var (products, people) = await house.Desk.LookAsync(async d =>
        {
            d.Organisations.AddRange(new Lotse.Domain.Contacts.Organisation { Id = 1, CommunityId = community, Name = "Zwilling" }, new Lotse.Domain.Contacts.Organisation { Id = 2, CommunityId = community, Name = "zwilling" });
            d.Teams.AddRange(new Lotse.Domain.Communities.Team { Id = 3, CommunityId = community, Name = "Nord, Süd" }, new Lotse.Domain.Communities.Team { Id = 4, CommunityId = community, Name = "Bert" });
            await d.SaveChangesAsync();
            return (await d.Categories.Where(c => c.Kind == CategoryKind.Product).Select(c => c.Id).ToListAsync(), await d.Users.Select(a => a.Id).ToListAsync());
        });
        people.Add(4711); // Somebody who is not here any more.
        var at = Gen.Select(Gen.Long[0, 3000], Any<long>(0, 0, 61_000, 86_399_123)).Select(one => (DateTimeOffset?)house.Desk.Clock.GetUtcNow().Date.AddDays(1 + one.Item1 / 2.0).AddMilliseconds(one.Item2));
        var row = Gen.Select(Gen.OneOf([.. products.Select(id => Gen.Const((long?)id)), Gen.Const((long?)null)]), Any<long?>(1, 2, null), Any<string?>("de", "fr", null),
            Gen.OneOf([.. people.Select(id => Gen.Const($"a{id.ToString(CultureInfo.InvariantCulture)}")), Gen.Const("t3"), Gen.Const("t4")]).List[1, 4], at, Any("", "=HYPERLINK(1)", "zwei\nZeilen", "\"", "'="));
        var some = row.List[1, 12].Single();
        for (var tries = 0; tries < 6; tries++, some = row.List[1, 12].Single())
        {
            await house.Desk.LookAsync(async d =>
            {
                await d.Responsibilities.ExecuteDeleteAsync();
                d.Responsibilities.AddRange(some.DistinctBy(one => (one.Item1, one.Item2, one.Item3)).Select((one, n) => new ResponsibilityRow
                {
                    Id = 1000 + n, CommunityId = community, ProductId = one.Item1, OrganisationId = one.Item2, Language = one.Item3, Holders = string.Join(' ', one.Item4.Distinct()), Until = one.Item5, Note = one.Item6, Version = 3,
                    Deputies = string.Join(' ', one.Item4.Where(h => h[0] == 'a').Select(h => h[1..]).Distinct()),
                }));
                return await d.SaveChangesAsync();
            });
            var csv = await CsvAsync(house);
            var outcome = await ImportAsync(house, csv, "?complete=true");
            Assert.True(outcome is { Kept: true, Added: 0, Changed: 0, Ended: 0, Refused: 0 }, csv);
            Assert.Equal(csv, await CsvAsync(house));
        }
    }

    [Fact]
    public async Task Adds_changes_and_ends_in_one_save_and_mails_follow()
    {
        await using var house = await SampleHouse.StartAsync();
        var (press, kept) = (house.Press, await house.Desk.LookAsync(d => d.Responsibilities.CountAsync()));
        var csv = $"Kennung;Produkt;Thema;Sprache;Zuständig;Gilt bis\n#{press};;Presse;;Paul;{house.Desk.Clock.GetUtcNow().AddDays(-1):dd.MM.yyyy}\n;Atlas;;Deutsch;Bea, Bert;31.12.2099\n";

        var tried = await ImportAsync(house, csv, "?dryRun=true");
        Assert.Equal((false, 1, 0, 1), (tried.Kept, tried.Added, tried.Changed, tried.Ended));
        Assert.Equal(kept, await house.Desk.LookAsync(d => d.Responsibilities.CountAsync()));
        var last = await house.Desk.LookAsync(d => d.Journal.MaxAsync(line => line.Id));
        Assert.True((await ImportAsync(house, csv, "")).Kept);
        Assert.Equal(["responsibilitySaved", "responsibilitySaved"], await house.Desk.LookAsync(d => d.Journal.Where(line => line.Id > last).Select(line => line.Kind).ToListAsync()));
        Assert.Equal("Bea", await house.HasAsync(await house.MailAsync("Atlas startet nicht", "Guten Tag, ich habe eine Frage zu meinem Gerät und bitte um eine schnelle Antwort. Vielen Dank und freundliche Grüße")));
        Assert.Equal("", await house.HasAsync(await house.MailAsync("Unsere Pressemitteilung", "Guten Tag, anbei unsere Meldung für heute mit der Bitte um Veröffentlichung.")));
        Assert.Empty(await house.Desk.VerifyAsync());
    }

    [Fact]
    public async Task One_wrong_line_is_named_with_its_column_and_nothing_is_kept()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.Desk.AddMailboxAsync("Werft", "post@werft.example");
        var werft = await house.Desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        var stranger = await house.Desk.AddAgentAsync("Fremd", "Werft");
        var theirs = (await ApiClient.ReadAsync<Lotse.Routing.CategoryJson>(await house.Desk.Api.PostAsync("/categories", new { community = Text(werft), kind = "product", name = "Kutter" }))).Id;
        var row = (await ApiClient.ReadAsync<Lotse.Routing.ResponsibilityJson>(await house.Desk.Api.PostAsync("/responsibilities", new { community = Text(werft), holders = new[] { new { agent = Text(stranger.AgentId) } } }))).Id;
        var csv = string.Join('\n', "id,product,language,level,holders,deputies,until,note", ",Kompass,it,,Bert,,,gut", $"#{row},,,,Bert,,,", ",Kutter,,,Bert,,,", $",#{theirs},,,Bert,,,", ",,fr,,Fremd,,,", $",,fr,,#{Text(stranger.AgentId)},,,",
            ",,klingonisch,,Bert,,,", ",,fr,7,Bert,,,", ",,fr,,,,,", ",,fr,,Bert,Niemand,,", ",,fr,,Bert,,12/31/2026,", ",,fr,,Bert,,2020-01-01,", $",,es,,Bert,,,{new string('x', 401)}", ",Atlas,,,Bert,,,", "x1,,nl,,Bert,,,", ",,pl,,Bert,,,,zu viel");

        var answer = await SendAsync(house, csv, "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var outcome = System.Text.Json.JsonSerializer.Deserialize<SheetOutcomeJson>(await answer.Content.ReadAsStringAsync(), ApiClient.Json)!;
        Assert.Equal(["3 id row-not-there", "4 product name-not-there", "5 product responsibility-not-known", "6 holders name-not-there", "7 holders responsibility-not-known", "8 language cell-not-a-language", "9 level cell-not-a-level", "10 holders responsibility-names-nobody",
            "11 deputies name-not-there", "12 until cell-not-a-time", "13 until responsibility-over", "14 note responsibility-note-too-long", "15  responsibility-same-cases", "16 id cell-not-an-id", "17  row-too-long"],
            outcome.Lines.Where(line => line.Troubles.Count > 0).Select(line => $"{line.Line} {line.Troubles[0].Column} {line.Troubles[0].Code}"));
        Assert.Equal((false, LineStep.Added), (outcome.Kept, outcome.Lines.Single(line => line.Line == 2).Step));
        Assert.DoesNotContain("Fremd", (await SendAsync(house, csv, "").ContinueWith(sent => sent.Result.Content.ReadAsStringAsync()).Unwrap()).Replace("\"about\":\"Fremd\"", "", StringComparison.Ordinal));
        Assert.Equal(8, await house.Desk.LookAsync(d => d.Responsibilities.CountAsync(r => r.CommunityId != werft)));
    }

    [Theory]
    [InlineData("", "csv-nothing"), InlineData("id,product\n1,\"offen", "csv-quote-not-closed"), InlineData("a,b\n", "csv-column-unknown"), InlineData("id,Id\n", "csv-column-twice"), InlineData("\0\u0001\u0002", "csv-column-unknown")]
    public async Task What_is_no_table_is_refused_as_a_whole(string csv, string code)
    {
        await using var house = await SampleHouse.StartAsync();
        var answer = await SendAsync(house, csv, "");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, $"urn:lotse:{code}"), (answer.StatusCode, System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_tried_and_kept_with_a_handful_of_statements()
    {
        await using var house = await SampleHouse.StartAsync();
        var community = long.Parse(house.Community, CultureInfo.InvariantCulture);
        await house.Desk.LookAsync(async d =>
        {
            for (var n = 1; n <= 10_000; n++) d.Organisations.Add(new Lotse.Domain.Contacts.Organisation { Id = n, CommunityId = community, Name = $"Kunde {n.ToString(CultureInfo.InvariantCulture)}" });
            return await d.SaveChangesAsync();
        });
        string[] people = ["Bert", "Bea", "Carl", "Cora"];
        var csv = new StringBuilder("organisation;holders;deputies\n");
        for (var n = 1; n <= 9_992; n++) csv.Append(CultureInfo.InvariantCulture, $"Kunde {n};{people[n % 4]};{people[(n + 1) % 4]}\n");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var tried = await ImportAsync(house, csv.ToString(), "?dryRun=true");
        var trying = watch.Elapsed;
        Assert.Equal((9_992, 0), (tried.Added, tried.Refused));
        watch.Restart();
        Assert.True((await ImportAsync(house, csv.ToString(), "")).Kept);
        TestContext.Current.SendDiagnosticMessage("9,992 rows: tried in {0:n1} s, kept in {1:n1} s", trying.TotalSeconds, watch.Elapsed.TotalSeconds);
        Assert.True(trying < TimeSpan.FromSeconds(20), trying.ToString()); // A second on a machine that does nothing else; each row on its own would take minutes.
        Assert.Equal(10_000, await house.Desk.LookAsync(d => d.Responsibilities.CountAsync()));
        var too = await SendAsync(house, csv.Append(string.Concat(Enumerable.Repeat("Kunde 1;Bert;\n", 9))).ToString(), "?dryRun=true");
        Assert.Contains("csv-too-many-rows", await too.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(house, new string('x', 5_000_001), "")).StatusCode);
        Assert.Equal(10_000, (await ImportAsync(house, await CsvAsync(house), "?dryRun=true&complete=true")).Unchanged);
    }

    [Fact]
    public async Task Reads_what_spreadsheets_write_without_being_asked()
    {
        await using var house = await SampleHouse.StartAsync();
        (await house.Desk.Api.PostAsync("/categories", new { community = house.Community, kind = "product", name = "Fähre – groß" })).EnsureSuccessStatusCode();
        var windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Produkt;Zuständig\r\nFähre – groß;Bert\r\n");
        Assert.Equal(1, (await ApiClient.ReadAsync<SheetOutcomeJson>(await SendAsync(house, windows, "?dryRun=true"))).Added);
        Assert.Equal(1, (await ApiClient.ReadAsync<SheetOutcomeJson>(await SendAsync(house, [0xff, 0xfe, .. Encoding.Unicode.GetBytes("product,holders\nFähre – groß,Bert\n")], "?dryRun=true"))).Added);
    }

    [Fact]
    public async Task Is_for_leads_of_the_community()
    {
        await using var house = await SampleHouse.StartAsync();
        await house.Desk.AddMailboxAsync("Werft", "post@werft.example");
        var (agent, stranger) = (await house.Desk.AddAgentAsync("Gast", RunningDesk.Community), await house.Desk.AddAgentAsync("Fremd", "Werft"));
        foreach (var (who, status) in new[] { (agent, HttpStatusCode.UnprocessableEntity), (stranger, HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await who.GetAsync($"/communities/{house.Community}/responsibilities.csv")).StatusCode);
            if (who == agent) Assert.Contains("leads-only", await (await who.GetAsync($"/communities/{house.Community}/responsibilities.csv")).Content.ReadAsStringAsync());
            Assert.Equal(status, (await who.SendAsync(HttpMethod.Post, $"/communities/{house.Community}/responsibilities/import", Csv("product,holders\n,Bert\n"u8.ToArray()))).StatusCode);
        }
    }

    private static Task<long> WhoActsAsync(SampleHouse house) => house.Desk.LookAsync(d => d.Sequences.Where(s => s.Name == Sequence.WhoActs).Select(s => s.Value).SingleAsync());

    private static async Task<string> CsvAsync(SampleHouse house) => Encoding.UTF8.GetString(await (await house.Desk.Api.GetAsync($"/communities/{house.Community}/responsibilities.csv")).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());

    private static async Task<SheetOutcomeJson> ImportAsync(SampleHouse house, string csv, string query) => await ApiClient.ReadAsync<SheetOutcomeJson>(await SendAsync(house, csv, query));

    private static Task<HttpResponseMessage> SendAsync(SampleHouse house, string csv, string query) => SendAsync(house, Encoding.UTF8.GetBytes(csv), query);

    private static Task<HttpResponseMessage> SendAsync(SampleHouse house, byte[] csv, string query) => house.Desk.Api.SendAsync(HttpMethod.Post, $"/communities/{house.Community}/responsibilities/import{query}", Csv(csv));

    private static ByteArrayContent Csv(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static Gen<T> Any<T>(params T[] values) => Gen.OneOf([.. values.Select(value => Gen.Const(value))]);
}
