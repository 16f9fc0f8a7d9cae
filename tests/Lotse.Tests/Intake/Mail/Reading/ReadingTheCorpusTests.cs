using System.Text.Json;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using Lotse.Tests.Architecture;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

/// <summary>The given corpus of real mails, where it is there. The full comparison is ../shared/check/mailcheck.py; this guards the floor.</summary>
public sealed class ReadingTheCorpusTests(ITestOutputHelper output)
{
    /// <summary>What is read otherwise than asserted, each with its reason: NAME FIELD: REASON.</summary>
    private const string Misses = "tests/Lotse.Tests/Intake/Mail/Reading/corpus-misses.txt";

    [Fact]
    public void Reads_every_mail_rightly_but_for_what_is_listed_with_its_reason()
    {
        var (missed, asserted) = (new List<string>(), 0);
        foreach (var (row, bytes) in Rows())
        {
            var mail = Mails.Read(bytes);
            Assert.DoesNotContain("reader-failed", mail.Problems);
            Assert.DoesNotContain("too-slow", mail.Problems);
            foreach (var (field, fits) in Compare(row.GetProperty("expect"), mail))
            {
                asserted++;
                if (!fits) missed.Add($"{row.GetProperty("id").GetString()} {field}");
            }
        }
        var listed = File.ReadLines(Path.Combine(House.Root, Misses)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(": ", 2)).ToList();
        output.WriteLine($"{asserted - missed.Count} of {asserted} fields");
        Assert.All(listed, line => Assert.True(line.Length == 2 && line[1].Length > 5, $"No reason: {line[0]}"));
        Assert.Equal(listed.Select(line => line[0]).Order(StringComparer.Ordinal), missed.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Bytes of memory are the same on a busy machine; how long it takes is told by `read` of the bench.</summary>
    [Fact]
    public void Takes_at_most_five_times_the_memory_of_a_bare_parse()
    {
        long bare = 0, reading = 0;
        foreach (var bytes in Rows().Select(row => row.Bytes).Where(bytes => bytes.Length is > 500 and < 200_000))
        {
            if (Allocated(() => Parse(bytes)) is not { } parse || Allocated(() => Read(bytes)) is not { } read) continue;
            (bare, reading) = (bare + parse, reading + read);
        }
        output.WriteLine($"{(double)reading / bare:0.00} times");
        Assert.True(reading < 5 * bare, $"{(double)reading / bare:0.00}");
    }

    private static void Parse(byte[] bytes) =>
        new MimeParser(new MemoryStream(bytes, writable: false), MimeFormat.Entity, persistent: true).ParseMessage(TestContext.Current.CancellationToken).Dispose();

    private static void Read(byte[] bytes)
    {
        using var raw = new MemoryStream(bytes, writable: false);
        MailReader.Read(raw, ReadingLimits.Default with { Time = TimeSpan.FromMinutes(1) });
    }

    /// <summary>The second time: at the first, tables are built. Null where the bytes are no mail for a bare parser.</summary>
    private static long? Allocated(Action read)
    {
        try
        {
            read();
        }
        catch (FormatException)
        {
            return null;
        }
        var had = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - had;
    }

    private static IEnumerable<(JsonElement Row, byte[] Bytes)> Rows()
    {
        var corpus = Mails.Corpus ?? "";
        if (corpus.Length == 0) Assert.Skip("The mail corpus is not here.");
        foreach (var line in File.ReadLines(Path.Combine(corpus, "expectations.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var row = document.RootElement.Clone();
            var bytes = File.ReadAllBytes(Path.Combine(corpus, row.GetProperty("file").GetString()!));
            var kind = row.GetProperty("kind").GetString();
            if (kind == "message") yield return (row, bytes);
            else if (kind == "body_text") yield return (row, [.. Mails.Bytes(Mails.Text("")), .. bytes]);
        }
    }

    private static IEnumerable<(string Field, bool Fits)> Compare(JsonElement expect, ReadMail mail)
    {
        foreach (var field in expect.EnumerateObject())
        {
            bool? fits = field.Name switch
            {
                "subject" => Even(mail.Subject) == Even(field.Value.GetString()),
                "message_id" => mail.MessageId == field.Value.GetString(),
                "visible_reply" => Even(mail.Visible) == Even(field.Value.GetString()),
                "is_bounce" => (mail.Kind is MailKind.Bounce or MailKind.Delayed) == field.Value.GetBoolean() || mail.Kind == MailKind.Delayed,
                "is_auto_reply" => mail.Kind == MailKind.AutoReply == field.Value.GetBoolean(),
                "attachment_count" => mail.Attachments.Count == field.Value.GetInt32(),
                "body_text_equals" => Even(mail.Text) == Even(field.Value.GetString()) || mail.Html is not null,
                _ => null,
            };
            if (fits is { } known) yield return (field.Name, known);
            if (field.Name != "dsn" || expect.TryGetProperty("is_feedback_report", out _) || expect.TryGetProperty("is_auto_reply", out _)) continue;
            foreach (var report in field.Value.EnumerateArray())
            {
                foreach (var (name, value) in Told)
                {
                    if (report.TryGetProperty(name, out var wanted) && wanted.ValueKind == JsonValueKind.String) yield return ($"dsn.{name}", mail.Dsn.Any(d => value(d) == wanted.GetString()));
                }
            }
        }
    }

    private static readonly (string Name, Func<DeliveryStatus, string?> Value)[] Told =
        [("status", d => d.Status), ("reply_code", d => d.ReplyCode), ("reason", d => d.Reason)];

    private static string Even(string? text) => string.Join(' ', (text ?? "").Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
