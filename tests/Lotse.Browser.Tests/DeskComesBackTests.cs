using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class DeskComesBackTests(Chromium chromium)
{
    [Fact]
    public async Task An_open_page_survives_a_killed_desk_and_shows_what_came_meanwhile()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Erste Frage", "Was kostet der Versand?\n"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Erste Frage").ClickAsync();
        await Expect(page.Said("Was kostet der Versand?")).ToBeVisibleAsync();
        await page.ListeningAsync();
        await page.EvaluateAsync("() => { window.sameWindow = true; }");
        await page.Locator(".reply-form textarea").FocusAsync();
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Angefangen zu schreiben");

        await desk.KillAsync();
        await Expect(page.Locator("live-updates")).ToHaveTextAsync("Connection lost, trying again …");
        await desk.StartAsync();
        await desk.DeliverAsync(new CustomerMail("Zweite Frage") { From = "bert@kunde.example" });

        await Expect(page.Row("Zweite Frage")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Angefangen zu schreiben");
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameWindow === true"), "The page was loaded anew.");
    }

    [Fact]
    public async Task What_was_typed_before_and_after_a_kill_is_there_on_another_machine()
    {
        await using var context = await chromium.VisitAsync();
        await using var elsewhere = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Frage mit Pause"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Frage mit Pause").ClickAsync();
        await page.ListeningAsync();
        await page.BeginAnswerAsync("Vor dem Neustart");
        await Expect(page.Locator(".reply-form [data-saved]")).ToContainTextAsync("Draft saved");

        await desk.KillAsync();
        await page.Keyboard.TypeAsync(" und währenddessen");
        await Expect(page.Locator(".reply-form [data-saved]")).ToContainTextAsync("this browser only");
        await desk.StartAsync();
        await Expect(page.Locator(".reply-form [data-saved]")).ToContainTextAsync("Draft saved", new() { Timeout = 40_000 });

        var other = await elsewhere.NewPageAsync();
        await other.SignInAsync(desk);
        await other.Row("Frage mit Pause").ClickAsync();
        await Expect(other.Locator(".reply-form .rich")).ToContainTextAsync("Vor dem Neustart und währenddessen");
    }

    [Fact]
    public async Task An_answer_that_was_taken_without_the_browser_hearing_of_it_is_not_sent_again_unseen()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Erste Frage", "Was kostet der Versand?\n"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Erste Frage").ClickAsync();
        await page.Locator(".reply-form textarea").FocusAsync();
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Der Versand kostet nichts.");
        await Expect(page.Locator(".reply-form [data-saved]")).Not.ToBeEmptyAsync();

        await page.RouteAsync("**/replies", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Said("Der Versand kostet nichts.")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.ReloadAsync();

        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Der Versand kostet nichts.");
        await Expect(page.Locator("[data-came]")).ToBeVisibleAsync();
        await page.Locator(".reply-form button.main").ClickAsync();
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Der Versand kostet nichts.");
        await Expect(page.Said("Der Versand kostet nichts.")).ToHaveCountAsync(1);
    }
}
