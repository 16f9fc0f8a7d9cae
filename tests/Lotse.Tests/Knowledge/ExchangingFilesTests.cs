using System.IO.Compression;
using System.Net;
using System.Text;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Text blocks out into files and in from them.</summary>
public sealed class ExchangingFilesTests
{
    [Fact]
    public async Task What_went_out_comes_into_an_empty_desk_and_goes_out_the_same()
    {
        byte[] exported;
        await using (var desk = await PagesDesk.StartAsync())
        {
            using var ada = await desk.SignedInAsync();
            var hafen = await desk.CommunityAsync();
            await desk.MakeBlockAsync(ada, "Rechnung: kurz & gut", "rechnung", "<div>Guten Tag, {{ contact.name }}</div>", "<div>Hello</div>", hafen);
            await desk.MakeBlockAsync(ada, "Für alle", null, "<div>Alle</div>");
            var old = await desk.MakeBlockAsync(ada, "Alt", "alt", "<div>Alt</div>", community: hafen);
            await SaveAsync(ada, old, [.. BlockDesk.Fields("Alt", "alt", "<div>Alt</div>", community: hafen, state: "retired"), ("version", "1")], ("plan: A.txt", "Fahrplan"), ("plan: A.txt", "ein anderer"));
            await SendAsync(ada, Zip(("Hafen/Rechnungen/Mahnungen%3A 2%2E/mahnung.de.html", "---\ntitle: Mahnung\nproduct: Fähre\nowner: ada@desk.example\nreview: 2027-01-31\n---\n<div>x</div>")), "import");
            exported = await ExportAsync(ada);
            var paths = Names(exported);
            Assert.Contains("Hafen/Rechnungen/Mahnungen%3A 2%2E/mahnung.de.html", paths);
            Assert.Contains("Hafen/alt.files/plan%3A A~2.txt", paths);
            Assert.Contains("_all/fuer-alle.de.html", paths);
            Assert.Equal(exported, await ExportAsync(ada));
            // Only the second of two files that are called the same has another name now.
            Assert.Equal(3, Times(await SendAsync(ada, exported, "import"), "Unverändert"));
            Assert.Equal(4, Times(await SendAsync(ada, exported, "import"), "Unverändert"));
        }
        await using (var desk = await PagesDesk.StartAsync())
        {
            using var ada = await desk.SignedInAsync();
            Assert.Equal(4, Times(await SendAsync(ada, exported, "try"), "<td>Neu"));
            Assert.Equal((0, 0, 0), await desk.ReadAsync(async d => (await d.TextBlocks.CountAsync(), await d.TextBlockFolders.CountAsync(), await d.TextBlockFiles.CountAsync())));
            await SendAsync(ada, exported, "import");
            Assert.Equal((4, 2, 2), await desk.ReadAsync(async d => (await d.TextBlocks.CountAsync(), await d.TextBlockFolders.CountAsync(), await d.TextBlockFiles.CountAsync())));
            Assert.Equal(exported, await ExportAsync(ada));
            Assert.Equal(4, Times(await SendAsync(ada, exported, "import"), "Unverändert"));
            // A file that is changed, one that is taken away: only those move.
            var changed = await SendAsync(ada, Zip([.. Read(exported).Where(e => e.Path != "Hafen/alt.files/plan%3A A.txt").Select(e => (e.Path, e.Path.EndsWith("A~2.txt", StringComparison.Ordinal) ? "neu" : e.Text))]), "import");
            Assert.Contains("Dateien: 1 dazu, 2 weg", changed);
            Assert.Equal(["plan: A~2.txt"], await desk.ReadAsync(d => d.TextBlockFiles.Select(f => f.Name).ToListAsync()));
        }
    }

    [Fact]
    public async Task One_wrong_file_is_named_and_nothing_is_kept()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        const string Good = "---\ntitle: Gut\n---\n<div>Gut</div>";
        var page = await SendAsync(ada, Zip(
            ("Hafen/gut.de.html", Good), ("Hafen/ohne-kopf.de.html", "<div>x</div>"), ("Nirgends/fort.de.html", Good), ("Hafen/liesmich.md", "x"), ("Hafen/klammer.de.html", "---\ntitle: Klammer\n---\n{{ x"),
            ("Hafen/a.de.html", "---\ntitle: Zwei\n---\nx"), ("Hafen/b.de.html", "---\ntitle: Zwei\n---\nx"), ("Hafen/kuerzel.de.html", "---\ntitle: K\nshortcut: Nicht Gut\n---\nx"), ("Hafen/wer.de.html", "---\ntitle: Wer\nowner: nie@desk.example\n---\nx")), "import", HttpStatusCode.UnprocessableEntity);
        foreach (var words in (string[])["ohne-kopf.de.html", "Oben fehlt der Kopf", "„Nirgends“ gibt es für Sie nicht", "liesmich.md", "In den Klammern stimmt etwas nicht", "Zwei Bausteine ohne Kürzel heißen hier gleich", "Ein Kürzel hat nur kleine Buchstaben", "arbeitet nicht für die Community"]) Assert.Contains(words, page);
        Assert.Equal((7, 0), (Times(page, ">Geht nicht: "), await desk.ReadAsync(d => d.TextBlocks.CountAsync())));
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.GetAsync("/text-blocks/exchange/text-blocks.zip")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.PostAsync("/text-blocks/exchange/files", ("then", "try"))).StatusCode);
        Assert.Contains("Bitte eine ZIP-Datei wählen", WebUtility.HtmlDecode(await (await ada.PostAsync("/text-blocks/exchange/files", ("then", "try"))).Content.ReadAsStringAsync()));
    }

    private static async Task SaveAsync(Visitor agent, long id, (string Name, string Value)[] fields, params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("__RequestVerificationToken", await agent.FormTokenAsync("/text-blocks/new")))) form.Add(new StringContent(value), name);
        foreach (var (name, text) in files) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        Assert.Equal(HttpStatusCode.SeeOther, (await agent.PostContentAsync($"/text-blocks/{id}", form)).StatusCode);
    }

    private static async Task<string> SendAsync(Visitor agent, byte[] zip, string then, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var form = new MultipartFormDataContent { { new StringContent(then), "then" }, { new StringContent(await agent.FormTokenAsync("/text-blocks/exchange")), "__RequestVerificationToken" }, { new ByteArrayContent(zip), "files", "blocks.zip" } };
        var answer = await agent.PostContentAsync("/text-blocks/exchange/files", form);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main", StringComparison.Ordinal)]}");
        return page;
    }

    private static async Task<byte[]> ExportAsync(Visitor agent) => await (await agent.GetAsync("/text-blocks/exchange/text-blocks.zip")).Content.ReadAsByteArrayAsync();

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

    private static IReadOnlyList<(string Path, string Text)> Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return (entry.FullName, reader.ReadToEnd());
        })];
    }

    private static List<string> Names(byte[] zip) => [.. Read(zip).Select(entry => entry.Path)];

    private static int Times(string page, string words) => page.Split(words).Length - 1;
}
