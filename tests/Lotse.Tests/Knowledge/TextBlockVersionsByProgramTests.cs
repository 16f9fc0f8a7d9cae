using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>How text blocks once were, and all of them out and in, by the API.</summary>
public sealed class TextBlockVersionsByProgramTests
{
    [Fact]
    public async Task Versions_are_listed_read_and_compared_and_nobody_beyond_the_wall_sees_one()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Andere", "hilfe@andere.example");
        var bo = await desk.AddAgentAsync("Bo", "Andere");
        var hafen = await desk.LookAsync(d => d.Communities.Where(c => c.Name == RunningDesk.Community).Select(c => c.Id).SingleAsync());
        var id = (await BodyAsync(desk.Api.PostAsync("/text-blocks", Block("Gruß", "Guten Tag, Kim", hafen)), HttpStatusCode.Created)).GetProperty("id").GetString();
        for (var n = 2; n <= 4; n++) await BodyAsync(desk.Api.SendAsync(HttpMethod.Put, $"/text-blocks/{id}", JsonContent.Create(Block($"Gruß {n}", "Guten Morgen, Kim", hafen))));

        var versions = new List<int>();
        for (int? before = int.MaxValue; before is not null;)
        {
            var page = await BodyAsync(desk.Api.GetAsync($"/text-blocks/{id}/versions?limit=3&before={before}"));
            versions.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetInt32()));
            before = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt32();
        }
        Assert.Equal([4, 3, 2, 1], versions);
        var first = await BodyAsync(desk.Api.GetAsync($"/text-blocks/{id}/versions/1"));
        Assert.Equal(("Gruß", "<div>Guten Tag, Kim</div>", "Ada"), (first.GetProperty("title").GetString(), first.GetProperty("texts").GetProperty("de").GetString(), first.GetProperty("by").GetProperty("name").GetString()));
        var compared = await BodyAsync(desk.Api.GetAsync($"/text-blocks/{id}/versions/2/comparison"));
        Assert.Equal(["title", "texts.de"], compared.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("field").GetString()));
        Assert.Equal(["same Guten ", "removed Tag", "added Morgen", "same , Kim"], compared.GetProperty("fields")[1].GetProperty("parts").EnumerateArray().Select(part => $"{part.GetProperty("kind").GetString()} {part.GetProperty("text").GetString()}"));
        Assert.Equal(0, (await BodyAsync(desk.Api.GetAsync($"/text-blocks/{id}/versions/1/comparison"))).GetProperty("fields").GetArrayLength());
        Assert.Equal(["title"], (await BodyAsync(desk.Api.GetAsync($"/text-blocks/{id}/versions/4/comparison?from=2"))).GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("field").GetString()));
        foreach (var path in (string[])["versions/5", "versions/0", "versions/2147483647", "versions/2/comparison?from=9"]) Assert.Equal(HttpStatusCode.NotFound, (await desk.Api.GetAsync($"/text-blocks/{id}/{path}")).StatusCode);
        foreach (var path in (string[])["versions", "versions/1", "versions/2/comparison"]) Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/text-blocks/{id}/{path}")).StatusCode);
    }

    [Fact]
    public async Task A_table_and_files_go_out_and_come_in_tried_first()
    {
        await using var desk = await RunningDesk.StartAsync();
        var bo = await desk.AddAgentAsync("Bo", RunningDesk.Community);
        await BodyAsync(desk.Api.PostAsync("/text-blocks", Block("Gruß", "Hallo", null)), HttpStatusCode.Created);
        foreach (var (what, type) in ((string, string)[])[("table", "text/csv"), ("files", "application/zip")])
        {
            var bytes = await (await desk.Api.GetAsync($"/text-blocks/{what}")).Content.ReadAsByteArrayAsync();
            Assert.Equal("same", (await ImportAsync(desk.Api, what, type, bytes)).GetProperty("items")[0].GetProperty("step").GetString());
            Assert.Equal(HttpStatusCode.Forbidden, (await bo.GetAsync($"/text-blocks/{what}")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(bo, what, type, bytes, dryRun: true)).StatusCode);
        }
        var zip = Zip(("_all/neu.de.html", "---\ntitle: Neu\nshortcut: neu\n---\n<div>Neu</div>"), ("_all/neu.files/plan.txt", "Fahrplan"));
        var tried = await ImportAsync(desk.Api, "files", "application/zip", zip, dryRun: true);
        Assert.Equal((false, "new", "_all/neu.de.html", 1), (tried.GetProperty("kept").GetBoolean(), tried.GetProperty("items")[0].GetProperty("step").GetString(), tried.GetProperty("items")[0].GetProperty("where").GetString(), tried.GetProperty("items")[0].GetProperty("filesIn").GetInt32()));
        Assert.Equal(1, await desk.LookAsync(d => d.TextBlocks.CountAsync()));
        Assert.True((await ImportAsync(desk.Api, "files", "application/zip", zip)).GetProperty("kept").GetBoolean());
        Assert.Equal((2, 1), await desk.LookAsync(async d => (await d.TextBlocks.CountAsync(), await d.TextBlockFiles.CountAsync())));

        var wrong = await SendAsync(desk.Api, "files", "application/zip", Zip(("_all/x.de.html", "x")), dryRun: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("block-file-no-head", JsonElement.Parse(await wrong.Content.ReadAsStringAsync()).GetProperty("items")[0].GetProperty("refusal").GetString());
        Assert.Equal("urn:lotse:zip-broken", JsonElement.Parse(await (await SendAsync(desk.Api, "files", "application/zip", "x"u8.ToArray(), dryRun: true)).Content.ReadAsStringAsync()).GetProperty("type").GetString());
        Assert.Equal("urn:lotse:csv-column-missing", JsonElement.Parse(await (await SendAsync(desk.Api, "table", "text/csv", "a,b\n"u8.ToArray(), dryRun: true)).Content.ReadAsStringAsync()).GetProperty("type").GetString());
        Assert.Empty(await desk.CheckAsync());
    }

    private static object Block(string title, string german, long? community) => new { title, texts = new { de = $"<div>{german}</div>" }, community = community is null ? null : $"{community}" };

    private static Task<HttpResponseMessage> SendAsync(ApiClient api, string what, string type, byte[] bytes, bool dryRun)
    {
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new(type);
        return api.SendAsync(HttpMethod.Post, $"/text-blocks/{what}?dryRun={(dryRun ? "true" : "false")}", body);
    }

    private static Task<JsonElement> ImportAsync(ApiClient api, string what, string type, byte[] bytes, bool dryRun = false) => BodyAsync(SendAsync(api, what, type, bytes, dryRun));

    private static byte[] Zip(params (string Path, string Text)[] files)
    {
        using var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return into.ToArray();
    }

    private static async Task<JsonElement> BodyAsync(Task<HttpResponseMessage> asked, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await asked;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }
}
