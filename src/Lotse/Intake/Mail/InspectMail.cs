using System.Text.Json;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;

namespace Lotse.Intake.Mail;

/// <summary>The verb <c>mail inspect</c>: shows what the desk makes of each mail, one JSON object a line; touches no data.</summary>
public static class InspectMail
{
    private static readonly JsonWriterOptions Shape = new() { MaxDepth = 1000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="paths">Files, folders, mbox files, or <c>-</c> for one mail on standard input.</param>
    /// <returns>0, or 1 where a path could not be read; that path gets a line with the problem <c>file-unreadable</c>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> paths, Stream stdin, TextWriter output)
    {
        var failed = false;
        foreach (var path in paths)
        {
            await foreach (var (name, bytes) in MailFiles.OpenAsync(path, stdin))
            {
                using (bytes)
                {
                    var mail = bytes is null ? new ReadMail { Problems = ["file-unreadable"] } : MailReader.Read(bytes, ReadingLimits.Whole);
                    failed |= bytes is null;
                    await output.WriteLineAsync(Line(name, mail));
                    await output.FlushAsync();
                }
            }
        }
        return failed ? 1 : 0;
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
