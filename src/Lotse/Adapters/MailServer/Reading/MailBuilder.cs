using Lotse.Adapters.MailServer.Reading.Headers;
using System.Net;
using System.Text;
using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Quotes;
using MimeKit;
using Lotse.Adapters.MailServer.Reading.Parts;

namespace Lotse.Adapters.MailServer.Reading;

/// <summary>Puts together what the walk through the parts found.</summary>
internal sealed class MailBuilder(ReadingContext context)
{
    public ReadMail Build(MailTree tree, IReadOnlyList<string> startProblems)
    {
        var headers = tree.Message.Headers;
        var html = Html(tree);
        var (text, quoteAt) = Text(tree);
        Seals.InText(text, tree);
        var nested = Nested(tree);
        var from = Addresses.Of(headers, HeaderId.From);
        var subject = HeaderFacts.Text(headers, "Subject");
        var split = SplitMailText.Split(text, quoteAt, SubjectMarks.IsForward(subject));
        var calendar = tree.Calendar is { } lines ? CalendarReader.Read(lines) : null;
        var verdict = Verdict.Of(tree, subject, from, text, split.Visible, calendar, nested);
        var attachments = Attachments(tree, html);
        return OfHeaders(headers, from, subject) with
        {
            Text = text,
            Html = html,
            Visible = split.Visible,
            Quoted = split.Quoted,
            Signature = split.Signature,
            Attachments = attachments,
            Kind = verdict.Kind,
            NoAnswer = verdict.NoAnswer,
            Dsn = verdict.Dsn,
            OriginalMessageId = verdict.OriginalMessageId,
            OriginalReplyTo = verdict.OriginalReplyTo,
            Language = TellLanguage.Of(split.Visible.Length > 20 ? split.Visible : text),
            Signed = tree.Signed,
            Encrypted = tree.Encrypted,
            Nested = nested,
            Calendar = calendar,
            Problems = [.. startProblems, .. context.Problems],
        };
    }

    private ReadMail OfHeaders(HeaderList headers, IReadOnlyList<MailName> from, string subject) => new()
    {
        Subject = subject,
        From = from,
        To = Addresses.Of(headers, HeaderId.To),
        Cc = Addresses.Of(headers, HeaderId.Cc),
        ReplyTo = Addresses.Of(headers, HeaderId.ReplyTo),
        DeliveredTo = HeaderFacts.DeliveredTo(headers),
        OriginalSender = OriginalSender(headers, from),
        AuthenticationResults = HeaderFacts.AuthenticationResults(headers),
        FilterSays = HeaderFacts.FilterSays(headers),
        Date = HeaderFacts.Date(headers, context),
        MessageId = HeaderFacts.Id(headers, HeaderId.MessageId),
        InReplyTo = HeaderFacts.Ids(headers, HeaderId.InReplyTo),
        References = HeaderFacts.Ids(headers, HeaderId.References),
    };

    private (string Text, int QuoteAt) Text(MailTree tree)
    {
        var (text, quoteAt) = Joined(tree.Text);
        if (IsBlank(text) && tree.Html.Count > 0) (text, quoteAt) = Joined(tree.Html);
        if (IsBlank(text) && tree.Spare.Count > 0) (text, quoteAt) = Joined(tree.Spare);
        if (tree.Stray is { } stray && IsBlank(text)) (text, quoteAt) = (PlainText.Lines(stray), -1);
        if (IsBlank(text) && tree.Calendar is { } calendar) (text, quoteAt) = (CalendarText.Of(CalendarReader.Read(calendar)), -1);
        return (text, quoteAt);
    }

    private (string Text, int QuoteAt) Joined(List<Leaf> leaves)
    {
        if (leaves.Count == 1) return OfLeaf(leaves[0]);
        var all = new StringBuilder();
        var quoteAt = -1;
        foreach (var leaf in leaves)
        {
            var (text, at) = OfLeaf(leaf);
            if (text.Length == 0) continue;
            if (all.Length > 0) all.Append(all[^1] == '\n' ? "\n" : "\n\n");
            if (at >= 0 && quoteAt < 0) quoteAt = all.Length + at;
            all.Append(text);
        }
        return (all.ToString(), quoteAt);
    }

    private (string Text, int QuoteAt) OfLeaf(Leaf leaf)
    {
        context.Stop.ThrowIfCancellationRequested();
        if (leaf.Text is not { } text) return ("", -1);
        return leaf.IsHtml ? HtmlText.Of(text) : (text, -1);
    }

    private static bool IsBlank(string text)
    {
        foreach (var c in text) if (!char.IsWhiteSpace(c) && c is not ('\u200b' or '\u2060' or '\ufeff')) return false;
        return true;
    }

    private static string? Html(MailTree tree)
    {
        var leaves = tree.Html.Exists(l => l.IsHtml) ? tree.Html : tree.Html.Count == 0 && tree.Text.Count == 0 ? tree.Spare : [];
        if (!leaves.Exists(l => l.IsHtml)) return null;
        if (leaves.Count == 1) return leaves[0].Text;
        return string.Join("\n<hr>\n", leaves.Select(l => l.IsHtml ? l.Text : "<div style=\"white-space:pre-wrap\">" + WebUtility.HtmlEncode(l.Text) + "</div>"));
    }

    private List<ReadMail> Nested(MailTree tree) =>
        [.. tree.Listed.Where(l => l.Inner is not null).Select(l => context.Limits.WholeNested ? Build(l.Inner!, []) : OfHeader(l.Inner!))];

    private ReadMail OfHeader(MailTree tree)
    {
        var headers = tree.Message.Headers;
        return OfHeaders(headers, Addresses.Of(headers, HeaderId.From), HeaderFacts.Text(headers, "Subject"));
    }

    private List<MailPart> Attachments(MailTree tree, string? html)
    {
        var parts = new List<MailPart>(tree.Listed.Count);
        foreach (var leaf in tree.Listed)
        {
            context.Stop.ThrowIfCancellationRequested();
            parts.Add(leaf.Describe(PartNames.For(leaf), IsInline(leaf, html), context.Stop));
        }
        return parts;
    }

    /// <summary>Shown inside the HTML: its Content-ID (RFC 2392) or its Content-Location (RFC 2557) is named there.</summary>
    private static bool IsInline(Leaf leaf, string? html)
    {
        if (html is null) return false;
        if (leaf.ContentId is { } id && (html.Contains("cid:" + id, StringComparison.OrdinalIgnoreCase)
            || html.Contains("cid:" + Uri.EscapeDataString(id), StringComparison.OrdinalIgnoreCase))) return true;
        return leaf.ContentLocation is { Length: > 3 } place && leaf.ContentType.StartsWith("image/", StringComparison.Ordinal)
            && html.Contains(place, StringComparison.Ordinal);
    }

    /// <summary>The person behind a From that a list or gateway rewrote for DMARC ("Anna via Support").</summary>
    private static MailName? OriginalSender(HeaderList headers, IReadOnlyList<MailName> from)
    {
        foreach (var field in (ReadOnlySpan<string>)["X-Original-From", "X-Original-Sender"])
        {
            if (Field(headers, field) is { } header && Addresses.First(header.RawValue) is { } sender && (from.Count == 0 || sender.Address != from[0].Address)) return sender;
        }
        if (from is not [var first, ..] || !SaysVia(first.Name)) return null;
        return Addresses.Of(headers, HeaderId.ReplyTo).FirstOrDefault(r => r.Address != first.Address);
    }

    private static Header? Field(HeaderList headers, string name)
    {
        foreach (var header in headers) if (header.Field.Equals(name, StringComparison.OrdinalIgnoreCase)) return header;
        return null;
    }

    private static bool SaysVia(string name) => name.Contains(" via ", StringComparison.OrdinalIgnoreCase) || name.Contains(" über ", StringComparison.OrdinalIgnoreCase);
}
