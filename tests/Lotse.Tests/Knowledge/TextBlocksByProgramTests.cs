using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Text blocks by the API, files included.</summary>
public sealed class TextBlocksByProgramTests
{
    private static async Task<JsonElement> BodyAsync(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await asked;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    [Fact]
    public async Task A_block_is_made_listed_changed_filled_in_sent_and_retired()
    {
        await using var desk = await RunningDesk.StartAsync();
        var api = desk.Api;
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var made = await BodyAsync(api.PostAsync("/text-blocks", new
        {
            title = "Gruß", shortcut = "gruss", texts = new Dictionary<string, string> { ["de"] = "<div>Hallo {{ agent.name }} {{ nix.da }}</div>", ["en"] = "<div>Hello</div>" },
            files = new[] { new { name = "plan.txt", contentType = "text/plain", content = Encoding.UTF8.GetBytes("Fahrplan") } },
        }), HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString()!;
        Assert.Equal((1, "published", "plan.txt"), (made.GetProperty("version").GetInt32(), made.GetProperty("state").GetString(), made.GetProperty("files")[0].GetProperty("name").GetString()));
        for (var n = 0; n < 4; n++) await BodyAsync(api.PostAsync("/text-blocks", new { title = $"Block {n}", texts = new { de = "<div>x</div>" } }), HttpStatusCode.Created);

        var titles = new List<string?>();
        for (string? after = ""; after is not null;)
        {
            var page = await BodyAsync(api.GetAsync($"/text-blocks?limit=2{(after.Length > 0 ? $"&after={after}" : "")}"));
            titles.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()));
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(["Block 0", "Block 1", "Block 2", "Block 3", "Gruß"], titles);

        var filled = await BodyAsync(api.GetAsync($"/text-blocks/{id}/rendered?ticket={number}"));
        Assert.Equal(("Hallo Ada ⟦nix.da⟧", "nix.da"), (filled.GetProperty("text").GetString(), filled.GetProperty("missing").GetString()));
        var refused = await BodyAsync(api.PostAsync($"/tickets/{number}/replies", new { text = filled.GetProperty("text").GetString(), textBlocks = new[] { id } }), HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("urn:lotse:value-missing", "nix.da"), (refused.GetProperty("type").GetString(), refused.GetProperty("field").GetString()));
        await BodyAsync(api.PostAsync($"/tickets/{number}/replies", new { text = "Hallo", textBlocks = new[] { id } }), HttpStatusCode.Created);

        var body = new { title = "Gruß", shortcut = "gruss", texts = new { de = "<div>Hallo</div>" }, version = 1 };
        Assert.Equal(2, (await BodyAsync(api.SendAsync(HttpMethod.Put, $"/text-blocks/{id}", JsonContent.Create(body)))).GetProperty("version").GetInt32());
        await BodyAsync(api.SendAsync(HttpMethod.Put, $"/text-blocks/{id}", JsonContent.Create(body)), HttpStatusCode.PreconditionFailed);
        Assert.Equal("retired", (await BodyAsync(api.PostAsync($"/text-blocks/{id}/retirement", new { }))).GetProperty("state").GetString());
        Assert.Equal(4, (await BodyAsync(api.GetAsync("/text-blocks"))).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"/text-blocks/{id}/rendered?ticket={number}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/text-blocks/12345")).StatusCode);
        Assert.Empty(await desk.CheckAsync());
    }

    [Theory]
    [InlineData("""{"title":"x"}""", "text-block-no-text"), InlineData("""{"title":"x","texts":{"de":"<div>{{ a | money }}</div>"}}""", null), InlineData("""{"title":"x","texts":{"deu":"<div>x</div>"}}""", "text-block-language-not-right")]
    [InlineData("""{"title":"x","texts":{"de":"<div>x</div>"},"community":"99"}""", "no-such-community"), InlineData("""{"title":"x","texts":{"de":"<div>x</div>"},"state":"done"}""", "text-block-state-not-right")]
    [InlineData("""{"title":"x","texts":{"de":null},"files":[null]}""", "file-not-right"), InlineData("""{"texts":{"de":"<div>x</div>"}}""", "text-block-title-missing"), InlineData("""{"title":"x","texts":{"de":"<div>x</div>"},"folder":"7"}""", "text-block-no-such-folder")]
    public async Task Rubbish_is_answered_in_words(string body, string? code)
    {
        await using var desk = await RunningDesk.StartAsync();
        var answer = await desk.Api.SendAsync(HttpMethod.Post, "/text-blocks", new StringContent(body, Encoding.UTF8, "application/json"));
        if (code is null) Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        else Assert.Equal($"urn:lotse:{code}", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("type").GetString());
    }
}
