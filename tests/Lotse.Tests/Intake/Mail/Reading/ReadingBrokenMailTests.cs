using System.Diagnostics;
using System.Text;
using Lotse.Adapters.MailServer.Cleaning;
using Lotse.Adapters.MailServer.Reading;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class ReadingBrokenMailTests
{
    /// <summary>What grows with the square of the length takes many minutes; a busy machine is no fault of the reader.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string[] Own =
    [
        Mails.Text("Hallo\n\nAm 14.10.25 um 08:00 schrieb Support:\n> alt\n-- \nAnna"), Mails.TwoForms, Mails.WithFiles,
        Mails.Report("failed", "5.1.1", "smtp; 550 5.1.1 user unknown"), Mails.Text("begin 644 a\n%2&%L;&\\\n`\nend\n"),
        Mails.Text("<div><blockquote type=cite>alt</blockquote>neu</div>", "text/html"),
    ];

    [Fact]
    public void Survives_thousands_of_mutations_of_mails()
    {
        var random = new Random(4711);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 4000; i++)
        {
            var bytes = Mails.Bytes(Own[i % Own.Length]);
            for (var changes = random.Next(1, 20); changes > 0; changes--) bytes = Mutated(bytes, random);
            var begun = clock.Elapsed;
            var mail = Mails.Read(bytes);
            Assert.DoesNotContain("reader-failed", mail.Problems);
            Assert.True(clock.Elapsed - begun < Patience, $"mutation {i} took {clock.Elapsed - begun}");
            Assert.True(mail.Text.AsSpan().Trim().Length == 0 || mail.Visible.Length > 0, $"mutation {i} shows nothing of a text");
        }
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        if (bytes.Length < 8) return bytes;
        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(60, bytes.Length - at + 1));
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[(at + length - 1)..]];
            case 2:
                return [.. bytes[..at], .. bytes.AsSpan(at, Math.Min(length, bytes.Length - at)), .. bytes[at..]];
            default:
                var other = random.Next(bytes.Length - 4);
                return [.. bytes[..at], .. bytes[other..Math.Min(bytes.Length, other + length)], .. bytes[at..]];
        }
    }

    [Fact]
    public void Stops_at_mails_inside_mails_inside_mails()
    {
        var mail = "From: a@b.example\nSubject: innen\n\nText";
        for (var i = 0; i < 300; i++) mail = "From: a@b.example\nSubject: aussen\nContent-Type: message/rfc822\n\n" + mail;
        var read = Mails.Read(mail);
        Assert.Equal("aussen", read.Subject);
        Assert.Contains("too-deep", read.Problems);
    }

    [Fact]
    public void Stops_at_too_many_parts()
    {
        var mail = Mails.Head("Content-Type: multipart/mixed; boundary=b") + string.Concat(Enumerable.Repeat("\n--b\nContent-Type: image/png\n\nx", 5000)) + "\n--b--";
        var read = Mails.Read(mail);
        Assert.Contains("too-many-parts", read.Problems);
        Assert.InRange(read.Attachments.Count, 1, 1000);
    }

    [Fact]
    public void Gives_up_in_time_and_keeps_the_header()
    {
        using var raw = new MemoryStream(Mails.Bytes(Mails.WithFiles));
        var read = MailReader.Read(raw, ReadingLimits.Default with { Time = TimeSpan.Zero });
        Assert.Contains("too-slow", read.Problems);
        Assert.Equal("Drucker", read.Subject);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<blockquote type=cite>")]
    [InlineData("<font color=1><p>")]
    [InlineData("<table><tr><td>")]
    public void Shows_nested_html_of_megabytes_as_text(string opening)
    {
        var html = "Ende" + string.Concat(Enumerable.Repeat(opening, 2_000_000 / opening.Length)) + "Ende";
        var clock = Stopwatch.StartNew();
        Assert.Contains("Ende", HtmlCleaner.Clean(html, CleaningOptions.Default).Html, StringComparison.Ordinal);
        Assert.Contains("Ende", Mails.Read(Mails.Text(html, "text/html")).Text, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < Patience, $"took {clock.Elapsed}");
    }

    [Fact]
    public void Splits_a_text_of_megabytes_in_time()
    {
        foreach (var line in (string[])["> quoted\n", "On 1 Jan, a\n", "a\n\n", "-- \n", "From: x\n", "begin 644 x\n", "=?utf-8?Q?a?= "])
        {
            var clock = Stopwatch.StartNew();
            var mail = Mails.Read(Mails.Text(string.Concat(Enumerable.Repeat(line, 2_000_000 / line.Length))));
            Assert.True(clock.Elapsed < Patience, $"{line.Trim()} took {clock.Elapsed}");
            Assert.Equal("Drucker", mail.Subject);
        }
    }

    /// <summary>Half a minute each where every beginning is followed to the end of the header, far less than a second where it is not.</summary>
    [Theory]
    [InlineData("From", " <anna@kunde.example>")]
    [InlineData("References", "")]
    public void Reads_encoded_words_that_never_end_in_time(string field, string end)
    {
        var header = $"{field}: {string.Concat(Enumerable.Repeat("=?utf-8?B?////", 70_000))}{end}\n";
        foreach (var mail in (string[])[Mails.Text("Guten Tag"), Mails.Report("failed", "5.1.1", "smtp; 550 5.1.1 user unknown")])
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal("Drucker", Mails.Read(header + mail).Subject);
            Assert.True(clock.Elapsed < Patience / 4, $"took {clock.Elapsed}");
        }
    }

    [Fact]
    public void Reads_a_stream_that_cannot_seek()
    {
        using var raw = new OneWay(Mails.Bytes(Mails.TwoForms));
        Assert.Equal("Guten Tag", MailReader.Read(raw, ReadingLimits.Default).Text.Trim());
    }

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
