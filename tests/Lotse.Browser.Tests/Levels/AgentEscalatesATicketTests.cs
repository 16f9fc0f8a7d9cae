using System.Text.RegularExpressions;
using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests.Levels;

/// <summary>A technical problem from the first mail through the gate to the 2nd level, which asks the 3rd and answers; the 1st level by keys alone.</summary>
public sealed class AgentEscalatesATicketTests(Chromium chromium)
{
    [Fact]
    public async Task A_problem_goes_up_with_all_that_is_known_and_comes_back_with_the_answer()
    {
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await using var ours = await chromium.VisitAsync();
        await using var seconds = await chromium.VisitAsync();
        await using var thirds = await chromium.VisitAsync();
        await desk.DeliverAsync(new CustomerMail("Weiße Seite") { MessageId = "weiss@kunde.example", Text = "Beim Versenden bleibt die Seite weiß, im WLAN." });
        var first = await ours.NewPageAsync();
        await first.SignInAsync(desk);
        var second = await first.InviteAsync(desk, seconds, "Zita");
        var complaints = new Complaints(second);
        var third = await first.InviteAsync(desk, thirds, "Dora");
        await first.GotoAsync($"{desk.Url}/tickets?queue=open");
        await first.Row("Weiße Seite").ClickAsync();
        await Expect(first.Locator("#work h1")).ToContainTextAsync("Weiße Seite");

        await AskTheCustomerAsync(first);
        await sink.WaitForAsync("anna@kunde.example");
        await desk.DeliverAsync(CustomerMail.Answering("weiss@kunde.example", "Weiße Seite") with { Text = "Windows 11 und Firefox 151." });
        await Expect(first.Said("Windows 11 und Firefox 151.")).ToBeVisibleAsync();
        await GoThroughTheGateAsync(first);

        await second.GotoAsync($"{desk.Url}/tickets/1001");
        await Expect(second.Locator("#levels .hand-over")).ToContainTextAsync("Firefox 151");
        await second.Locator("body").PressAsync("y");
        await Expect(second.Locator(".way [aria-current]")).ToHaveTextAsync("2nd level");
        await second.Locator("body").PressAsync("b");
        await second.Locator("#asked").SelectOptionAsync(new SelectOptionValue { Label = "Dora" });
        await second.Locator("#text").FillAsync("Woran liegt es?");
        await second.Locator("#text").PressAsync("Control+Enter");
        await Expect(second.Locator("#levels .asked.waits")).ToBeVisibleAsync();

        await third.GotoAsync($"{desk.Url}/consultations");
        await third.Locator(".consultation").ClickAsync();
        await third.Locator("#levels .asked textarea").FillAsync("Am Anhang über 10 MB.");
        await third.Locator("#levels .asked .btn.main").ClickAsync();
        // Whoever asked sees it come in, without doing anything.
        await Expect(second.Locator("#levels .asked")).ToContainTextAsync("Am Anhang über 10 MB.");

        await second.Locator("body").PressAsync("l");
        await second.GetByLabel("Words for the other level").FillAsync("Anhang verkleinern, Grenze ist 10 MB.");
        await second.GetByLabel("Yes").CheckAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Return", Exact = true }).ClickAsync();
        await Expect(second.Locator(".way li")).ToHaveCountAsync(3);
        await first.GotoAsync($"{desk.Url}/tickets/1001");
        await Expect(first.Locator("#work .msg.note")).ToContainTextAsync("Grenze ist 10 MB");
        await Expect(first.Locator(".way li")).ToHaveCountAsync(3);
        complaints.AreNone();
    }

    private static async Task AskTheCustomerAsync(IPage page)
    {
        await page.Keyboard.PressAsync("h");
        await Expect(page.Locator("#reason")).ToBeVisibleAsync();
        await page.Locator("#reason").FocusAsync();
        await page.Keyboard.TypeAsync("Tech");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Vorschau geht, Versenden nicht.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Tech");
        await Expect(page.Locator("#a-connection")).ToHaveValueAsync("wlan");
        await Expect(page.Locator("#tried")).ToHaveValueAsync("Vorschau geht, Versenden nicht.");
        await page.Locator("button[value=ask]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".reply-form textarea[name=text]")).ToHaveValueAsync(new Regex("1\\. Haben Sie Ihre Arbeit gesichert", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.State("Waiting for customer")).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(300);
    }

    private static async Task GoThroughTheGateAsync(IPage page)
    {
        await page.Locator("body").PressAsync("h");
        await Expect(page.Locator("#a-system")).ToHaveValueAsync("Windows 11");
        await Expect(page.Locator("#a-browser")).ToHaveValueAsync("Firefox 151");
        await Expect(page.Locator("#tried")).ToHaveValueAsync("Vorschau geht, Versenden nicht.");
        foreach (var key in (string[])["saved", "restarted"]) await page.Locator($"#a-{key}").SelectOptionAsync("yes");
        foreach (var key in (string[])["done", "reach", "before"]) await page.Locator($"#a-{key}").FillAsync("Worte dazu");
        await page.Locator("#a-urgency-customer").SelectOptionAsync("show-stopper");
        await page.Locator(".actions button[value=up]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        // One is missing still: it is named where it belongs, and all the rest is there.
        await Expect(page.Locator("#a-urgency-agent-refusal")).ToBeVisibleAsync();
        await Expect(page.Locator(".refusal")).ToHaveCountAsync(1);
        await Expect(page.Locator("#a-done")).ToHaveValueAsync("Worte dazu");
        await page.Locator("#a-urgency-agent").SelectOptionAsync("limited");
        await page.Locator(".actions button[value=up]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".way [aria-current]")).ToContainTextAsync("not accepted yet");
    }
}
