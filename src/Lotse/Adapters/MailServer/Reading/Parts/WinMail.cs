using MimeKit;
using MimeKit.Tnef;

namespace Lotse.Adapters.MailServer.Reading.Parts;

/// <summary>Opens winmail.dat (TNEF), in which Outlook hides attachments from everybody else.</summary>
internal static class WinMail
{
    public static bool IsIt(Leaf leaf) =>
        leaf.ContentType is "application/ms-tnef" or "application/vnd.ms-tnef"
        || (leaf.Name is { } name && name.Equals("winmail.dat", StringComparison.OrdinalIgnoreCase));

    /// <summary>The message inside, or null where the bytes are damaged beyond reading.</summary>
    public static MimeMessage? Open(MimePart part, ReadingContext context)
    {
        if (part.Content is null) return null;
        using var sink = new PartSink(context.Limits.UnpackedBytes, hash: false);
        part.Content.DecodeTo(sink, context.Stop);
        if (sink.Cut)
        {
            context.Problem("winmail-too-big");
            return null;
        }
        var tnef = new TnefPart { Content = new MimeContent(new MemoryStream(sink.ToArray(), writable: false)) };
        try
        {
            return tnef.ConvertToMessage();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // The reader of the format throws many kinds of exceptions on damaged bytes; each means the same here.
            context.Problem("winmail-unreadable");
            return null;
        }
    }
}
