using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Writing;
using Lotse.Adapters.FileTexts;
using Lotse.Domain.Tickets;
using Lotse.Tickets.Finding;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Search;

/// <summary>The words of files, each read once and kept under the hash of its bytes. What cannot be read is kept as empty, so that it is not tried again; what could not be read for now is not kept, and is tried
/// when its ticket is indexed the next time.</summary>
public sealed class TextsOfFiles(DeskDatabase database, ReadRawMail raw, WriteGate gate, TimeProvider clock, ILogger<TextsOfFiles> log)
{
    /// <summary>Characters that are kept of a file.</summary>
    private const int MostKept = 100_000;

    /// <summary>Files of one message that are read: the search of all communities waits for them.</summary>
    private const int FilesOfMessage = 20;

    /// <summary>So long reading may take for all that is indexed together; what comes after that has no words this time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <returns>By hash; only those that have words.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(IReadOnlyList<HangingFile> files, CancellationToken cancel)
    {
        var readable = files.Where(f => f.File is { RemovedAt: null, Sha256.Length: > 0 } && Reads(f.File)).DistinctBy(f => f.File.Sha256)
            .GroupBy(f => f.File.MessageId).SelectMany(of => of.Take(FilesOfMessage)).ToList();
        if (readable.Count == 0) return new Dictionary<string, string>();
        var hashes = readable.ConvertAll(f => f.File.Sha256);
        var texts = await database.FileTexts.Where(t => hashes.Contains(t.Sha256)).ToDictionaryAsync(t => t.Sha256, t => t.Text, cancel);
        await using var pdfs = new PdfTexts();
        var begun = clock.GetTimestamp();
        foreach (var file in readable.Where(f => !texts.ContainsKey(f.File.Sha256)))
        {
            if (clock.GetElapsedTime(begun) >= Longest) break;
            if (await ReadAsync(file, pdfs, cancel) is not { } read) continue;
            var text = Clean(read);
            texts[file.File.Sha256] = text;
            await KeepAsync(new FileText { Sha256 = file.File.Sha256, Text = text }, cancel);
        }
        return texts.Where(t => t.Value.Length > 0).ToDictionary(t => t.Key, t => t.Value);
    }

    private static bool Reads(Attachment file) =>
        (PlainWords.IsPdf(file.ContentType, file.Name) && file.Size <= PdfWords.MostBytes) || PlainWords.IsText(file.ContentType, file.Name);

    /// <returns>Empty where it has no words, or will never be read; null where it cannot be read for now.</returns>
    private async Task<string?> ReadAsync(HangingFile file, PdfTexts pdfs, CancellationToken cancel)
    {
        try
        {
            await using var stream = await raw.OpenAsync(file.File, file.MailId, cancel);
            if (stream is null) return "";
            var isPdf = PlainWords.IsPdf(file.File.ContentType, file.File.Name);
            var bytes = new byte[isPdf ? PdfWords.MostBytes : PlainWords.MostBytes];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
            return isPdf ? await pdfs.ReadAsync(bytes[..length], cancel) : PlainWords.Read(bytes.AsSpan(0, length));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            log.LogWarning("A file was not read for the search: {Trouble}", e.GetType().Name);
            return e is InvalidDataException ? "" : null;
        }
    }

    /// <summary>PostgreSQL keeps no character zero.</summary>
    private static string Clean(string text) => (text.Length > MostKept ? text[..MostKept] : text).Replace("\0", "", StringComparison.Ordinal).Trim();

    /// <summary>Two desks may have read the same file at the same time: the first one's text is as good.</summary>
    private async Task KeepAsync(FileText text, CancellationToken cancel)
    {
        using var pass = await gate.EnterAsync(cancel);
        database.FileTexts.Add(text);
        try
        {
            await database.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (StoreHealth.CodeOf(e) is null)
        {
            log.LogDebug("The text of a file is there already.");
        }
        finally
        {
            database.ChangeTracker.Clear();
        }
    }
}
