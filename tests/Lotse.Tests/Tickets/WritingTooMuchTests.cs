using System.Net;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets;

/// <summary>One bound for all that is written: a ticket, a note, an answer and a draft.</summary>
public sealed class WritingTooMuchTests
{
    private static readonly string s_tooMuch = new('x', Message.LongestAtMost + 1), s_half = new('x', (Message.LongestAtMost / 2) + 1);

    [Fact]
    public async Task Is_refused_to_programs_and_nothing_of_it_is_kept()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail());
        foreach (var (path, body) in new (string, object)[]
        {
            ("/tickets", new { community = RunningDesk.Community, subject = "Viel", text = s_tooMuch, contact = "kim@kunde.example" }),
            ("/tickets", new { community = RunningDesk.Community, subject = s_tooMuch, text = "Worte", contact = "kim@kunde.example" }),
            ("/tickets/1001/notes", new { text = s_tooMuch }),
            ("/tickets/1001/notes", new { text = s_half, html = s_half }),
            ("/tickets/1001/replies", new { text = s_tooMuch }),
            ("/tickets/1001/replies", new { text = s_half, html = s_half }),
            ("/tickets/1001/replies", new { text = "Worte", cc = new[] { $"{s_tooMuch} <kim@kunde.example>" } }),
        })
        {
            using var answer = await desk.Api.PostAsync(path, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "urn:lotse:text-too-long"), (answer.StatusCode, await answer.CodeAsync()));
        }
        Assert.Equal((1, 1), (await desk.LookAsync(d => d.Tickets.CountAsync()), await desk.LookAsync(d => d.Messages.CountAsync())));
    }

    [Fact]
    public async Task Is_refused_of_a_draft_also_where_it_stands_in_to_and_copies()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Worte");
        using var agent = await desk.SignedInAsync();
        var most = new string('x', 3_900_000); // More than this no field of a form may hold.
        using var draft = await agent.PostAsync($"/tickets/{number}/drafts", ("kind", "reply"), ("text", "Worte"), ("to", most), ("cc", most));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, draft.StatusCode);
        Assert.Contains("draft-too-long", await draft.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await desk.ReadAsync(d => d.Drafts.CountAsync()));
    }

    [Fact]
    public async Task People_are_told_how_much_it_may_be()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Drucker", "Worte");
        using var agent = await desk.SignedInAsync();
        var most = new string('x', 3_900_000);
        using var reply = await agent.PostAsync($"/tickets/{number}/replies", ("text", most), ("html", most));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.StatusCode);
        Assert.Contains("Das ist zu lang: höchstens 6.000.000 Zeichen.", WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.Messages.CountAsync()));
    }
}
