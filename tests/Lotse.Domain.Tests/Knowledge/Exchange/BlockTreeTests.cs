using System.Text;
using CsCheck;
using Lotse.Domain.Knowledge;
using Lotse.Domain.Knowledge.Exchange;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge.Exchange;

public sealed class BlockTreeTests
{
    /// <summary>Names as people give them, and as nobody should.</summary>
    private static readonly Gen<string> s_names = Gen.OneOf(
        Of("Rechnungen", "CON", "nul.txt", "..", "a.files", "_all", "~", "%41", "x%", "Mahnung: 2. Stufe?", "a\\b", "Fähre & Kai", " innen ", "ende.", "-", "é", "lpt1"),
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Of('.', ' ', '%', ':', '*', '"', '<', '>', '|', '?', '\\', 'ä', '_', '~', '\u0085', 'ß')), 1, 20]);

    private static readonly Gen<string> s_lines = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Of(':', '-', '\\', 'n', '\n', '\r', 'Ä', '#', '/')), 1, 30].Select(line => line.Trim()).Where(line => line.Length > 0);

    private static readonly Gen<SheetFile> s_files = s_names.Select(Gen.Byte.Array[0, 40]).Select((name, bytes) => new SheetFile(name, bytes));

    private static readonly Gen<SheetBlock> s_blocks =
        Gen.Select(s_lines, Gen.Bool, s_names, Gen.OneOf(Gen.Const(""), s_names.List[1, 3].Select(names => string.Join('/', names))), Gen.OneOf(Gen.Const(""), s_lines), Gen.String[Gen.Char['<', 'z'], 0, 60], s_files.List[0, 3]).Select((title, forAll, community, folder, product, html, files) =>
            new SheetBlock("", title, null, forAll ? "" : community, folder, product.Length > 0 ? product : null, "published", "", "2027-01-31", new Dictionary<string, string> { ["de"] = html, ["en"] = $"{html}\n---\n" })
            {
                Files = [.. files.DistinctBy(file => file.Name.ToUpperInvariant())],
            });

    [Fact]
    public void What_was_written_is_read_again() => s_blocks.List[0, 6].Sample(blocks =>
    {
        var written = blocks.Select((block, n) => block with { Shortcut = $"k-{n}" }).ToList();
        var (read, troubles) = BlockTree.Read(BlockTree.Write(written).Reverse());
        Assert.Empty(troubles);
        Assert.Equal(written.Select(Told).Order(), read.Select(Told).Order());
    });

    [Fact]
    public void Whatever_is_read_and_written_stays_as_it_is_from_then_on() => s_blocks.List[0, 6].Sample(blocks =>
    {
        // Files and titles that are alike get names that differ; from then on nothing changes any more.
        var once = BlockTree.Read(BlockTree.Write(blocks)).Blocks;
        var twice = BlockTree.Read(BlockTree.Write(once)).Blocks;
        Assert.Equal(once.Select(Told).Order(), twice.Select(Told).Order());
    });

    [Fact]
    public void No_path_leads_astray_and_no_two_are_alike_where_capitals_do_not_count() => s_blocks.List[0, 6].Sample(blocks =>
    {
        var paths = BlockTree.Write(blocks).Select(file => file.Path).ToList();
        Assert.Equal(paths.Count, paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(paths, path => Assert.All(path.Split('/'), part => Assert.False(part.Length == 0 || part is "." or ".." || part[^1] is '.' or ' ' || part.IndexOfAny(['\\', ':', '*', '?', '"', '<', '>', '|']) >= 0 || part.Any(char.IsControl), path)));
    });

    [Theory]
    [InlineData("Hafen/liesmich.txt", "x", BlockTree.NotUnderstood)]
    [InlineData("gruss.de.html", "---\ntitle: x\n---\n", BlockTree.NotUnderstood)]
    [InlineData("Hafen/gruss.deu.html", "---\ntitle: x\n---\n", BlockTree.NotUnderstood)]
    [InlineData("Hafen/gruss.de.html", "<div>x</div>", BlockSource.NoHead)]
    [InlineData("Hafen/gruss.de.html", "---\ntitle: x\n<div>", BlockSource.LineNotRight)]
    [InlineData("Hafen/gruss.de.html", "---\ntitle: x\ntitel: y\n---\n", BlockSource.LineNotRight)]
    [InlineData("Hafen/gruss.de.html", "---\nstate: published\n---\n", BlockSource.NoTitle)]
    [InlineData("Hafen/gruss.files/plan.txt", "x", BlockTree.NoBlock)]
    public void What_is_not_understood_is_named(string path, string text, string code)
    {
        var (blocks, troubles) = BlockTree.Read([new TreeFile(path, Encoding.UTF8.GetBytes(text))]);
        Assert.Empty(blocks);
        Assert.Equal((path, code), (Assert.Single(troubles).Path, troubles[0].Refusal.Code));
    }

    [Fact]
    public void Two_languages_say_the_same_of_their_block_and_what_systems_leave_lying_is_passed_over()
    {
        TreeFile[] files =
        [
            File("Hafen/a.de.html", "\ufeff---\r\ntitle: A\r\n\r\nproduct: Fähre\r\n---\r\n<div>Hallo</div>\r\n"), File("Hafen/a.en.html", "---\nProduct:  Fähre\ntitle: A\n---\nHello"), File("Hafen/a.fr.html", "---\ntitle: B\n---\nSalut"),
            File("__MACOSX/Hafen/._a.de.html", "x"), File("Hafen/.DS_Store", "x"), new TreeFile("Hafen/b.de.html", [0xFF, 0xFE, 0x41]),
        ];
        var (blocks, troubles) = BlockTree.Read(files);
        var block = Assert.Single(blocks);
        Assert.Equal(("A", "Fähre", "<div>Hallo</div>", "Hello"), (block.Title, block.Product, block.Texts["de"], block.Texts["en"]));
        Assert.Equal([("Hafen/a.fr.html", BlockTree.Differs, "title"), ("Hafen/b.de.html", BlockTree.NotText, null)], troubles.Select(t => (t.Path, t.Refusal.Code, t.Refusal.About)));
    }

    private static Gen<T> Of<T>(params T[] some) => Gen.Int[0, some.Length - 1].Select(at => some[at]);

    private static TreeFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private static string Told(SheetBlock block) => string.Join('|', block.Title, block.Shortcut, block.Community, block.Folder, block.Product, block.State, block.Owner, block.Review,
        string.Join('|', block.Texts.OrderBy(t => t.Key, StringComparer.Ordinal)), string.Join('|', block.Files!.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}={Convert.ToHexString(f.Bytes)}")));
}
