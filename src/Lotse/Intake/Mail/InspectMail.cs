using System.Text.Json;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;

namespace Lotse.Intake.Mail;

/// <summary>The verb <c>mail inspect</c>: shows what the desk makes of each mail, one JSON object a line; touches no data.</summary>
public static class InspectMail
{
    private static readonly JsonWriterOptions Shape = new() { MaxDepth = 1000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>No desk takes a larger mail, whatever its limit.</summary>
    private const long MostBytes = 1000L * 1024 * 1024;

    /// <param name="paths">Files, folders, mbox files, or <c>-</c> for one mail on standard input.</param>
    /// <returns>0, or 1 where a path could not be read; that path gets a line with the problem <c>file-unreadable</c>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, Stream stdin, TextWriter output)
    {
        var failed = false;
        foreach (var path in paths)
        {
            await foreach (var found in MailFiles.OpenAsync(path, stdin, MostBytes))
            {
                using (found.Bytes)
                {
                    var mail = found.Bytes is { } bytes ? Read(bytes) : null;
                    failed |= mail is null;
                    await output.WriteLineAsync(Line(found.Name, mail ?? new ReadMail { Problems = ["file-unreadable"] }));
                    await output.FlushAsync();
                }
            }
        }
        return failed ? 1 : 0;
    }

    /// <returns>Null where the file cannot be read to its end.</returns>
    private static ReadMail? Read(Stream bytes)
    {
        try
        {
            return MailReader.Read(bytes, ReadingLimits.Whole);
        }
        catch (Exception e) when (MailFiles.IsOfTheFile(e))
        {
            return null;
        }
    }

    private static string Line(string file, ReadMail mail)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Shape))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            MailAsJson.Write(json, mail, nesting: 0);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
