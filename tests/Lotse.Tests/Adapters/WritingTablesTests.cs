using CsCheck;
using Lotse.Adapters.Files;
using Xunit;

namespace Lotse.Tests.Adapters;

public sealed class WritingTablesTests
{
    private static readonly string[] s_alphabet = ["a", ",", ";", "\"", "\r\n", "\n", "=1+1", "'", "'=", "-", "@", "ä", " ", "x"];

    private static readonly Gen<string> s_cells = Gen.OneOf([.. s_alphabet.Select(Gen.Const)]).List[0, 6].Select(parts => string.Concat(parts));

    [Fact]
    public void What_is_written_is_read_again() => s_cells.List[2, 4].List[1, 5].Sample(rows =>
    {
        var all = rows.ConvertAll(row => (IReadOnlyList<string>)["k,", .. row]);
        var csv = CsvText.Write([["a", "b,b,b,b,b"], .. all]);
        var (read, refusal) = CsvText.Read(csv);
        Assert.Null(refusal);
        Assert.Equal(all.Count + 1, read!.Count);
        foreach (var (written, back) in all.Zip(read.Skip(1))) Assert.Equal(written, back.Cells);
    });

    [Fact]
    public void No_cell_begins_a_formula() => s_cells.Sample(cell =>
    {
        var (read, _) = CsvText.Read(CsvText.Write([["a", "b"], ["x", cell]]));
        Assert.Equal(cell, read![1].Cells[1]);
        var raw = CsvText.Write([[cell, "b"]])[1..];
        if (raw[0] == '"') raw = raw[1..]; // Only the quote that a cell stands in.
        Assert.False(raw.Length > 0 && "=+-@".Contains(raw[0]));
    });

    [Fact]
    public void Semicolons_and_a_missing_mark_are_read_too_and_an_open_quote_is_named()
    {
        Assert.Equal(["x", "y,z"], CsvText.Read("a;b\nx;y,z\n").Rows![1].Cells);
        Assert.Equal(CsvText.NotClosed, CsvText.Read("a,b\nx,\"y\n").Refusal?.Code);
    }
}
