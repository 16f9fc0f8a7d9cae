using Lotse.Domain.Levels;
using Xunit;

namespace Lotse.Domain.Tests.Levels;

public class KnownAnswersTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Ich habe Windows 11 Pro 24H2 und Firefox.", "Windows 11 Pro 24H2")]
    [InlineData("auf meinem Mac mit macOS Sequoia 15.1 geht es", "macOS Sequoia 15.1")]
    [InlineData("iOS 18.2 auf dem Telefon", "iOS 18.2")]
    [InlineData("Android 15", "Android 15")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:151.0) Gecko/20100101 Firefox/151.0", "Windows 10/11")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15", "macOS 10.15.7")]
    [InlineData("Das Fenster geht nicht zu.", null)]
    [InlineData("Windows ist alt, und ich bin 11.", null)]
    public void Finds_the_system(string text, string? system) => Assert.Equal(system, KnownAnswers.SystemIn(text));

    [Theory]
    [InlineData("Firefox 151", "Firefox 151")]
    [InlineData("mit Google Chrome Version 130.0.6723.92 (Offizieller Build)", "Chrome 130.0.6723.92")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.2849.80", "Edge 130.0.2849.80")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36", "Chrome 129.0.0.0")]
    [InlineData("Safari 18.1", "Safari 18.1")]
    [InlineData("Firefox, immer die neueste", null)]
    public void Finds_the_browser_that_it_really_is(string text, string? browser) => Assert.Equal(browser, KnownAnswers.BrowserIn(text));

    [Theory]
    [InlineData("Über das WLAN im Büro", "wlan")]
    [InlineData("per W-LAN", "wlan")]
    [InlineData("mit dem LAN-Kabel", "lan")]
    [InlineData("unterwegs über LTE", "mobile")]
    [InlineData("im WLAN und im LAN gleich", null)]
    [InlineData("Der Plan ist klar.", null)]
    public void Finds_the_connection_where_one_only_is_named(string text, string? connection) => Assert.Equal(connection, KnownAnswers.ConnectionIn(text));

    [Fact]
    public void What_was_said_last_counts_then_earlier_tickets_then_the_contact()
    {
        var earlier = new EarlierAnswers(1007, new Dictionary<string, string> { ["system"] = "Windows 10", ["browser"] = "Firefox 149", ["reach"] = "vormittags", ["done"] = "alter Fall" }, s_now.AddDays(-20));
        var tooOld = new EarlierAnswers(1001, new Dictionary<string, string> { ["connection"] = "lan" }, s_now.AddDays(-200));

        var known = KnownAnswers.Of(HandOverForm.TechnicalProblem, [new("Windows 10", s_now.AddHours(-2)), new("jetzt Windows 11", s_now.AddHours(-1))], ["+49 40 123"], [earlier, tooOld], s_now);
        var byPhone = KnownAnswers.Of(HandOverForm.TechnicalProblem, [], ["+49 40 123"], [], s_now);

        Assert.Equal(new KnownAnswer("Windows 11", KnownFrom.Mail, s_now.AddHours(-1)), known["system"]);
        Assert.Equal(new KnownAnswer("Firefox 149", KnownFrom.EarlierTicket, s_now.AddDays(-20), 1007), known["browser"]);
        Assert.Equal(KnownFrom.EarlierTicket, known["reach"].From);
        Assert.Equal(("+49 40 123", KnownFrom.Contact), (byPhone["reach"].Answer, byPhone["reach"].From));
        Assert.DoesNotContain("connection", known.Keys);
        Assert.DoesNotContain("done", known.Keys);
    }

    [Fact]
    public void A_long_mail_of_anybody_takes_no_longer_than_its_length()
    {
        var hostile = string.Concat(Enumerable.Repeat("Mac OS X X Firefox Version Firefox ,Version Windows 1 LAN-", 20_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        KnownAnswers.Of(HandOverForm.TechnicalProblem, [new(hostile, s_now)], [], [], s_now);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "It goes to and fro in the text.");
    }
}
