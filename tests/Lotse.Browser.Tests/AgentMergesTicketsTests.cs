using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class AgentMergesTicketsTests(Chromium chromium)
{
    [Fact]
    public async Task Two_tickets_become_one_and_two_again_and_the_old_number_leads_to_the_whole()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Erste Frage", "Wann kommt es?\n"));
        await desk.DeliverAsync(new CustomerMail("Nochmal ich", "Es kam nichts.\n"));
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await page.GotoAsync($"{desk.Url}/tickets/1002/merge?into=1001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();
        await Expect(page.Locator("#work h1")).ToContainTextAsync("#1001");
        await Expect(page.Said("Es kam nichts.")).ToBeVisibleAsync();

        await page.GotoAsync($"{desk.Url}/tickets/1002");
        await Expect(page.Locator("#work h1")).ToContainTextAsync("#1001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo the merge with #1002" }).ClickAsync();
        await Expect(page.Locator("#work h1")).ToContainTextAsync("#1002");
        await Expect(page.Said("Es kam nichts.")).ToBeVisibleAsync();
        await Expect(page.Said("Wann kommt es?")).ToHaveCountAsync(0);
        complaints.AreNone();
    }

    [Fact]
    public async Task On_a_phone_a_ticket_is_found_answered_and_left_again()
    {
        await using var context = await chromium.VisitAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true });
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await desk.DeliverAsync(new CustomerMail("Unterwegs gefragt", "Wann kommt es?\n"));
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Back" })).ToBeHiddenAsync();
        await page.Row("Unterwegs gefragt").TapAsync();
        await Expect(page.Said("Wann kommt es?")).ToBeVisibleAsync();
        await page.Locator(".reply-form textarea").TapAsync();
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Heute noch.");
        await page.Locator(".reply-form button.main").TapAsync();
        await Expect(page.Said("Heute noch.")).ToBeVisibleAsync();
        await sink.WaitForAsync("anna@kunde.example");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back" }).TapAsync();
        await Expect(page.Locator(".list")).ToBeVisibleAsync();
        complaints.AreNone();
    }

    [Fact]
    public async Task Words_survive_a_session_that_ended_while_they_were_written()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Lange Sitzung"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Lange Sitzung").ClickAsync();
        await Expect(page.Locator("#work h1")).ToContainTextAsync("Lange Sitzung");
        await page.ListeningAsync();
        var ticket = page.Url;
        await context.ClearCookiesAsync();
        await page.BeginAnswerAsync("Während die Sitzung endet");
        await Expect(page.Locator(".reply-form [data-saved]")).ToContainTextAsync("no longer signed in");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#password")).ToBeVisibleAsync();

        await page.SignInAsync(desk);
        await page.GotoAsync(ticket);
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Während die Sitzung endet");
    }
}
