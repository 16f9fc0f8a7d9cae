using System.Net;
using Lotse.Domain.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>From the list behind / to the answer that was sent, and what is counted and learned of it.</summary>
public sealed class AnsweringWithTextBlocksTests
{
    [Fact]
    public async Task The_tickets_language_is_filled_in_and_a_missing_one_is_said()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("Kim <Kunde> & Co <kim@kunde.example>", "Question about my order", "Hello, I have been waiting for the delivery of my order for three weeks now. Where is it? Thank you very much.");
        using var ada = await desk.SignedInAsync();
        var both = await desk.MakeBlockAsync(ada, "Beides", "beides", "<div>Guten Tag</div>", "<div>Hello {{ contact.name }}, about #{{ ticket.number }} <b>{{ ticket.subject }}</b></div>");
        var german = await desk.MakeBlockAsync(ada, "Deutsch", "nur-deutsch", "<div>Nur Deutsch, {{ agent.name }}</div>");
        Assert.Equal("en", await desk.ReadAsync(d => d.Tickets.Where(t => t.Number == number).Select(t => t.Language).SingleAsync()));

        var filled = await ada.JsonAsync($"/text-blocks/{both}/rendered?ticket={number}");
        Assert.Equal("en", filled.GetProperty("language").GetString());
        Assert.Contains($"about #{number} <b>Question about my order</b>", filled.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<Kunde>", filled.GetProperty("html").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, filled.GetProperty("said").ValueKind);
        var other = await ada.JsonAsync($"/text-blocks/{german}/rendered?ticket={number}");
        Assert.Equal("„Deutsch“ gibt es nicht auf Englisch; eingesetzt ist Deutsch.", other.GetProperty("said").GetString());
        Assert.Contains("Nur Deutsch, Ada", other.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_is_marked_and_sent_by_no_door()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var ada = await desk.SignedInAsync();
        var id = await desk.MakeBlockAsync(ada, "Mit Lücke", "luecke", "<div>Guten Tag {{ contact.name | upcase }}, {{ order.number }} {% if contact.name %}ja{% else %}nein{% endif %} {{ contact.name | default: 'Kundin' }}</div>");
        var filled = await ada.JsonAsync($"/text-blocks/{id}/rendered?ticket={number}");
        var html = filled.GetProperty("html").GetString()!;
        Assert.Contains("⟦contact.name⟧, ⟦order.number⟧ nein Kundin", html, StringComparison.Ordinal);
        Assert.Equal("contact.name", filled.GetProperty("missing").GetString());

        var page = await ada.PostAsync($"/tickets/{number}/replies", ("text", filled.GetProperty("text").GetString()!), ("html", html), ("textBlocks", $"{id}"), ("then", "wait"));
        var said = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.StatusCode);
        Assert.Contains("Es steht noch eine leere Stelle im Text: ⟦contact.name⟧.", said, StringComparison.Ordinal);
        Assert.Contains($"name=\"textBlocks\" value=\"{id}\"", said, StringComparison.Ordinal);
        // The plain words were mended, the HTML was not.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ada.PostAsync($"/tickets/{number}/replies", ("text", "Guten Tag Kim"), ("html", "<div>Guten Tag ⟦<b>contact.name</b>⟧</div>"), ("then", "wait"))).StatusCode);
        var macro = await ada.PostAsync("/macros", ("name", "Lücke"), ("reply", "Guten Tag ⟦contact.name⟧"));
        Assert.Equal(HttpStatusCode.SeeOther, macro.StatusCode);
        var macroId = await desk.ReadAsync(d => d.Macros.Select(m => m.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ada.PostAsync($"/tickets/{number}/macro-runs", ("macro", $"{macroId}"))).StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.Outbox.CountAsync()));
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlockUses.CountAsync()));
    }

    [Fact]
    public async Task Blocks_stand_in_blocks_but_never_those_of_others()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        await desk.MakeBlockAsync(ada, "Gruß", "gruss", "<div>Herzlich, {{ community.name }}</div>", null, hafen);
        await desk.MakeBlockAsync(ada, "Fremd", "fremd", "<div>Geheim</div>", null, 77);
        await desk.MakeBlockAsync(ada, "Kreis", "kreis", "<div>Rund {% include 'ganz' %}</div>");
        var id = await desk.MakeBlockAsync(ada, "Ganz", "ganz", "<div>Hallo {% include ‘gruss’ %} {% include \"fremd\" %} {% render 'kreis' %}</div>", null, hafen);
        var html = (await ada.JsonAsync($"/text-blocks/{id}/rendered?ticket={number}")).GetProperty("html").GetString()!;
        Assert.Contains("Herzlich, Hafen", html, StringComparison.Ordinal);
        Assert.Contains("⟦block:fremd⟧", html, StringComparison.Ordinal);
        Assert.Contains("Rund ⟦block:ganz⟧", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Geheim", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_behind_the_slash_holds_what_may_be_used_here()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        var ours = await desk.MakeBlockAsync(ada, "Rechnung kommt", "rechnung", "<div>x</div>", null, hafen);
        var draft = await desk.MakeBlockAsync(ada, "Rechnung unfertig", "rechnung-neu", "<div>x</div>", null, hafen, "proposed");
        var theirs = await desk.MakeBlockAsync(ada, "Rechnung anderswo", "rechnung", "<div>x</div>", null, 77);
        await desk.MakeBlockAsync(ada, "Drucker", null, "<div>x</div>");
        string[] Titles(System.Text.Json.JsonElement json) => [.. json.GetProperty("offers").EnumerateArray().Select(o => o.GetProperty("title").GetString()!)];

        Assert.Equal(["Rechnung kommt"], Titles(await ada.JsonAsync($"/text-blocks/offers?ticket={number}&q=rech")));
        Assert.Equal(["Rechnung kommt", "Drucker"], Titles(await ada.JsonAsync($"/text-blocks/offers?ticket={number}&q=")));
        Assert.Equal(["Rechnung kommt"], Titles(await ada.JsonAsync($"/text-blocks/offers?ticket={number}&q=kom%20rech")));
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/text-blocks/offers?ticket={number}&q=")).StatusCode);
        foreach (var id in (long[])[draft, theirs]) Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync($"/text-blocks/{id}/rendered?ticket={number}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/text-blocks/{ours}/rendered?ticket={number}")).StatusCode);
        await ada.PostAsync($"/text-blocks/{ours}", BlockDesk.Fields("Rechnung kommt", "rechnung", "<div>x</div>", null, hafen, "retired"));
        Assert.Equal(["Drucker"], Titles(await ada.JsonAsync($"/text-blocks/offers?ticket={number}&q=")));
    }

    [Fact]
    public async Task Use_is_counted_solved_is_known_and_what_solved_is_suggested()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Zahnradbahn steht", "Die Zahnradbahn steht seit heute still.", "Message-ID: <eins@kunde.example>\r\n");
        var id = await desk.MakeBlockAsync(ada, "Allgemeines", "allg", "<div>Wir kümmern uns.</div>");
        Task<(long, long)> CountsAsync() => desk.ReadAsync(async d => await d.TextBlocks.Where(b => b.Id == id).Select(b => new ValueTuple<long, long>(b.Sent, b.Solved)).SingleAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/tickets/{number}/replies", ("text", "Wir kümmern uns."), ("textBlocks", $"{id},{id},99"), ("then", "resolve"))).StatusCode);
        await desk.CountedAsync();
        Assert.Equal((1, 1), await CountsAsync());
        var similar = await desk.ReceiveAsync("ida@kunde.example", "Wieder die Zahnradbahn", "Sie steht schon wieder.");
        Assert.Contains("Allgemeines", await ada.PageAsync($"/tickets/{similar}/text-blocks"), StringComparison.Ordinal);

        // The customer writes again: it was not solved, and nothing was learned of it.
        await desk.ReceiveAsync("kim@kunde.example", "AW: Zahnradbahn steht", "Sie steht immer noch.", "In-Reply-To: <eins@kunde.example>\r\n");
        await desk.CountedAsync();
        Assert.Equal((1, 0), await CountsAsync());
        Assert.Contains("Keiner passt bisher.", await ada.PageAsync($"/tickets/{similar}/text-blocks"), StringComparison.Ordinal);
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlockWords.CountAsync(w => w.Learned)));
    }

    [Fact]
    public async Task What_is_blacked_out_of_a_solved_ticket_is_forgotten_and_the_rest_stays_learned()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Zahnradbahn steht", "Die Zahnradbahn von Frau Wolkenstein steht.");
        var id = await desk.MakeBlockAsync(ada, "Allgemeines", "allg", "<div>Wir kümmern uns.</div>");
        await ada.PostAsync($"/tickets/{number}/replies", ("text", "Wir kümmern uns."), ("textBlocks", $"{id}"), ("then", "resolve"));
        await desk.CountedAsync();
        Task<List<string>> LearnedAsync() => desk.ReadAsync(d => d.TextBlockWords.Where(w => w.Learned).Select(w => w.Word).ToListAsync());
        Assert.Contains("wolkenstei", await LearnedAsync());

        var message = await desk.ReadAsync(d => d.Messages.OrderBy(m => m.Id).Select(m => m.Id).FirstAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/messages/{message}/redaction", ("passages", "Frau Wolkenstein"), ("sure", "yes"))).StatusCode);
        await desk.CountedAsync();

        Assert.DoesNotContain("wolkenstei", await LearnedAsync());
        Assert.NotEmpty(await LearnedAsync());
        Assert.DoesNotContain("wolkenstei", await desk.ReadAsync(d => d.TextBlockUses.Select(u => u.Words).SingleAsync()), StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.TextBlocks.Where(b => b.Id == id).Select(b => b.Solved).SingleAsync()));
    }

    [Fact]
    public async Task An_answer_that_is_taken_back_was_never_sent()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        var id = await desk.MakeBlockAsync(ada, "Gruß", "gruss", "<div>Gruß</div>");
        await ada.PostAsync($"/tickets/{number}/replies", ("text", "Gruß"), ("textBlocks", $"{id}"), ("then", "wait"));
        await desk.CountedAsync();
        var message = await desk.ReadAsync(d => d.TextBlockUses.Select(u => u.MessageId).SingleAsync());
        var back = await ada.PostAsync($"/messages/{message}/recall");
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        await desk.CountedAsync();
        Assert.Equal((0, 0L), await desk.ReadAsync(async d => (await d.TextBlockUses.CountAsync(), await d.TextBlocks.Select(b => b.Sent).SingleAsync())));
    }

    [Fact]
    public async Task Blocks_are_suggested_by_their_words_in_either_language_and_only_ones_own()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        await desk.MakeBlockAsync(ada, "Passwort zurücksetzen", "passwort", "<div>So setzen Sie Ihr Passwort zurück.</div>", "<div>How to reset your password.</div>", hafen);
        await desk.MakeBlockAsync(ada, "Passwörter der anderen", null, "<div>Passwort</div>", null, 77);
        await desk.MakeBlockAsync(ada, "Passwort unfertig", null, "<div>Passwort</div>", null, hafen, "in-review");
        var german = await desk.ReceiveAsync("kim@kunde.example", "Passwörter vergessen", "Ich habe mein Passwort vergessen und komme nicht mehr in mein Konto hinein.");
        var english = await desk.ReceiveAsync("ida@kunde.example", "Forgotten passwords", "Hello, I have forgotten my password and cannot get into my account any more. Please help me.");
        foreach (var number in (long[])[german, english])
        {
            var fitting = await ada.PageAsync($"/tickets/{number}/text-blocks");
            Assert.Contains("Passwort zurücksetzen", fitting, StringComparison.Ordinal);
            Assert.DoesNotContain("anderen", fitting, StringComparison.Ordinal);
            Assert.DoesNotContain("unfertig", fitting, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync($"/tickets/{number}/text-blocks")).StatusCode);
        }
    }
}
