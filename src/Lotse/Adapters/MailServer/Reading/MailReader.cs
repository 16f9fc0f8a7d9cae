using Lotse.Domain.Intake;
using MimeKit;
using Lotse.Adapters.MailServer.Reading.Parts;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Raw bytes in, a mail that the desk can decide on out. Never throws for any bytes; what cannot be read is named in the problems.</summary>
/// <remarks>Problem words: not-a-mail, leading-lines, header-too-big, structure-unreadable, too-slow, too-deep, too-many-parts, text-cut, text-is-binary,
/// charset-guessed, boundary-missing, boundary-unclosed, header-broken, date-unreadable, attached-mail-unreadable, winmail-unreadable, winmail-too-big, reader-failed.</remarks>
public static class MailReader
{
    /// <summary>For each so many bytes of a mail a second is added to its time.</summary>
    private const long BytesPerSecond = 10_000_000;

    private static readonly ParserOptions DefaultOptions = OptionsWith(ReadingLimits.Default.Depth);

    /// <param name="raw">The whole mail; must be seekable, is read from its start and left open. Content is not copied as a whole.</param>
    /// <param name="limits">What one mail may cost; the defaults suit intake.</param>
    public static ReadMail Read(Stream raw, ReadingLimits limits)
    {
        // Decoding and hashing large attachments takes its time on a busy machine, and is linear in the bytes.
        var more = raw.CanSeek ? TimeSpan.FromSeconds(raw.Length / BytesPerSecond) : TimeSpan.Zero;
        using var clock = new CancellationTokenSource(limits.Time + more);
        var context = new ReadingContext(limits, clock.Token);
        try
        {
            return Parse(raw, context, static (start, tree, context) =>
            {
                // Its parts have finalizers: left to the collector, all of it would outlive a collection.
                using var message = tree.Message;
                return new MailBuilder(context).Build(tree, start.Problems);
            });
        }
        catch (OperationCanceledException)
        {
            context.Problem("too-slow");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // No bytes may stop the queue of mails behind this one, whatever a parser makes of them; the raw mail is kept and an agent sees it.
            context.Problem("reader-failed");
        }
        return Salvage.HeaderOnly(raw, context);
    }

    /// <summary>True where at least one header field that mails have was found.</summary>
    public static bool LooksLikeMail(ReadMail mail) => !mail.Problems.Contains("not-a-mail");

    /// <summary>The decoded bytes of one part, by the number that <see cref="MailPart"/> carries; null where the mail has no such part.</summary>
    /// <param name="raw">The same bytes that were read. The stream returned may read from it: dispose that first.</param>
    public static Stream? OpenPart(Stream raw, int part, ReadingLimits? limits = null)
    {
        // A download may be large and the agent waits for it: a minute instead of two seconds.
        limits ??= ReadingLimits.Default with { Time = TimeSpan.FromMinutes(1) };
        using var clock = new CancellationTokenSource(limits.Time);
        var context = new ReadingContext(limits, clock.Token);
        try
        {
            return Parse(raw, context, (_, tree, context) => Find(tree, part) is { } leaf ? Open(leaf, context.Stop) : null);
        }
        catch (Exception e) when (e is OperationCanceledException or FormatException)
        {
            return null;
        }
    }

    internal static ParserOptions OptionsFor(ReadingLimits limits) => limits.Depth == ReadingLimits.Default.Depth ? DefaultOptions : OptionsWith(limits.Depth);

    private static ParserOptions OptionsWith(int depth) => new() { MaxMimeDepth = depth + 2, AllowAddressesWithoutDomain = true };

    private static T Parse<T>(Stream raw, ReadingContext context, Func<MailStart, MailTree, ReadingContext, T> use)
    {
        using var copy = raw.CanSeek ? null : Copied(raw);
        var start = MailStart.Find(copy ?? raw, context.Limits);
        MailTree tree;
        try
        {
            var parser = new MimeParser(OptionsFor(context.Limits), start.Mail, MimeFormat.Entity, persistent: true);
            context.Extents = RawExtents.Of(parser, start.Mail);
            var message = start.HasHeader ? parser.ParseMessage(context.Stop) : Salvage.AsText(start.Mail, context);
            tree = new PartWalk(context).Walk(message, depth: 0);
        }
        catch (FormatException)
        {
            context.Problem("structure-unreadable");
            tree = new PartWalk(context).Walk(Salvage.AsText(start.Mail, context), depth: 0);
        }
        return use(start, tree, context);
    }

    private static MemoryStream Copied(Stream raw)
    {
        var copy = new MemoryStream();
        raw.CopyTo(copy);
        return copy;
    }

    private static Leaf? Find(MailTree tree, int part)
    {
        foreach (var leaf in tree.Listed)
        {
            if (leaf.Number == part) return leaf;
            if (leaf.Inner is { } inner && Find(inner, part) is { } found) return found;
        }
        return null;
    }

    private static Stream Open(Leaf leaf, CancellationToken stop)
    {
        if (leaf.Unpacked is not null) return new MemoryStream(leaf.Unpacked, writable: false);
        if (leaf.Part?.Content is { } content) return content.Open();
        var bytes = new MemoryStream();
        leaf.WriteTo(bytes, stop);
        bytes.Position = 0;
        return bytes;
    }
}
