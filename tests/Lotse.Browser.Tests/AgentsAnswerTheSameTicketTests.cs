using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class AgentsAnswerTheSameTicketTests(Chromium chromium)
{
    [Fact]
    public async Task Each_sees_the_other_one_is_stopped_and_nothing_is_lost()
    {
        await using var mine = await chromium.VisitAsync();
        await using var theirs = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Zwei für eine Frage"));
        var ada = await mine.NewPageAsync();
        await ada.SignInAsync(desk);
        var bo = await ada.InviteAsync(desk, theirs, "Bo");
        foreach (var page in (IPage[])[ada, bo])
        {
            await page.GotoAsync($"{desk.Url}/tickets?queue=open");
            await page.Row("Zwei für eine Frage").ClickAsync();
            await page.ListeningAsync();
        }
        await Expect(ada.Locator("[data-others]")).ToContainTextAsync("Bo");

        await ada.BeginAnswerAsync("Das sage ich.");
        await Expect(bo.Locator("[data-others]")).ToContainTextAsync("ada is writing");
        await bo.BeginAnswerAsync("Und das sage ich.");
        await ada.Keyboard.PressAsync("Control+Enter");
        await Expect(bo.Said("Das sage ich.").First).ToBeVisibleAsync();
        await Expect(bo.Locator("[data-came]")).ToBeVisibleAsync();

        await bo.Keyboard.PressAsync("Control+Enter");
        await Expect(bo.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Ada" })).ToBeVisibleAsync();
        await Expect(bo.Locator(".reply-form .rich")).ToContainTextAsync("Und das sage ich.");
        await bo.Locator(".reply-form button.main").ClickAsync();
        await Expect(bo.Said("Und das sage ich.")).ToHaveCountAsync(1);
        await Expect(ada.Said("Und das sage ich.")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_answer_is_taken_back_by_a_key_and_is_a_draft_on_every_machine()
    {
        await using var context = await chromium.VisitAsync();
        await using var elsewhere = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri, undo: 120);
        await desk.DeliverAsync(new CustomerMail("Zu schnell geantwortet"));
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await page.Row("Zu schnell geantwortet").ClickAsync();
        await page.ListeningAsync();
        await page.BeginAnswerAsync("Das war noch nicht alles");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".delivery.leaving")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Das war noch nicht alles");
        await Expect(page.Said("Das war noch nicht alles")).ToHaveCountAsync(0);
        await Expect(page.State("New")).ToBeVisibleAsync();

        var other = await elsewhere.NewPageAsync();
        await other.SignInAsync(desk);
        await other.Row("Zu schnell geantwortet").ClickAsync();
        await Expect(other.Locator(".reply-form .rich")).ToContainTextAsync("Das war noch nicht alles");
        Assert.Empty(sink.To("anna@kunde.example"));
        complaints.AreNone();
    }
}
