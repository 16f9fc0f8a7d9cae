using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets;

/// <summary>A browser shows a file out of its memory only after the desk has said that whoever sits there may see it, and that it is still there.</summary>
public sealed class GuardingFilesTests
{
    private static readonly byte[] s_words = "nur für Hafen"u8.ToArray();

    [Fact]
    public async Task Is_kept_by_a_browser_but_asked_for_each_time()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (clara, file, _) = await FileAsync(desk);

        using var first = await clara.GetAsync(file);
        using var again = await AskAsync(clara, file, first.Headers.ETag!.ToString());
        using var other = await AskAsync(clara, file, "\"other\"");
        using var part = await clara.SendAsync(HttpMethod.Get, file, change: request =>
        {
            request.Headers.Range = new(4, 6);
            request.Headers.IfRange = new(first.Headers.ETag!);
        });

        Assert.Equal(("private, no-cache", $"\"{Convert.ToHexStringLower(SHA256.HashData(s_words))}\""), (string.Join(", ", first.Headers.NonValidated["Cache-Control"]), first.Headers.ETag!.Tag));
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal("private, no-cache", string.Join(", ", again.Headers.NonValidated["Cache-Control"]));
        Assert.Equal(s_words, await other.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(s_words[4..7], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Is_there_no_more_for_whoever_may_not_see_it_whatever_the_browser_has()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.AddMailboxAsync("Werft", "hilfe@werft.example");
        var (clara, file, _) = await FileAsync(desk);
        using var first = await clara.GetAsync(file);

        var werft = await desk.LookAsync(d => d.Communities.Where(c => c.Name == "Werft").Select(c => c.Id).SingleAsync());
        (await desk.Api.SendAsync(HttpMethod.Patch, $"/agents/{ToJson.Id(clara.AgentId)}", JsonContent.Create(new { communities = new[] { ToJson.Id(werft) } }))).EnsureSuccessStatusCode();

        using var again = await AskAsync(clara, file, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Is_there_no_more_once_it_is_blacked_out()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (clara, file, ticket) = await FileAsync(desk);
        using var first = await clara.GetAsync(file);

        var message = ticket.Messages[0];
        (await desk.Api.PostAsync($"/tickets/{ticket.Number}/messages/{message.Id}/redactions", new { files = new[] { message.Attachments[0].Id } })).EnsureSuccessStatusCode();

        using var again = await AskAsync(clara, file, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    private static async Task<(ApiClient Clara, string File, TicketJson Ticket)> FileAsync(RunningDesk desk)
    {
        var clara = await desk.AddAgentAsync("Clara", "Hafen");
        var number = (await desk.PostMailAsync(new CustomerMail { File = ("plan.txt", s_words) })).Ticket!.Value;
        var ticket = await clara.TicketAsync(number);
        return (clara, $"/attachments/{ticket.Messages[0].Attachments[0].Id}", ticket);
    }

    private static Task<HttpResponseMessage> AskAsync(ApiClient who, string path, string tag) =>
        who.SendAsync(HttpMethod.Get, path, change: request => request.Headers.TryAddWithoutValidation("If-None-Match", tag));
}
