using System.Globalization;
using System.Text;

namespace Lotse.Tests.Desk;

/// <summary>A mail as somebody outside might write it; what a test does not say is something ordinary.</summary>
internal sealed record CustomerMail(string Subject = "Frage zur Lieferung", string Text = "Guten Tag,\n\nwann kommt mein Paket?\n")
{
    /// <summary>Where customers of the test desk write to.</summary>
    public const string Mailbox = "hilfe@hafen.example";

    private static int s_count;

    public string From { get; init; } = "anna@kunde.example";
    public string To { get; init; } = Mailbox;
    public string? Cc { get; init; }

    /// <summary>Without brackets; null for none.</summary>
    public string? MessageId { get; init; } = string.Create(CultureInfo.InvariantCulture, $"mail-{Interlocked.Increment(ref s_count)}@kunde.example");

    public string? InReplyTo { get; init; }
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Whole header lines, without line ends.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public (string Name, byte[] Bytes)? File { get; init; }

    public string EnvelopeSender => From.Contains('<', StringComparison.Ordinal) ? From.Split('<', '>')[1] : From;

    /// <summary>An answer as mail programs write it.</summary>
    public static CustomerMail Answering(string mailId, string subject, string text = "Danke für die Antwort!\n") =>
        new($"AW: {subject}", text) { InReplyTo = mailId, References = [mailId] };

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append("\r\n");
        Line($"From: {From}");
        Line($"To: {To}");
        if (Cc is not null) Line($"Cc: {Cc}");
        Line($"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Subject))}?=");
        Line("Date: Mon, 2 Mar 2026 09:00:00 +0000");
        if (MessageId is not null) Line($"Message-ID: <{MessageId}>");
        if (InReplyTo is not null) Line($"In-Reply-To: <{InReplyTo}>");
        if (References.Count > 0) Line($"References: {string.Join("\r\n ", References.Select(id => $"<{id}>"))}");
        foreach (var header in More) Line(header);
        Line("MIME-Version: 1.0");
        if (File is null) Part(Line, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Text));
        else
        {
            Line("Content-Type: multipart/mixed; boundary=\"between\"");
            Line("");
            Line("--between");
            Part(Line, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Text));
            Line("--between");
            Line($"Content-Disposition: attachment; filename=\"{File.Value.Name}\"");
            Part(Line, "application/octet-stream", File.Value.Bytes);
            Line("--between--");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Part(Action<string> line, string type, byte[] bytes)
    {
        line($"Content-Type: {type}");
        line("Content-Transfer-Encoding: base64");
        line("");
        line(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));
    }
}
