using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

/// <summary>Responsibilities as a table, by the page's door.</summary>
public sealed partial class ReadingATableInTests
{
    [Fact]
    public async Task A_lead_sees_what_would_happen_and_applies_just_that()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        using var jon = await desk.ColleagueAsync("jon@desk.example", "Jon");
        using var mia = await desk.ColleagueAsync("mia@desk.example", "Mia");
        var hafen = await SetUpAsync(desk, lead);
        Assert.Contains("Als Tabelle", await TextAsync(lead, $"/responsibilities?community={hafen}"));
        var file = await (await lead.GetAsync($"/responsibilities.csv?community={hafen}")).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        Assert.Matches("^\ufeff?Kennung;Fassung;", file); // In the language of whoever downloads it, with what spreadsheets there expect.
        Assert.Contains(";Fähre;", file);

        var csv = file.TrimEnd().Replace("jon@desk.example", "Mia, jon@desk.example", StringComparison.Ordinal) + "\r\n;;;;;;fr;;Jon;;;;;;=1+1\r\n";
        var (status, page) = await SendAsync(lead, hafen, csv, "try");
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var said in (string[])["1 geändert", "1 neu", "Zuständig: Jon → Mia, Jon", "Danach wäre niemand zuständig für:", "So übernehmen"]) Assert.Contains(said, page);
        Assert.Equal(1, await desk.ReadAsync(d => d.Responsibilities.CountAsync()));

        // Somebody else changes the row in between: what was looked at is not what would be.
        var row = await desk.ReadAsync(d => d.Responsibilities.Select(r => r.Id).SingleAsync());
        await lead.PostAsync($"/responsibilities/{row}", ("community", hafen), ("product", Product().Match(await TextAsync(lead, $"/responsibilities/{row}")).Groups["id"].Value), ("holder", $"a{await IdAsync(desk, "Mia")}"), ("confirmed", "1"));
        (status, var moved) = await SendAsync(lead, hafen, csv, "import", Seen().Match(page).Groups["seen"].Value);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status); // The row has another version now.
        Assert.Contains("Fassung: Diese Zeile wurde inzwischen geändert.", moved);

        csv = csv.Replace(";1;;Fähre", ";;;Fähre", StringComparison.Ordinal);
        (status, moved) = await SendAsync(lead, hafen, csv, "import", Seen().Match(page).Groups["seen"].Value);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("Inzwischen hat sich etwas geändert.", moved);
        Assert.Contains("Zuständig: Mia → Mia, Jon", moved);
        Assert.Equal(1, await desk.ReadAsync(d => d.Responsibilities.CountAsync()));
        (status, _) = await SendAsync(lead, hafen, csv, "import", Seen().Match(moved).Groups["seen"].Value);
        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Equal(["", "=1+1"], await desk.ReadAsync(d => d.Responsibilities.OrderBy(r => r.Id).Select(r => r.Note).ToListAsync()));
        Assert.Contains(";'=1+1", await (await lead.GetAsync($"/responsibilities.csv?community={hafen}")).Content.ReadAsStringAsync());
        foreach (var agent in (Visitor[])[jon, mia])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync($"/responsibilities/exchange?community={hafen}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync($"/responsibilities.csv?community={hafen}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(agent, hafen, csv, "import", "x")).Status);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_stays_in_the_form_with_the_reason()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var hafen = await SetUpAsync(desk, lead);
        foreach (var (csv, words) in new[] { ("Produkt;Zuständig\nFähre;\"Jon\n", "Ab Zeile 2 stimmt ein Anführungszeichen nicht"), ("Produkt;Zustaendig\n", "Die Spalte „Zustaendig“ ist nicht bekannt"), ("", "Bitte eine CSV-Datei wählen") })
        {
            var (status, page) = await SendAsync(lead, hafen, csv, "try");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains(words, page);
            Assert.Contains(csv.TrimEnd(), page.ReplaceLineEndings("\n"));
        }
        var (wrong, refused) = await SendAsync(lead, hafen, "Produkt;Zuständig\nKutter;Jon\n", "import");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong);
        Assert.Contains("Produkt: „Kutter“ gibt es in dieser Community nicht.", refused);
        Assert.DoesNotContain("So übernehmen", refused);

        var latin = await FileAsync(lead, hafen, CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Produkt;Sprache;Zuständig\nFähre;de;Ada\n"));
        Assert.Contains("Gelesen wurde sie als Windows-1252", latin.Page);
        Assert.Contains("1 neu", latin.Page);
        Assert.Contains("höchstens 5 MB", (await FileAsync(lead, hafen, new byte[5_000_001])).Page);
        // As much as is allowed comes through the field, too.
        var long5 = await SendAsync(lead, hafen, $"Produkt;Sprache;Bemerkung;Zuständig\n{string.Concat(Enumerable.Repeat("Fähre;de;" + new string('x', 480) + ";Ada\n", 9_800))}", "try");
        Assert.Contains("9.800 gehen nicht", long5.Page);
        Assert.Contains("9.300 weitere Zeilen sind nicht gezeigt", long5.Page);
    }

    [Fact]
    public async Task Asks_the_database_a_few_times()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var hafen = await SetUpAsync(desk, lead);
        foreach (var page in (string[])[$"/responsibilities/exchange?community={hafen}"])
        {
            await TextAsync(lead, page);
            Assert.InRange(Math.Min(await desk.StatementsAsync(() => lead.GetAsync(page)), await desk.StatementsAsync(() => lead.GetAsync(page))), 1, 6);
        }
    }

    private static async Task<string> SetUpAsync(PagesDesk desk, Visitor lead)
    {
        var hafen = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        await lead.PostAsync("/responsibilities/categories", ("community", hafen), ("kind", "product"), ("name", "Fähre"));
        var product = await desk.ReadAsync(d => d.Categories.Select(c => c.Id).SingleAsync());
        var somebody = await desk.ReadAsync(d => d.Users.Where(u => u.Name == "Jon" || u.Name == "Ada").OrderByDescending(u => u.Name).Select(u => u.Id).FirstAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync("/responsibilities", ("community", hafen), ("product", product.ToString(CultureInfo.InvariantCulture)), ("holder", $"a{somebody.ToString(CultureInfo.InvariantCulture)}"))).StatusCode);
        return hafen;
    }

    private static async Task<string> IdAsync(PagesDesk desk, string name) => (await desk.ReadAsync(d => d.Users.Where(u => u.Name == name).Select(u => u.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);

    private static async Task<(HttpStatusCode Status, string Page)> SendAsync(Visitor agent, string community, string csv, string then, string? seen = null)
    {
        using var form = new MultipartFormDataContent { { new StringContent(community), "community" }, { new StringContent(csv), "csv" }, { new StringContent(then), "then" }, { new StringContent(seen ?? ""), "seen" } };
        return await PostAsync(agent, form);
    }

    private static async Task<(HttpStatusCode Status, string Page)> FileAsync(Visitor agent, string community, byte[] csv)
    {
        using var form = new MultipartFormDataContent { { new StringContent(community), "community" }, { new StringContent("try"), "then" }, { new ByteArrayContent(csv), "file", "tabelle.csv" } };
        return await PostAsync(agent, form);
    }

    private static async Task<(HttpStatusCode Status, string Page)> PostAsync(Visitor agent, MultipartFormDataContent form)
    {
        form.Add(new StringContent(await agent.FormTokenAsync("/responsibilities")), "__RequestVerificationToken");
        var answer = await agent.PostContentAsync("/responsibilities/exchange", form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    private static async Task<string> TextAsync(Visitor visitor, string path) => WebUtility.HtmlDecode(await (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Content.ReadAsStringAsync());

    [GeneratedRegex("name=\"seen\" value=\"(?<seen>[0-9a-f]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("name=\"product\".*?<option value=\"(?<id>[0-9]+)\" selected", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Product();
}
