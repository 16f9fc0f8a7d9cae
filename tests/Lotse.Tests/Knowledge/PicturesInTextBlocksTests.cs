using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Pictures in text blocks, from the editor to the answer.</summary>
public sealed partial class PicturesInTextBlocksTests
{
    private static readonly byte[] s_dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static readonly byte[] s_gif = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static string New(byte[] bytes) => $"<img src=\"data:image/png;base64,{Convert.ToBase64String(bytes)}\" alt=\"Plan\">";

    [Fact]
    public async Task A_picture_is_kept_once_shown_to_those_who_see_the_block_and_goes_with_the_last_text_that_shows_it()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        var id = await desk.MakeBlockAsync(ada, "Plan", "plan", $"<div>So: {New(s_dot)}</div>", $"<div>{New(s_dot)}</div>", hafen);
        var file = await desk.ReadAsync(d => d.TextBlockFiles.SingleAsync());
        Assert.Equal((true, "image/png", (long)s_dot.Length), (file.Inline, file.ContentType, file.Size));
        var address = $"/text-blocks/{id}/files/{file.Id}";
        var page = await ada.PageAsync($"/text-blocks/{id}");
        Assert.Equal(2, Times(page, $"<img src=\"{address}\" alt=\"Plan\">"));
        Assert.DoesNotContain($"href=\"{address}\"", page, StringComparison.Ordinal);
        var shown = await ada.GetAsync(address);
        Assert.Equal(("image/png", "inline"), (shown.Content.Headers.ContentType!.MediaType, shown.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(s_dot, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(address)).StatusCode);
        Assert.Equal(["private, no-cache"], shown.Headers.NonValidated["Cache-Control"]);
        var kept = ("If-None-Match", shown.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await ada.SendAsync(HttpMethod.Get, address, null, null, kept)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.SendAsync(HttpMethod.Get, address, null, null, kept)).StatusCode);

        // As the editor has it, it stays; of one language taken out, it stays for the other.
        var typed = WebUtility.HtmlDecode(Kept().Match(await (await ada.GetAsync($"/text-blocks/{id}/edit")).Content.ReadAsStringAsync()).Groups["html"].Value);
        Assert.Contains(address, typed, StringComparison.Ordinal);
        await SavedAsync(ada.PostAsync($"/text-blocks/{id}", BlockDesk.Fields("Plan", "plan", typed, "<div>Without</div>", hafen)));
        Assert.Equal(file.Id, await desk.ReadAsync(d => d.TextBlockFiles.Select(f => f.Id).SingleAsync()));
        await SavedAsync(ada.PostAsync($"/text-blocks/{id}", BlockDesk.Fields("Plan", "plan", "<div>Ohne</div>", "<div>Without</div>", hafen)));
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlockFiles.CountAsync()));
    }

    [Fact]
    public async Task Nothing_is_fetched_from_elsewhere_and_no_other_blocks_picture_is_taken()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var theirs = await desk.MakeBlockAsync(ada, "Fremd", "fremd", $"<div>{New(s_dot)}</div>", null, 77);
        var file = await desk.ReadAsync(d => d.TextBlockFiles.Select(f => f.Id).SingleAsync());
        var id = await desk.MakeBlockAsync(ada, "Eigen", "eigen", $"<div>Da<img src=\"https://elsewhere.example/x.png\"><img src=\"cid:picture-{file}\"><img src=\"/text-blocks/{theirs}/files/{file}\"></div>");
        Assert.Equal("<div>Da</div>", await desk.ReadAsync(d => d.TextBlockTexts.Where(t => t.TextBlockId == id).Select(t => t.Html).SingleAsync()));
        var refused = await ada.PostAsync("/text-blocks", BlockDesk.Fields("Keins", null, $"<div>{New("<svg onload=alert(1)>"u8.ToArray())}</div>"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("ist keines, das Mailprogramme zeigen", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        // What would be seen is what was typed, without being kept.
        var preview = await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields("Neu", null, $"<div>{New(s_gif)}</div>"), ("then", "preview")]);
        Assert.Contains($"<img src=\"data:image/gif;base64,{Convert.ToBase64String(s_gif)}\" alt=\"Plan\">", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.TextBlockFiles.CountAsync()));
    }

    [Fact]
    public async Task A_description_is_never_taken_for_an_address()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var id = await desk.MakeBlockAsync(ada, "Plan", "plan", $"<div>{New(s_dot)}</div>");
        var file = await desk.ReadAsync(d => d.TextBlockFiles.Select(f => f.Id).SingleAsync());
        var address = $"/text-blocks/{id}/files/{file}";
        var alt = $"src=cid:picture-{file} onerror=alert(1) > x";

        await SavedAsync(ada.PostAsync($"/text-blocks/{id}", BlockDesk.Fields("Plan", "plan", $"<div><img alt=\"{alt}\" src=\"{address}\"><a href=\"https://kunde.example/<img>\">da</a></div>")));

        // As browsers read it: the description is one attribute, and no other has come of it.
        foreach (var (html, source) in new[] { (await desk.ReadAsync(d => d.TextBlockTexts.Select(t => t.Html).SingleAsync()), $"cid:picture-{file}"), (await (await ada.GetAsync($"/text-blocks/{id}")).Content.ReadAsStringAsync(), address) })
        {
            var shown = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelectorAll("img").Single(img => img.HasAttribute("alt") && img.GetAttribute("src") == source);
            Assert.Equal((alt, 2), (shown.GetAttribute("alt"), shown.Attributes.Length));
        }
        // Nor for a picture that is shown: with the last one that is, its file goes.
        await SavedAsync(ada.PostAsync($"/text-blocks/{id}", BlockDesk.Fields("Plan", "plan", $"<div>Da<img alt=\"src=cid:picture-{file}\" src=\"data:image/gif;base64,{Convert.ToBase64String(s_gif)}\"></div>")));
        Assert.Equal("image/gif", await desk.ReadAsync(d => d.TextBlockFiles.Select(f => f.ContentType).SingleAsync()));
    }

    [Fact]
    public async Task Put_into_an_answer_it_is_a_picture_of_the_answer_those_of_blocks_inside_too()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        await desk.MakeBlockAsync(ada, "Innen", "innen", $"<div>{New(s_gif)}</div>", null, hafen);
        var id = await desk.MakeBlockAsync(ada, "Außen", "aussen", $"<div>Plan: {New(s_dot)} {{% include 'innen' %}}</div>", null, hafen);
        var filled = await ada.JsonAsync($"/text-blocks/{id}/rendered?ticket={number}");
        Assert.Equal(2, filled.GetProperty("files").GetInt32());
        var html = filled.GetProperty("html").GetString()!;
        Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/tickets/{number}/text-blocks/{id}/files")).StatusCode);
        var put = System.Text.Json.JsonElement.Parse(await (await ada.PostAsync($"/tickets/{number}/text-blocks/{id}/files")).Content.ReadAsStringAsync());
        Assert.Equal(2, put.GetArrayLength());
        foreach (var one in put.EnumerateArray())
        {
            Assert.Contains($"\"{one.GetProperty("of").GetString()}\"", html, StringComparison.Ordinal);
            html = html.Replace($"\"{one.GetProperty("of").GetString()}\"", $"\"{one.GetProperty("address").GetString()}\"", StringComparison.Ordinal);
            Assert.StartsWith("image/", (await ada.GetAsync(one.GetProperty("address").GetString()!)).Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        }
        // A second time they lie there already.
        await ada.PostAsync($"/tickets/{number}/text-blocks/{id}/files");
        Assert.Equal(2, await desk.ReadAsync(d => d.DraftFiles.CountAsync()));
        await SavedAsync(ada.PostAsync($"/tickets/{number}/replies", ("text", "Plan"), ("html", html), ("textBlocks", $"{id}"), ("then", "wait")));
        var sent = await desk.ReadAsync(d => d.Messages.Where(m => m.Kind == Domain.Tickets.MessageKind.Outgoing).Include(m => m.Attachments).SingleAsync());
        Assert.Equal(["image/gif", "image/png"], sent.Attachments.Where(a => a.Inline).Select(a => a.ContentType).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pictures_go_out_beside_their_text_and_come_in_again()
    {
        byte[] exported;
        await using (var desk = await PagesDesk.StartAsync())
        {
            using var ada = await desk.SignedInAsync();
            await desk.MakeBlockAsync(ada, "Plan", "plan", $"<div>{New(s_dot)} {New(s_gif)}</div>", $"<div>{New(s_gif)}</div>");
            exported = await (await ada.GetAsync("/text-blocks/exchange/text-blocks.zip")).Content.ReadAsByteArrayAsync();
            Assert.Contains("Unverändert", await SendAsync(ada, exported), StringComparison.Ordinal);
        }
        using (var zip = new ZipArchive(new MemoryStream(exported)))
        {
            using var reader = new StreamReader(zip.GetEntry("_all/plan.en.html")!.Open());
            var path = Source().Match(await reader.ReadToEndAsync()).Groups["path"].Value;
            Assert.Equal(s_gif.Length, zip.GetEntry($"_all/{path}")!.Length);
        }
        await using (var desk = await PagesDesk.StartAsync())
        {
            using var ada = await desk.SignedInAsync();
            await SendAsync(ada, exported);
            Assert.Equal(2, await desk.ReadAsync(d => d.TextBlockFiles.CountAsync(f => f.Inline)));
            Assert.Equal(exported, await (await ada.GetAsync("/text-blocks/exchange/text-blocks.zip")).Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task<string> SendAsync(Visitor agent, byte[] zip)
    {
        using var form = new MultipartFormDataContent { { new StringContent("import"), "then" }, { new StringContent(await agent.FormTokenAsync("/text-blocks/exchange")), "__RequestVerificationToken" }, { new ByteArrayContent(zip), "files", "blocks.zip" } };
        var answer = await agent.PostContentAsync("/text-blocks/exchange/files", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task SavedAsync(Task<HttpResponseMessage> posted) => Assert.Equal(HttpStatusCode.SeeOther, (await posted).StatusCode);

    private static int Times(string page, string words) => page.Split(words).Length - 1;

    [GeneratedRegex("name=\"html-de\" value=\"(?<html>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kept();

    [GeneratedRegex("src=\"(?<path>plan\\.files/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();
}
