using System.Net;
using Lotse.Domain.Knowledge;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Text blocks from the page that makes them to their versions.</summary>
public sealed class WritingTextBlocksTests
{
    [Fact]
    public async Task A_block_is_written_found_changed_and_compared()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        var id = await desk.MakeBlockAsync(ada, "Rechnung kommt später", "rechnung", "<div>Guten Tag {{ contact.name }}, die Rechnung kommt.</div><script>x()</script>", "<div>Hello, the bill will come.</div>", hafen);

        var page = await ada.PageAsync($"/text-blocks/{id}");
        Assert.Contains("Guten Tag {{ contact.name }}, die Rechnung kommt.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("x()", page, StringComparison.Ordinal);
        Assert.Contains("Rechnung kommt später", await ada.PageAsync("/text-blocks?q=rechnungen"), StringComparison.Ordinal);
        Assert.Contains("Keine Textbausteine", await ada.PageAsync("/text-blocks?q=drucker"), StringComparison.Ordinal);

        var changed = await ada.PostAsync($"/text-blocks/{id}", [.. BlockDesk.Fields("Rechnung kommt später", "rechnung", "<div>Guten Tag {{ contact.name }}, die Rechnung kommt morgen.</div>", "<div>Hello, the bill will come.</div>", hafen), ("version", "1")]);
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        var versions = await ada.GetAsync($"/text-blocks/{id}/versions");
        var compared = WebUtility.HtmlDecode(await versions.Content.ReadAsStringAsync());
        Assert.Contains("<ins> morgen</ins>", compared, StringComparison.Ordinal);

        // Somebody who saw the first version only.
        var late = await ada.PostAsync($"/text-blocks/{id}", [.. BlockDesk.Fields("Anders", null, "<div>Ganz anders</div>", null, hafen), ("version", "1")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("Ganz anders", WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(2, await desk.ReadAsync(d => d.TextBlockVersions.CountAsync(v => v.TextBlockId == id)));
    }

    [Theory]
    [InlineData("", "gut", "<div>Text</div>", "Wie heißt der Baustein?")]
    [InlineData("Titel", "nicht gut!", "<div>Text</div>", "Ein Kürzel hat nur kleine Buchstaben")]
    [InlineData("Titel", "vergeben", "<div>Text</div>", "Dieses Kürzel hat schon ein anderer Baustein.")]
    [InlineData("Titel", "gut", "<div>{{ contact.name </div>", "In den Klammern stimmt etwas nicht")]
    [InlineData("Titel", "gut", "<div>{% for i in (1..9) %}x{% endfor %}</div>", "In den Klammern stimmt etwas nicht")]
    [InlineData("Titel", "gut", "<div> </div>", "Es fehlt ein Text")]
    public async Task What_is_refused_comes_back_as_it_was_typed(string title, string shortcut, string html, string why)
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        await desk.MakeBlockAsync(ada, "Da", "vergeben", "<div>Da</div>");
        var answer = await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields(title, shortcut, html), ("product", "Fähre")]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains("value=\"Fähre\"", page, StringComparison.Ordinal);
        Assert.Equal(1, await desk.ReadAsync(d => d.TextBlocks.CountAsync()));
    }

    [Fact]
    public async Task A_preview_shows_values_and_gaps_and_keeps_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var answer = await ada.PostAsync("/text-blocks", [.. BlockDesk.Fields("Vorschau", null, "<div>Guten Tag {{ contact.last_name }}, {{ order.number }} {{ ‘kim’ | upcase }}</div>"), ("then", "preview")]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(page.Contains("figcaption", StringComparison.Ordinal), page[..200]);
        page = page[page.IndexOf("<figcaption", StringComparison.Ordinal)..][..300];
        Assert.Contains("Guten Tag Beispiel, <mark class=\"missing\">⟦order.number⟧</mark> KIM", page, StringComparison.Ordinal);
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlocks.CountAsync()));
    }

    [Fact]
    public async Task Another_communitys_blocks_folders_and_files_are_not_there()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var hafen = await desk.CommunityAsync();
        var ours = await desk.MakeBlockAsync(ada, "Nur im Hafen", "hafen", "<div>Geheimes</div>", null, hafen);
        var everybodys = await desk.MakeBlockAsync(ada, "Für alle", "alle", "<div>Offenes</div>");
        await ada.PostAsync("/text-blocks/folders", ("name", "Hafenordner"), ("community", $"{hafen}"));

        var list = await bo.PageAsync("/text-blocks");
        Assert.Contains("Für alle", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Nur im Hafen", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Hafenordner", list, StringComparison.Ordinal);
        foreach (var path in (string[])[$"/text-blocks/{ours}", $"/text-blocks/{ours}/edit", $"/text-blocks/{ours}/versions", $"/text-blocks/{ours}/files/1"]) Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bo.PostAsync($"/text-blocks/{ours}", BlockDesk.Fields("Meins", null, "<div>x</div>", null, 77))).StatusCode);
        // Everybody's is read by all and written by admins.
        Assert.Contains("Offenes", await bo.PageAsync($"/text-blocks/{everybodys}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.PostAsync("/text-blocks", BlockDesk.Fields("Meins", null, "<div>x</div>", null, 77))).StatusCode);
        Assert.Equal(2, await desk.ReadAsync(d => d.TextBlocks.CountAsync()));
    }

    [Fact]
    public async Task The_second_level_writes_where_a_community_has_set_one_up()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.GetAsync("/text-blocks/new")).StatusCode);
        var me = await desk.ReadAsync(d => d.Users.Where(u => u.Email == PagesDesk.Stranger).Select(u => u.Id).SingleAsync());
        await desk.ReadAsync(async d =>
        {
            d.Teams.Add(new Lotse.Domain.Communities.Team { Id = 501, CommunityId = 77, Name = "Technik" });
            d.AgentTeams.Add(new Lotse.Adapters.Database.Rows.AgentTeam { AgentId = me, TeamId = 501 });
            d.LevelSettings.Add(new global::Lotse.Adapters.Database.Rows.LevelSettings { CommunityId = 77, Levels = """{"levels":[{"level":"first"},{"level":"second","operators":[{"teamId":501}]}],"reasons":[],"forms":[]}""" });
            return await d.SaveChangesAsync();
        });
        Assert.True(await desk.MakeBlockAsync(bo, "Vom zweiten Level", "zwei", "<div>Technik</div>", null, 77) > 0);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bo.PostAsync("/text-blocks", BlockDesk.Fields("Für alle", null, "<div>x</div>"))).StatusCode);
    }

    [Fact]
    public async Task Folders_make_a_tree_and_move_by_another_parent()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        long? parent = null;
        foreach (var name in (string[])["Rechnungen", "Mahnungen", "Dritte"])
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync("/text-blocks/folders", ("name", name), ("parent", $"{parent}"))).StatusCode);
            parent = await desk.ReadAsync(d => d.TextBlockFolders.Where(f => f.Name == name).Select(f => (long?)f.Id).SingleAsync());
        }
        var first = await desk.ReadAsync(d => d.TextBlockFolders.Where(f => f.Name == "Rechnungen").Select(f => f.Id).SingleAsync());
        var circle = await ada.PostAsync($"/text-blocks/folders/{first}", ("name", "Rechnungen"), ("parent", $"{parent}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, circle.StatusCode);
        Assert.Contains("kann nicht in sich selbst liegen", WebUtility.HtmlDecode(await circle.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ada.PostAsync($"/text-blocks/folders/{first}", ("then", "remove"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/text-blocks/folders/{parent}", ("name", "Dritte"), ("parent", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ada.PostAsync($"/text-blocks/folders/{parent}", ("then", "remove"))).StatusCode);
        Assert.Equal(2, await desk.ReadAsync(d => d.TextBlockFolders.CountAsync()));
    }

    [Fact]
    public async Task Pages_ask_at_most_six_times()
    {
        await using var desk = await PagesDesk.StartAsync();
        var number = await desk.ReceiveAsync("kim@kunde.example", "Rechnung fehlt", "Die Rechnung fehlt seit Wochen.");
        using var ada = await desk.SignedInAsync();
        var id = await desk.MakeBlockAsync(ada, "Rechnung", "rechnung", "<div>Rechnung</div>");
        foreach (var path in (string[])["/text-blocks", "/text-blocks?q=rechnung&state=published", $"/text-blocks/{id}", $"/text-blocks/{id}/edit", $"/text-blocks/{id}/versions", "/text-blocks/folders", $"/tickets/{number}/text-blocks", $"/text-blocks/offers?ticket={number}&q=r", $"/text-blocks/{id}/rendered?ticket={number}"])
        {
            await ada.GetAsync(path);
            Assert.InRange(await desk.StatementsAsync(async () => Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync(path)).StatusCode)), 1, 6);
        }
    }
}
