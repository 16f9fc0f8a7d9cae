using System.Buffers.Binary;
using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Lotse.Adapters.FileTexts;

/// <summary>Reads the text out of PDFs, in a process of its own that does nothing else: a file that makes the reader hang, take all memory or fall over takes
/// only that process with it. Whoever started it (<see cref="PdfTexts"/>) ends it where it takes too long.</summary>
public static class PdfWords
{
    /// <summary>The verb by which the program becomes this reader. Hidden: nobody calls it by hand.</summary>
    public const string Verb = "read-pdf";

    public const int MostPages = 300, MostCharacters = 100_000, MostBytes = 20 * 1024 * 1024;

    /// <summary>Answers PDFs with their text until the input ends: each a length (four bytes, the lowest first) and so many bytes.</summary>
    public static async Task<int> ServeAsync(Stream input, Stream output)
    {
        var head = new byte[4];
        while (await input.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false) == 4)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length is < 0 or > MostBytes) return 2;
            var pdf = new byte[length];
            await input.ReadExactlyAsync(pdf);
            var text = Encoding.UTF8.GetBytes(Read(pdf));
            BinaryPrimitives.WriteInt32LittleEndian(head, text.Length);
            await output.WriteAsync(head);
            await output.WriteAsync(text);
            await output.FlushAsync();
        }
        return 0;
    }

    /// <returns>Empty for what cannot be read: no file is worth more than its words.</returns>
    internal static string Read(byte[] pdf)
    {
        var text = new StringBuilder();
        try
        {
            using var document = PdfDocument.Open(pdf, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
            for (var page = 1; page <= Math.Min(document.NumberOfPages, MostPages) && text.Length < MostCharacters; page++)
            {
                foreach (var word in document.GetPage(page).GetWords())
                {
                    text.Append(word.Text).Append(' ');
                    if (text.Length >= MostCharacters) break;
                }
                text.Append('\n');
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What was read until then stays.
        }
        return text.Length > MostCharacters ? text.ToString(0, MostCharacters) : text.ToString();
    }
}
