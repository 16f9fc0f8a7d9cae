using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge.Procedures;

/// <summary>Procedures by the API: kept, and walked.</summary>
public sealed class ProceduresByProgramTests
{
    [Fact]
    public async Task A_procedure_is_made_changed_compared_walked_and_retired()
    {
        await using var desk = await RunningDesk.StartAsync();
        var api = desk.Api;
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var made = await BodyAsync(api.PostAsync("/procedures", Written("Passwort vergessen", "Klappt es?")), HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString();
        Assert.Equal((1, "published", "choice"), (made.GetProperty("version").GetInt32(), made.GetProperty("state").GetString(), made.GetProperty("steps")[0].GetProperty("kind").GetString()));
        var ids = new List<string?>();
        for (string? after = ""; after is not null;)
        {
            var page = await BodyAsync(api.GetAsync($"/procedures?limit=1{(after.Length > 0 ? $"&after={after}" : "")}"));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(["1", id], ids);

        var walk = await BodyAsync(api.PostAsync($"/tickets/{number}/procedures", new { procedure = id }), HttpStatusCode.Created);
        var run = walk.GetProperty("id").GetString();
        Assert.Equal("works", walk.GetProperty("step").GetProperty("key").GetString());
        Assert.Equal(2, (await BodyAsync(api.SendAsync(HttpMethod.Put, $"/procedures/{id}", JsonContent.Create(Written("Passwort vergessen", "Geht es jetzt?", version: 1))))).GetProperty("version").GetInt32());
        await BodyAsync(api.SendAsync(HttpMethod.Put, $"/procedures/{id}", JsonContent.Create(Written("Passwort vergessen", "Nein", version: 1))), HttpStatusCode.PreconditionFailed);
        Assert.Equal("urn:lotse:not-at-this-step", (await BodyAsync(api.PostAsync($"/tickets/{number}/procedures/{run}/steps", new { step = "other", answer = "yes" }), HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString());
        // Whoever is under way goes on by the steps they began with.
        var stepped = await BodyAsync(api.PostAsync($"/tickets/{number}/procedures/{run}/steps", new { step = "works", answer = "no" }));
        Assert.Equal(("what", "works no"), (stepped.GetProperty("step").GetProperty("key").GetString(), string.Join(' ', stepped.GetProperty("done")[0].EnumerateObject().Select(one => one.Value.GetString()))));
        Assert.Equal("left", (await BodyAsync(api.PostAsync($"/tickets/{number}/procedures/{run}/leaving", new { why = "Ein anderer Fall" }))).GetProperty("outcome").GetString());
        var beside = await BodyAsync(api.GetAsync($"/tickets/{number}/procedures"));
        Assert.Equal((2, "Ein anderer Fall"), (beside.GetProperty("offered").GetArrayLength(), beside.GetProperty("walks")[0].GetProperty("why").GetString()));

        var compared = await BodyAsync(api.GetAsync($"/procedures/{id}/versions/2/comparison"));
        Assert.Equal(["steps.works"], compared.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("field").GetString()));
        Assert.Contains(compared.GetProperty("fields")[0].GetProperty("parts").EnumerateArray(), part => part.GetProperty("kind").GetString() == "added" && part.GetProperty("text").GetString()!.Contains("Geht", StringComparison.Ordinal));
        Assert.Equal("Klappt es?", (await BodyAsync(api.GetAsync($"/procedures/{id}/versions/1"))).GetProperty("steps")[0].GetProperty("words").GetProperty("german").GetString());
        Assert.Equal("retired", (await BodyAsync(api.PostAsync($"/procedures/{id}/retirement", new { }))).GetProperty("state").GetString());
        Assert.Equal([3, 2, 1], (await BodyAsync(api.GetAsync($"/procedures/{id}/versions"))).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetInt32()));
        Assert.Equal(1, (await BodyAsync(api.GetAsync("/procedures"))).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await BodyAsync(api.GetAsync("/procedures?state=retired"))).GetProperty("items").GetArrayLength());
        Assert.Equal("urn:lotse:no-such-procedure", (await BodyAsync(api.PostAsync($"/tickets/{number}/procedures", new { procedure = id }), HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString());
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Only_published_ones_are_offered_and_what_came_with_the_desk_has_a_first_version()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        foreach (var state in (string[])["proposed", "in-review", "published"]) await BodyAsync(desk.Api.PostAsync("/procedures", Written(state, "Klappt es?", state: state)), HttpStatusCode.Created);
        Assert.Equal(["Technisches Problem durchspielen", "published"], (await BodyAsync(desk.Api.GetAsync($"/tickets/{number}/procedures"))).GetProperty("offered").EnumerateArray().Select(one => one.GetProperty("title").GetProperty("german").GetString()));
        Assert.Equal("Technisches Problem durchspielen", (await BodyAsync(desk.Api.GetAsync("/procedures/1/versions/1"))).GetProperty("title").GetProperty("german").GetString());
        Assert.Equal(0, (await BodyAsync(desk.Api.GetAsync("/procedures/1/versions/1/comparison"))).GetProperty("fields").GetArrayLength());
        await BodyAsync(desk.Api.PostAsync("/procedures", Written("Neu", "Klappt es?", state: "retired")), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Beyond_the_wall_there_is_no_procedure_no_version_and_no_walk()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Andere", "hilfe@andere.example");
        var bo = await desk.AddAgentAsync("Bo", "Andere");
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var other = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var hafen = await desk.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());
        var id = (await BodyAsync(desk.Api.PostAsync("/procedures", Written("Geheim", "Klappt es?", community: $"{hafen}")), HttpStatusCode.Created)).GetProperty("id").GetString();
        var run = (await BodyAsync(desk.Api.PostAsync($"/tickets/{number}/procedures", new { procedure = id }), HttpStatusCode.Created)).GetProperty("id").GetString();

        Assert.Equal(1, (await BodyAsync(bo.GetAsync("/procedures"))).GetProperty("items").GetArrayLength());
        foreach (var path in (string[])[$"/procedures/{id}", $"/procedures/{id}/versions", $"/procedures/{id}/versions/1", $"/procedures/{id}/versions/1/comparison", $"/tickets/{number}/procedures"]) Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.SendAsync(HttpMethod.Put, $"/procedures/{id}", JsonContent.Create(Written("Meins", "x")))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/procedures/{id}/retirement", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/tickets/{number}/procedures", new { procedure = "1" })).StatusCode);
        foreach (var (client, ticket) in ((ApiClient, long)[])[(bo, number), (desk.Api, other)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/tickets/{ticket}/procedures/{run}/steps", new { step = "works", answer = "no" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync($"/tickets/{ticket}/procedures/{run}/leaving", new { why = "x" })).StatusCode);
        }
        Assert.Null(await desk.LookAsync(d => d.ProcedureRuns.Select(r => r.EndedAt).SingleAsync()));
        // Whoever does not write for the community is told so, and not what there is.
        Assert.Equal("urn:lotse:text-block-not-yours", (await BodyAsync(bo.PostAsync("/procedures", Written("Meins", "x")), HttpStatusCode.UnprocessableEntity)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("""{}""", "procedure-title-missing"), InlineData("""{"title":{"german":"x"}}""", "procedure-no-steps"), InlineData("""{"title":{"german":"x"},"steps":[null]}""", "procedure-step-not-right")]
    [InlineData("""{"title":{"german":"x"},"steps":[{"key":"a","kind":"dance","words":{"german":"x"}}]}""", "procedure-step-not-right"), InlineData("""{"title":{"german":"x"},"steps":[{"key":"a","kind":"choice","words":{"german":"x"},"ways":[{}]}]}""", null)]
    [InlineData("""{"title":{"german":"x"},"steps":[{"key":"a","kind":"check","words":{"german":"x"},"next":"fort"}]}""", "procedure-leads-nowhere"), InlineData("""{"title":{"german":"x"},"owner":"77","steps":[{"key":"a","kind":"check","words":{"german":"x"}}]}""", "procedure-no-such-owner")]
    public async Task Rubbish_is_answered_in_words(string body, string? code)
    {
        await using var desk = await RunningDesk.StartAsync();
        var answer = await desk.Api.SendAsync(HttpMethod.Post, "/procedures", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.InRange((int)answer.StatusCode, 400, 422);
        if (code is not null) Assert.Equal($"urn:lotse:{code}", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("type").GetString());
    }

    private static object Written(string title, string question, int? version = null, string? community = null, string state = "published") => new
    {
        title = new { german = title }, version, community, state,
        steps = new object[]
        {
            new { key = "works", kind = "choice", words = new { german = question }, ways = new[] { new { key = "yes", words = new { german = "Ja" }, next = "solved" }, new { key = "no", words = new { german = "Nein" }, next = "what" } } },
            new { key = "what", kind = "answer", words = new { german = "Was ist zu sehen?" }, next = "escalate" },
        },
    };

    private static async Task<JsonElement> BodyAsync(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await asked;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }
}
