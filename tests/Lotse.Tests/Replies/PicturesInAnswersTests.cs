using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tickets.Drafts;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Replies;

/// <summary>Pictures stand in the text of an answer, and files that were picked stay picked until it is sent.</summary>
public sealed class PicturesInAnswersTests
{
    private static readonly byte[] s_png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_picture_put_into_the_text_is_sent_with_it_and_shown_in_the_ticket_afterwards()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var agent = await SignedInAsync(desk);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var put = await PutAsync(agent, number, "plan.png", s_png);
        var picture = await agent.GetAsync(put.Address);
        Assert.Equal(s_png, await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["private, no-cache"], picture.Headers.NonValidated["Cache-Control"]);
        Assert.Equal(HttpStatusCode.NotModified, (await agent.SendAsync(HttpMethod.Get, put.Address, null, null, ("If-None-Match", picture.Headers.ETag!.ToString()))).StatusCode);

        var answer = await SendAsync(agent, number, ("text", "Siehe hier: [image: plan.png]"), ("html", $"<div>Siehe hier: <img src=\"{put.Address}\" alt=\"plan.png\" data-size=\"68\"></div>"), ("then", "wait"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var mail = (await desk.SentAsync("anna@kunde.example"))[0];
        Assert.Contains("[image: plan.png]", mail.TextBody, StringComparison.Ordinal);
        var related = Assert.Single(mail.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "image/png");
        Assert.Equal("inline", related.ContentDisposition!.Disposition);
        Assert.Contains($"src=\"cid:{related.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal);
        var around = Assert.IsType<Multipart>(Assert.IsType<MultipartAlternative>(mail.Body)[1], exactMatch: false);
        Assert.Equal("related", around.ContentType.MediaSubtype);
        var message = (await desk.Api.TicketAsync(number)).Messages[^1];
        Assert.True(Assert.Single(message.Attachments).Inline);
        var shown = await (await agent.GetAsync($"/messages/{message.Id}/html")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"data:image/png;base64,{Convert.ToBase64String(s_png)}", shown, StringComparison.Ordinal);
        Assert.Equal(0, await desk.LookAsync(d => d.DraftFiles.CountAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task A_picture_that_was_taken_out_of_the_text_again_is_not_sent()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var agent = await SignedInAsync(desk);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await PutAsync(agent, number, "geheim.png", s_png);

        await SendAsync(agent, number, ("text", "Ohne Bild."), ("html", "<div>Ohne Bild.</div>"), ("then", "wait"));

        Assert.DoesNotContain((await desk.SentAsync("anna@kunde.example"))[0].BodyParts, part => part.ContentType.MediaType == "image");
    }

    [Fact]
    public async Task What_is_no_picture_by_its_bytes_does_not_get_into_the_text()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var agent = await SignedInAsync(desk);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var answer = await TryPutAsync(agent, number, "bild.png", "<svg onload='alert(1)'/>"u8.ToArray());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("bild.png", (await ReadAsync<DraftRefusalJson>(answer)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drafts_file_is_for_nobody_but_its_writer()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var agent = await SignedInAsync(desk);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        var put = await PutAsync(agent, number, "plan.png", s_png);
        var other = await desk.AddAgentAsync("Bo", RunningDesk.Community);
        using var bo = await SignedInAsync(desk, "bo@desk.example");

        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(put.Address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await RemoveAsync(bo, put.Address, number)).StatusCode);
        await SendAsync(bo, number, ("text", "x"), ("html", $"<div>x <img src=\"{put.Address}\" alt=\"a\"></div>"), ("kept", put.Id), ("then", "wait"));
        Assert.Empty((await desk.SentAsync("anna@kunde.example"))[0].Attachments);
        Assert.DoesNotContain("cid:", (await desk.SentAsync("anna@kunde.example"))[0].HtmlBody, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync(put.Address)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await RemoveAsync(agent, put.Address, number)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync(put.Address)).StatusCode);
        Assert.NotEqual(0, other.AgentId);
    }

    [Fact]
    public async Task Files_that_were_picked_survive_a_refusal_can_be_taken_off_and_are_sent_with_the_next_try()
    {
        await using var desk = await RunningDesk.StartAsync();
        using var agent = await SignedInAsync(desk);
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;

        var refused = await SendWithFilesAsync(agent, number, ["angebot.pdf", "falsch.pdf"], ("text", "Anbei."), ("to", "kein-at-zeichen"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var kept = await desk.LookAsync(d => d.DraftFiles.OrderBy(f => f.Id).ToListAsync());
        var page = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["angebot.pdf", "falsch.pdf"], kept.Select(file => file.Name));
        Assert.All(kept, file => Assert.Contains($"name=\"kept\" value=\"{file.Id}\"", page, StringComparison.Ordinal));

        var without = await SendAsync(agent, number, ("text", "Anbei."), ("remove", $"{kept[1].Id}"), ("kept", $"{kept[0].Id}"), ("kept", $"{kept[1].Id}"));
        page = await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, true, false), (without.StatusCode, page.Contains("Anbei.", StringComparison.Ordinal), page.Contains("falsch.pdf", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(agent, number, ("text", "Anbei."), ("kept", $"{kept[0].Id}"), ("then", "wait"))).StatusCode);
        Assert.Equal(["angebot.pdf"], (await desk.SentAsync("anna@kunde.example"))[0].Attachments.Select(file => file.ContentDisposition!.FileName));
        Assert.Equal(0, await desk.LookAsync(d => d.DraftFiles.CountAsync()));
    }

    [Fact]
    public async Task All_files_and_pictures_together_stay_below_the_limit_and_nothing_is_sent_above_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        object File(int bytes) => new { name = "gross.bin", content = Convert.ToBase64String(new byte[bytes]) };

        var answer = await desk.Api.TryReplyAsync(number, new { text = "Anbei.", attachments = new[] { File(13_000_000), File(12_000_001) } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("urn:lotse:files-too-large", problem, StringComparison.Ordinal);
        Assert.Contains("25 MB", problem, StringComparison.Ordinal);
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));
        Assert.Equal(HttpStatusCode.Created, (await desk.Api.TryReplyAsync(number, new { text = "Anbei.", attachments = new[] { File(13_000_000), File(12_000_000) } })).StatusCode);
    }

    [Fact]
    public async Task A_program_shows_pictures_by_their_content_id()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        await desk.Api.ReplyAsync(number, more: new { html = "<p>Hier: <img src=\"cid:plan\"></p>", attachments = new[] { new { name = "plan.png", contentId = "plan", content = Convert.ToBase64String(s_png) } } });

        var mail = (await desk.SentAsync("anna@kunde.example"))[0];
        var part = Assert.Single(mail.BodyParts.OfType<MimePart>(), one => one.ContentType.MimeType == "image/png");
        Assert.Contains($"cid:{part.ContentId}", mail.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("Hier: [image: plan.png]", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.Api.TryReplyAsync(number, new
        {
            html = "<p><img src=\"cid:x\"> Worte</p>", attachments = new[] { new { name = "x.png", contentId = "x", content = Convert.ToBase64String([1, 2, 3]) } },
        })).StatusCode);
    }

    [Theory]
    [InlineData(null, 25_000_000)]
    [InlineData("10", 10_000_000)]
    public void The_limit_is_a_setting(string? typed, long bytes) => Assert.Equal(bytes, AttachmentLimit.Parse(typed).Bytes);

    [Theory]
    [InlineData("0")]
    [InlineData("viel")]
    [InlineData("151")]
    public void A_limit_that_makes_no_sense_is_refused(string typed) => Assert.Throws<FormatException>(() => AttachmentLimit.Parse(typed));

    private static async Task<Visitor> SignedInAsync(RunningDesk desk, string email = RunningDesk.Admin)
    {
        var visitor = new Visitor(desk.Url);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("/sign-in", ("email", email), ("password", "a plain long sentence"))).StatusCode);
        return visitor;
    }

    private static async Task<DraftFileJson> PutAsync(Visitor agent, long number, string name, byte[] bytes)
    {
        var answer = await TryPutAsync(agent, number, name, bytes);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await ReadAsync<DraftFileJson>(answer);
    }

    private static async Task<HttpResponseMessage> TryPutAsync(Visitor agent, long number, string name, byte[] bytes)
    {
        using var form = await FormAsync(agent, number);
        form.Add(new StringContent("1"), "inline");
        form.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", name);
        return await agent.PostContentAsync($"/tickets/{number}/draft-files", form);
    }

    private static async Task<HttpResponseMessage> RemoveAsync(Visitor agent, string address, long number)
    {
        using var form = await FormAsync(agent, number);
        return await agent.PostContentAsync($"{address}/removal", form);
    }

    private static Task<HttpResponseMessage> SendAsync(Visitor agent, long number, params (string Name, string Value)[] fields) => SendWithFilesAsync(agent, number, [], fields);

    private static async Task<HttpResponseMessage> SendWithFilesAsync(Visitor agent, long number, string[] files, params (string Name, string Value)[] fields)
    {
        using var form = await FormAsync(agent, number);
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        foreach (var file in files) form.Add(new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "files", file);
        return await agent.PostContentAsync($"/tickets/{number}/replies", form);
    }

    private static async Task<MultipartFormDataContent> FormAsync(Visitor agent, long number) =>
        new() { { new StringContent(await agent.FormTokenAsync($"/tickets/{number}")), "__RequestVerificationToken" } };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<T>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), JsonSerializerOptions.Web)!;
}
