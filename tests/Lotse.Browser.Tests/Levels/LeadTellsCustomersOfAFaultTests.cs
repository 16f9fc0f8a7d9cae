using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests.Levels;

/// <summary>A fault with three hundred customers: they are told from the page, the desk is killed in the middle and started again, and each has one mail.</summary>
public sealed class LeadTellsCustomersOfAFaultTests(Chromium chromium)
{
    private const int Customers = 300;

    [Fact]
    public async Task Each_customer_is_told_once_though_the_desk_is_killed_in_the_middle()
    {
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await using var context = await chromium.VisitAsync();
        for (var n = 0; n < Customers; n++) await desk.DeliverAsync(new CustomerMail($"Upload hängt {n}") { From = Customer(n), MessageId = $"fault-{n}@kunde.example", Text = "Bilder lassen sich nicht hochladen." });
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.GotoAsync($"{desk.Url}/tickets?queue=open");
        await Expect(page.Row($"Upload hängt {Customers - 1}")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GotoAsync($"{desk.Url}/problems/new?tickets=1001,1002");
        await page.Locator("#title").FillAsync("Hochladen gestört");
        await page.Locator("#german").FillAsync("Guten Tag,\n\ndas Hochladen ist gestört. Wir arbeiten daran.");
        await page.Locator("#english").FillAsync("Hello,\n\nuploads are out of order. We are working on it.");
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("#problem-tickets")).ToBeVisibleAsync();
        await page.Locator("#numbers").FillAsync(string.Join(' ', Enumerable.Range(1003, Customers - 2)));
        await page.Locator("form[action$='/tickets'] .actions button").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("300 customers");
        await page.Locator("a[href$='/informings/new']").ClickAsync();
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("#inform-run progress")).ToBeVisibleAsync();

        await ToldAsync(sink, 60);
        await desk.KillAsync();
        var before = Told(sink).Count;
        Assert.InRange(before, 60, Customers - 1);
        await Task.Delay(2000, TestContext.Current.CancellationToken); // Longer than an open page takes to ask for itself.
        await Expect(page.Locator("#inform-run")).ToBeVisibleAsync(); // No page goes away with the desk.
        await desk.StartAsync();

        await ToldAsync(sink, Customers);
        await page.ReloadAsync();
        await Expect(page.Locator("#inform-run [role=status]")).ToContainTextAsync("300 informed", new() { Timeout = 60_000 });
        // One mail for each. What the server had taken in the moment of the kill, and the desk could not write down any more, goes out again as the same mail, by the same Message-ID.
        var mails = Told(sink);
        Assert.Equal(Enumerable.Range(0, Customers).Select(Customer).Order(StringComparer.Ordinal), mails.Distinct().Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.InRange(mails.Count - Customers, 0, 4);
    }

    private static string Customer(int n) => $"kunde-{n}@kunde.example";

    private static List<(string To, string MessageId)> Told(SmtpSink sink) => [.. sink.Mails.Select(mail => (mail.Recipients, mail.Mime))
        .Where(mail => mail.Mime.TextBody?.Contains("Hochladen ist gestört", StringComparison.Ordinal) == true || mail.Mime.TextBody?.Contains("uploads are out of order", StringComparison.Ordinal) == true)
        .SelectMany(mail => mail.Recipients.Select(to => (to, mail.Mime.MessageId!)))];

    private static async Task ToldAsync(SmtpSink sink, int atLeast)
    {
        for (var tries = 0; Told(sink).Count < atLeast; tries++)
        {
            if (tries > 1200) throw new TimeoutException($"{Told(sink).Count} of {atLeast} are told.");
            await Task.Delay(100);
        }
    }
}
