using System.Net;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Text blocks out into a table and in again.</summary>
public sealed class ExchangingTextBlocksTests
{
    [Fact]
    public async Task What_went_out_comes_in_unchanged_and_a_try_keeps_nothing()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var hafen = await desk.CommunityAsync();
        await desk.MakeBlockAsync(ada, "=Rechnung, kurz", "rechnung", "<div>Guten \"Tag\", {{ contact.name }}</div><div>zwei</div>", "<div>Hello</div>", hafen);
        await desk.MakeBlockAsync(ada, "Für alle", null, "<div>Alle</div>");
        var csv = await (await ada.GetAsync("/text-blocks/exchange/text-blocks.csv")).Content.ReadAsStringAsync();
        Assert.Contains("\"'=Rechnung, kurz\"", csv, StringComparison.Ordinal);
        Assert.Equal(2, Times(await SendAsync(ada, csv, "import"), "Unverändert"));
        Assert.Equal(2, await desk.ReadAsync(d => d.TextBlockVersions.CountAsync()));

        var more = csv.Replace("zwei", "drei", StringComparison.Ordinal) + "neu,Neuer,Hafen,Rechnungen/Mahnungen,Fähre,published,,2027-01-31,de,<div>Neu</div>\r\n";
        var tried = await SendAsync(ada, more, "try");
        Assert.Equal((1, 1, 1), (Times(tried, "<td>Neu<"), Times(tried, "<td>Wird geändert<"), Times(tried, "<td>Unverändert<")));
        Assert.Equal((2, 0), await desk.ReadAsync(async d => (await d.TextBlocks.CountAsync(), await d.TextBlockFolders.CountAsync())));
        await SendAsync(ada, more, "import");
        Assert.Equal((3, 2, 4), await desk.ReadAsync(async d => (await d.TextBlocks.CountAsync(), await d.TextBlockFolders.CountAsync(), await d.TextBlockVersions.CountAsync())));
    }

    [Fact]
    public async Task One_wrong_line_is_named_and_nothing_is_kept()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var page = await SendAsync(ada, "shortcut,title,community,language,html\ngut,Gut,Hafen,de,Gut\nschlecht!,Schlecht,Hafen,de,x\ngut2,Woanders,Nirgends,de,x\nklammer,Klammer,,de,{{ x\n", "import", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(3, Times(page, ">Geht nicht: "));
        Assert.Contains("Ein Kürzel hat nur kleine Buchstaben", page, StringComparison.Ordinal);
        Assert.Equal(0, await desk.ReadAsync(d => d.TextBlocks.CountAsync()));
        Assert.Contains("title", await SendAsync(ada, "a,b\n1,2\n", "try", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.GetAsync("/text-blocks/exchange/text-blocks.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.PostAsync("/text-blocks/exchange", ("csv", "x"))).StatusCode);
    }

    private static async Task<string> SendAsync(Staff.Visitor agent, string csv, string then, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await agent.PostAsync("/text-blocks/exchange", ("csv", csv), ("then", then));
        Assert.Equal(status, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static int Times(string page, string words) => page.Split(words).Length - 1;
}
