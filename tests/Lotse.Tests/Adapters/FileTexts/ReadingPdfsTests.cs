using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lotse.Adapters.FileTexts;
using Xunit;

namespace Lotse.Tests.Adapters.FileTexts;

public sealed class ReadingPdfsTests
{
    [Fact]
    public async Task Words_of_a_pdf_are_read()
    {
        await using var pdfs = new PdfTexts(TimeSpan.FromMinutes(1));

        Assert.Contains("Kundennummer 4711", await pdfs.ReadAsync(SmallPdf.Of("Kundennummer 4711"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("Zweite", await pdfs.ReadAsync(SmallPdf.Of("Zweite Datei"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%PDF-1.7\n"), InlineData("no pdf at all"), InlineData("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj trailer << /Root 1 0 R >>")]
    [InlineData("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [2 0 R] /Count 99999999 >> endobj trailer << /Root 1 0 R >>")]
    public async Task What_is_broken_or_turns_in_circles_has_no_words_and_does_no_harm(string bytes)
    {
        await using var pdfs = new PdfTexts(TimeSpan.FromMinutes(1));

        Assert.Equal("", (await pdfs.ReadAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("danach", await pdfs.ReadAsync(SmallPdf.Of("danach"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_nests_ten_thousand_deep_takes_only_its_reader_with_it()
    {
        await using var pdfs = new PdfTexts(TimeSpan.FromMinutes(1));
        var deep = $"%PDF-1.4\n1 0 obj {new string('[', 200_000)} endobj 2 0 obj << /A {string.Concat(Enumerable.Repeat("<< /A ", 100_000))} endobj trailer << /Root 1 0 R >>";

        Assert.Equal("", (await pdfs.ReadAsync(Encoding.Latin1.GetBytes(deep), TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("danach", await pdfs.ReadAsync(SmallPdf.Of("danach"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_given_up()
    {
        await using var pdfs = new PdfTexts(TimeSpan.FromMilliseconds(1));
        var begun = Stopwatch.GetTimestamp();

        Assert.Equal("", await pdfs.ReadAsync(SmallPdf.Of("zu spät"), TestContext.Current.CancellationToken));
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("Grüße", "utf-8", "Grüße"), InlineData("Grüße aus dem Norden", "latin1", "Grüße aus dem Norden"), InlineData("a\0b", "utf-8", "")]
    public void Text_is_read_in_the_letters_it_was_written_in(string text, string letters, string read) =>
        Assert.Equal(read, PlainWords.Read(Encoding.GetEncoding(letters).GetBytes(text)));
}

/// <summary>A PDF of one page with one line of text.</summary>
internal static class SmallPdf
{
    public static byte[] Of(string line)
    {
        var content = $"BT /F1 24 Tf 72 720 Td ({line}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n{content}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var (pdf, places) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) pdf.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
