using System.Globalization;
using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Domain;
using Lotse.Domain.Tickets;
using Lotse.Replies.Holding;
using Lotse.Tickets;
using Lotse.Tickets.Drafts;

namespace Lotse.Replies;

/// <summary>A file of an answer whose bytes are safe.</summary>
/// <param name="Named">By what the text shows it; null where it only hangs on the answer.</param>
internal sealed record KeptFile(string Name, string ContentType, long Size, string Sha256, string? Named = null);

/// <summary>All that hangs on an answer or stands in it: what came with it, and what its writer has put on the server while writing.</summary>
public sealed class ReplyFiles(DeskDatabase database, FileStore files, AttachmentLimit limit)
{
    /// <summary>The files that came with it, on disk for good.</summary>
    internal Answer<List<KeptFile>> Keep(ReplyDraft draft)
    {
        var came = draft.Files ?? [];
        if (came.Sum(file => (long)file.Bytes.Length) > limit.Bytes) return TooLarge;
        var kept = new List<KeptFile>();
        foreach (var file in came)
        {
            var shown = file.ContentId is { Length: > 0 } id && draft.Html?.Contains("cid:" + id, StringComparison.Ordinal) == true;
            var type = shown ? DraftFiles.PictureType(file.Bytes) : file.ContentType;
            if (type is null) return new Refusal(DraftFiles.NoPicture, file.Name);
            kept.Add(new KeptFile(file.Name, type, file.Bytes.Length, files.Put(file.Bytes), shown ? file.ContentId : null));
        }
        return kept;
    }

    /// <summary>These and the draft's. Pictures that the text no longer shows stay behind.</summary>
    /// <param name="drafts">All that the writer has put on the server for this ticket.</param>
    internal Answer<List<KeptFile>> With(List<KeptFile> kept, ReplyDraft draft, IReadOnlyList<DraftFile> drafts)
    {
        var shown = DraftImages.In(draft.Html);
        var all = kept.Concat(drafts.Where(file => file.Inline ? shown.Contains(file.Id) : draft.DraftFiles?.Contains(file.Id) == true)
            .Select(file => new KeptFile(file.Name, file.ContentType, file.Size, file.Sha256, file.Inline ? NameOf(file.Id) : null))).ToList();
        if (all.Sum(file => file.Size) > limit.Bytes) return TooLarge;
        return all;
    }

    /// <summary>The same as its writer has them, to go on with.</summary>
    internal static IReadOnlyList<HeldFile> Held(List<KeptFile> came, ReplyDraft draft, IReadOnlyList<DraftFile> drafts) =>
        [.. came.Select(HeldFile.Of), .. drafts.Where(file => file.Inline || draft.DraftFiles?.Contains(file.Id) == true).Select(HeldFile.Of)];

    internal async Task<List<DraftFile>> DraftsAsync(Acting by, Ticket ticket, ReplyDraft draft, CancellationToken cancel) =>
        draft.FromComposer || DraftImages.In(draft.Html).Count > 0 ? await DraftFiles.OfAsync(database, by.AgentId, ticket.Id, cancel) : [];

    /// <param name="ids">Of the attachments, in the order of the files.</param>
    internal static List<Attachment> Attachments(List<KeptFile> kept, long messageId, string domain, Func<long> ids) => kept.ConvertAll(file =>
    {
        var id = ids();
        return new Attachment
        {
            Id = id,
            MessageId = messageId,
            Name = Snippets.Of(Path.GetFileName(file.Name), 200),
            Size = file.Size,
            ContentType = Snippets.Of(file.ContentType, 200),
            Disposition = file.Named is null ? "attachment" : "inline",
            ContentId = file.Named is null ? null : string.Create(CultureInfo.InvariantCulture, $"{id}@{domain}"),
            Sha256 = file.Sha256,
            Inline = file.Named is not null,
            Part = -1,
        };
    });

    /// <summary>The text as it leaves: cleaned, with its pictures named by Content-ID (RFC 2392).</summary>
    internal static string? Html(string? written, List<KeptFile> kept, List<Attachment> attachments)
    {
        if (written is not { Length: > 0 }) return null;
        var named = kept.Zip(attachments).Where(pair => pair.First.Named is not null).ToDictionary(pair => pair.First.Named!, pair => $"cid:{pair.Second.ContentId}", StringComparer.Ordinal);
        return HtmlCleaner.Clean(DraftImages.Named(written, NameOf), new CleaningOptions { InlineImage = id => named.GetValueOrDefault(id) }).Html;
    }

    /// <summary>The plain words of a text that came as HTML only.</summary>
    internal static string Plain(string? written, List<KeptFile> kept) => written is null ? ""
        : PlainText.OfHtml(DraftImages.AsWords(DraftImages.Named(written, NameOf), name => kept.Find(file => file.Named == name) is { } file ? WebUtility.HtmlEncode(file.Name) : null));

    private static string NameOf(long draft) => string.Create(CultureInfo.InvariantCulture, $"draft-{draft}");

    private Refusal TooLarge => new(DraftFiles.TooLarge, (limit.Bytes / 1_000_000).ToString(CultureInfo.InvariantCulture));
}
