using System.Diagnostics;
using System.Text.Json;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

/// <summary>The given corpus of real mails, where it is there. The full comparison is ../shared/check/mailcheck.py; this guards the floor.</summary>
public sealed class ReadingTheCorpusTests(ITestOutputHelper output)
{
    /// <summary>Of the fields compared here; what is reached stands in the output.</summary>
    private const double Floor = 0.94;

    [Fact]
    public void Reads_every_mail_in_time_and_nearly_all_of_them_rightly()
    {
        int right = 0, asserted = 0;
        var slowest = (Seconds: 0.0, File: "");
        foreach (var (row, bytes) in Rows())
        {
            var clock = Stopwatch.StartNew();
            var mail = Mails.Read(bytes);
            if (clock.Elapsed.TotalSeconds > slowest.Seconds) slowest = (clock.Elapsed.TotalSeconds, row.GetProperty("file").GetString()!);
            Assert.DoesNotContain("reader-failed", mail.Problems);
            Assert.DoesNotContain("too-slow", mail.Problems);
            foreach (var fits in Compare(row.GetProperty("expect"), mail))
            {
                asserted++;
                right += fits ? 1 : 0;
            }
        }
        output.WriteLine($"{right} of {asserted} fields; slowest {slowest}");
        Assert.True(slowest.Seconds < 2, slowest.ToString());
        Assert.True(right >= Floor * asserted, $"{right} of {asserted}");
    }

    [Fact]
    public void Takes_at_most_a_few_times_as_long_as_a_bare_parse()
    {
        var mails = Rows().Select(r => r.Bytes).Where(b => b.Length is > 500 and < 200_000).ToList();
        var ratios = new List<double>();
        foreach (var bytes in mails)
        {
            var parse = Fastest(() => new MimeParser(new MemoryStream(bytes, writable: false), MimeFormat.Entity, persistent: true).ParseMessage(TestContext.Current.CancellationToken));
            if (parse is not null && Fastest(() => Mails.Read(bytes)) is { } read) ratios.Add(read / parse.Value);
        }
        ratios.Sort();
        output.WriteLine($"median {ratios[ratios.Count / 2]:0.0}, 90th percentile {ratios[ratios.Count * 9 / 10]:0.0} of {ratios.Count} mails");
        Assert.True(ratios[ratios.Count / 2] < 12, $"median {ratios[ratios.Count / 2]:0.0}");
    }

    private static double? Fastest(Action read)
    {
        var best = double.MaxValue;
        for (var i = 0; i < 7; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                read();
            }
            catch (FormatException)
            {
                return null;
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
        }
        return best;
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

    private static IEnumerable<bool> Compare(JsonElement expect, ReadMail mail)
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
            if (fits is { } known) yield return known;
            if (field.Name != "dsn" || expect.TryGetProperty("is_feedback_report", out _) || expect.TryGetProperty("is_auto_reply", out _)) continue;
            foreach (var report in field.Value.EnumerateArray())
            {
                foreach (var (name, value) in Told)
                {
                    if (report.TryGetProperty(name, out var wanted) && wanted.ValueKind == JsonValueKind.String) yield return mail.Dsn.Any(d => value(d) == wanted.GetString());
                }
            }
        }
    }

    private static readonly (string Name, Func<DeliveryStatus, string?> Value)[] Told =
        [("status", d => d.Status), ("reply_code", d => d.ReplyCode), ("reason", d => d.Reason)];

    private static string Even(string? text) => string.Join(' ', (text ?? "").Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
