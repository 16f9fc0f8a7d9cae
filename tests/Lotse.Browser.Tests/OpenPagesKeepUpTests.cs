using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class OpenPagesKeepUpTests(Chromium chromium)
{
    [Fact]
    public async Task A_new_mail_comes_into_a_list_that_is_read_far_down_and_moves_nothing_there()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        for (var i = 0; i < 60; i++) await desk.DeliverAsync(new CustomerMail($"Sache {i:00}") { From = $"k{i}@kunde.example" });
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await page.ListeningAsync();
        await page.Row("Sache 20").ScrollIntoViewIfNeededAsync();
        await page.Row("Sache 05").ScrollIntoViewIfNeededAsync();
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.Contains("/live/parts", StringComparison.Ordinal) || request.Url.Contains("/tickets?", StringComparison.Ordinal) ? 1 : 0;
        var before = (await page.Row("Sache 05").BoundingBoxAsync())!.Y;

        await desk.DeliverAsync(new CustomerMail("Ganz neu"));
        await Expect(page.Row("Ganz neu")).ToHaveCountAsync(1);
        await desk.DeliverAsync(new CustomerMail("Re: Sache 07") { From = "k7@kunde.example" });
        await Expect(page.Row("Re: Sache 07")).ToHaveCountAsync(1);

        await Expect(page.Locator(".rows-scroll .row")).ToHaveCountAsync(62);
        Assert.Equal(before, (await page.Row("Sache 05").BoundingBoxAsync())!.Y, 1.0);
        Assert.True(asked is 1 or 2, $"Asked {asked} times.");
        complaints.AreNone();
    }

    [Fact]
    public async Task A_secret_that_is_shown_once_stays_until_one_leaves_the_page()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.GotoAsync($"{desk.Url}/account");
        await page.Locator("[name=tokenName]").FillAsync("Statistik");
        await page.Locator("[name=scope][value=read]").CheckAsync();
        await page.Locator("#tokens-password").FillAsync(DeskProcess.Password);
        await page.Locator("form[action='/account/tokens'] button").ClickAsync();
        var token = await page.Locator("#new-token").TextContentAsync();
        await page.ListeningAsync();

        // The token itself is a line of the journal, and so is a mail: an admin's page hears of both.
        await desk.DeliverAsync(new CustomerMail("Etwas Neues"));
        await page.WaitForTimeoutAsync(3000);

        Assert.Equal(token, await page.Locator("#new-token").TextContentAsync());
        await page.GotoAsync($"{desk.Url}/account");
        await Expect(page.Locator("#new-token")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Statistik")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_was_asked_before_an_answer_was_taken_back_does_not_come_over_its_draft()
    {
        await using var context = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri, undo: 120);
        await desk.DeliverAsync(new CustomerMail("Zu schnell geantwortet"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Zu schnell geantwortet").ClickAsync();
        await page.ListeningAsync();
        await page.BeginAnswerAsync("Das war noch nicht alles");
        var (held, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/live/parts*", async route =>
        {
            var answer = await route.FetchAsync();
            if (!(await answer.TextAsync()).Contains("leaves-in", StringComparison.Ordinal)) { await route.FulfillAsync(new() { Response = answer }); return; }
            held.TrySetResult();
            await released.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".delivery.leaving")).ToBeVisibleAsync();
        await held.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.RouteAsync("**/replies/*/**", async route =>
        {
            released.TrySetResult();
            await Task.Delay(500); // The old page has every chance to come first.
            await route.ContinueAsync();
        });

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("u");

        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Das war noch nicht alles");
        await Expect(page.Locator(".delivery.leaving")).ToHaveCountAsync(0);
    }
}
