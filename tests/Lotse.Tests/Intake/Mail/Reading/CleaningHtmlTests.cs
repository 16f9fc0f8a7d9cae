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

    [Theory]
    [InlineData("<img src=\"https://track.example/o.gif\" width=\"1\" height=\"1\">")]
    [InlineData("<img src=//track.example/o.gif>")]
    [InlineData("<img src=\"\\\\track.example\\o.gif\">")]
    [InlineData("<img srcset=\"https://track.example/1.gif 1x, https://track.example/2.gif 2x\">")]
    [InlineData("<img src=https://track.example/o.gif srcset=https://track.example/2.gif>")]
    [InlineData("<p style=\"background:url(https://track.example/b)\">a</p>")]
    [InlineData("<p style=\"background-image:url('https://track.example/b')\">a</p>")]
    [InlineData("<a href=https://kunde.example style=\"background-image:url(https://track.example/b)\">a</a>")]
    [InlineData("<table background=https://track.example/b><tr><td>a</table>")]
    [InlineData("<img src=https://track.example/o.gif><img src=https://track.example/o.gif>")]
    public void Holds_a_remote_image_back_and_counts_it(string html)
    {
        var clean = HtmlCleaner.Clean(html, CleaningOptions.Default);
        Assert.Equal(1, clean.HeldImages);
        Assert.DoesNotContain("track.example", clean.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=https://track.example/o.gif>", "<img src=\"/images/1\">")]
    [InlineData("<img src=//track.example/o.gif>", "<img src=\"/images/1\">")]
    [InlineData("<img srcset=\"https://track.example/o.gif 1x, https://track.example/2.gif 2x\">", "<img src=\"/images/1\">")]
    [InlineData("<p style=\"color:red;background:url(https://track.example/o.gif)\">a</p>", "background-image: url(\"/images/1\")")]
    [InlineData("<div background=https://track.example/o.gif>a</div>", "<div style=\"background-image: url(&quot;/images/1&quot;)\">")]
    public void Shows_a_remote_image_under_our_own_address_when_asked(string html, string shown)
    {
        var asked = new List<string>();
        var clean = HtmlCleaner.Clean(html, CleaningOptions.Default with { RemoteImage = address => { asked.Add(address); return "/images/1"; } });
        Assert.Equal(("https://track.example/o.gif", 0), (Assert.Single(asked), clean.HeldImages));
        Assert.Contains(shown.Replace("url(\"/images/1\")", "url(&quot;/images/1&quot;)", StringComparison.Ordinal), clean.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("track.example", clean.Html, StringComparison.Ordinal);
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
