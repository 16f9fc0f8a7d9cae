using System.Text.Json;
using System.Text.RegularExpressions;
using Lotse.Adapters.MailServer.Cleaning;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed partial class CleaningHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>Hallo", "Hallo")]
    [InlineData("<p onclick=\"x()\">Hallo</p>", "<p>Hallo</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">Rechnung</a>", "<a>Rechnung</a>")]
    [InlineData("<form action=https://evil.example><input name=a>Text</form>", "Text")]
    [InlineData("<center><o:p>Text</o:p></center>", "<center>Text</center>")]
    [InlineData("<style>@import url(//evil.example)</style><p style=\"position:fixed;color:red\">a</p>", "<p style=\"color: rgba(255, 0, 0, 1)\">a</p>")]
    [InlineData("<iframe src=https://evil.example>x</iframe><object data=x></object>b", "b")]
    public void Leaves_only_what_is_harmless(string html, string clean) => Assert.Equal(clean, HtmlCleaner.Clean(html, CleaningOptions.Default).Html);

    [Fact]
    public void Sends_links_to_a_page_of_their_own_without_telling_where_from() =>
        Assert.Equal("<a href=\"https://kunde.example/x\" rel=\"noopener noreferrer\" target=\"_blank\">x</a>",
            HtmlCleaner.Clean("<a href=\"https://kunde.example/x\" target=_top>x</a>", CleaningOptions.Default).Html);

    [Fact]
    public void Blocks_remote_images_until_somebody_asks_for_them()
    {
        const string html = "<img src=\"https://track.example/o.gif\" srcset=\"//track.example/2.gif\" width=\"1\"><p style=\"background:url(https://track.example/b)\">a</p>";
        var blocked = HtmlCleaner.Clean(html, CleaningOptions.Default);
        Assert.True(blocked.RemoteBlocked);
        Assert.DoesNotContain(" src=", blocked.Html, StringComparison.Ordinal);
        Assert.Contains("data-remote-src=\"https://track.example/o.gif\"", blocked.Html, StringComparison.Ordinal);
        var asked = HtmlCleaner.Clean("<img src=\"https://track.example/o.gif\">", CleaningOptions.Default with { RemoteImage = _ => "/images/1" });
        Assert.Equal(("<img src=\"/images/1\">", false), (asked.Html, asked.RemoteBlocked));
    }

    [Fact]
    public void Maps_images_of_the_mail_itself()
    {
        var options = CleaningOptions.Default with { InlineImage = id => id == "logo@x" ? "/attachments/7" : null };
        Assert.Equal("<img src=\"/attachments/7\"><img>", HtmlCleaner.Clean("<img src=\"cid:logo@x\"><img src=\"cid:other\">", options).Html);
    }

    [Fact]
    public void Leaves_nothing_active_of_the_known_attacks()
    {
        var corpus = Mails.Corpus ?? "";
        if (corpus.Length == 0) Assert.Skip("The mail corpus is not here.");
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(corpus, "html_payloads.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            var clean = HtmlCleaner.Clean(row.RootElement.GetProperty("payload").GetString()!, CleaningOptions.Default).Html;
            Assert.False(Active().IsMatch(clean), $"{row.RootElement.GetProperty("id")}: {clean}");
            count++;
        }
        Assert.True(count > 100);
    }

    [GeneratedRegex(@"<\s*(script|iframe|object|embed|form|base|svg|math|style|link|meta)|<[^>]*\s(on\w+|src|srcset|background|action)\s*=\s*(?>[""']?)(?!data:image|/|cid)|(javascript|vbscript):|url\(|@import",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Active();
}
