using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>The same work without a mouse; wherever the focus is, one sees it.</summary>
public sealed class AgentWorksByKeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task A_ticket_is_found_answered_noted_and_resolved_by_keys_alone()
    {
        await using var context = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await desk.DeliverAsync(new CustomerMail("Ältere Frage") { From = "anna@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Neuere Frage") { From = "bert@kunde.example" });
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await Expect(page.Row("Neuere Frage")).ToBeVisibleAsync();
        await page.ListeningAsync();

        await WalkTheListAsync(page);
        await AnswerAsync(page);
        await sink.WaitForAsync("anna@kunde.example");
        await NoteAsync(page);
        await LookAroundAsync(page);
        await ResolveAsync(page);
        await GoByNameAsync(page);
        complaints.AreNone();
    }

    private static async Task WalkTheListAsync(IPage page)
    {
        await PressAsync(page, "j");
        await Expect(page.Row("Neuere Frage")).ToBeFocusedAsync();
        await PressAsync(page, "j");
        await Expect(page.Row("Ältere Frage")).ToBeFocusedAsync();
        await PressAsync(page, "k");
        await Expect(page.Row("Neuere Frage")).ToBeFocusedAsync();
        await PressAsync(page, "j");
        await PressAsync(page, "Enter");
        await Expect(page.Locator("#work h1")).ToContainTextAsync("Ältere Frage");
        await IsSeenAsync(page);
    }

    private static async Task AnswerAsync(IPage page)
    {
        await PressAsync(page, "r");
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await IsSeenAsync(page);
        await page.Keyboard.TypeAsync("Das ist gleich erledigt.");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Said("Das ist gleich erledigt.")).ToBeVisibleAsync();
        await Expect(page.State("Waiting for customer")).ToBeVisibleAsync();
    }

    private static async Task NoteAsync(IPage page)
    {
        await PressAsync(page, "n");
        await Expect(page.Locator(".note-form textarea")).ToBeFocusedAsync();
        await IsSeenAsync(page);
        await page.Keyboard.TypeAsync("Lager gefragt");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("#work .msg.note")).ToContainTextAsync("Lager gefragt");
    }

    private static async Task LookAroundAsync(IPage page)
    {
        await PressAsync(page, "?");
        await Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await IsSeenAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#keys")).ToBeHiddenAsync();
        await PressAsync(page, "/");
        await Expect(page.Locator("[data-key='/']")).ToBeFocusedAsync();
        await IsSeenAsync(page);
        await page.Keyboard.PressAsync("Escape");
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            await IsSeenAsync(page);
        }
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task ResolveAsync(IPage page)
    {
        await PressAsync(page, "a");
        await Expect(page.Locator("button[popovertarget=assignee-menu] .initials.me")).ToBeVisibleAsync();
        await PressAsync(page, "e");
        await Expect(page.State("Resolved")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(300); // As a person does who has seen it.
        await PressAsync(page, "g");
        await page.Keyboard.PressAsync("d");
        await Expect(page.Locator("#list-title")).ToHaveTextAsync("Done");
        await Expect(page.Row("Ältere Frage")).ToBeVisibleAsync();
    }

    private static async Task GoByNameAsync(IPage page)
    {
        await PressAsync(page, "Control+k");
        await Expect(page.Locator("#palette input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("parked");
        await Expect(page.Locator("#palette [role=option]")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Parked mail");
        await PressAsync(page, "Control+k");
        await page.Keyboard.TypeAsync("1002");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#work h1")).ToContainTextAsync("#1002");
    }

    private static Task PressAsync(IPage page, string key) => page.Keyboard.PressAsync(key);

    private static async Task IsSeenAsync(IPage page)
    {
        var focus = await page.FocusAsync();
        Assert.True(focus.Visible, $"The focus is on {focus.Element}, and one does not see it.");
    }
}
