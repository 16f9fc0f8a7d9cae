using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>A text block is written, put into an answer by keys alone, its gap filled, sent, and counted.</summary>
public sealed class AgentAnswersWithATextBlockTests(Chromium chromium)
{
    private const string Customer = "anna@kunde.example";

    [Fact]
    public async Task A_block_is_inserted_by_slash_and_keys_sent_and_counted()
    {
        await using var context = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await desk.DeliverAsync(new CustomerMail("Wo bleibt die Lieferung?") { From = Customer });
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await WriteAsync(page, desk);

        await page.GotoAsync($"{desk.Url}/tickets?queue=open");
        await page.Row("Wo bleibt die Lieferung?").ClickAsync();
        await page.Locator("#work main").FocusAsync();
        await page.Keyboard.PressAsync("r");
        var editor = page.Locator(".reply-form .rich");
        await Expect(editor).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Moin, /lie");
        var list = page.Locator(".reply-form block-offers ul");
        await Expect(list.Locator("li[aria-selected=true]")).ToContainTextAsync("Lieferung unterwegs");
        Assert.Equal(await list.Locator("li").First.GetAttributeAsync("id"), await editor.GetAttributeAsync("aria-activedescendant"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await page.Keyboard.TypeAsync("f");
        await Expect(list).ToBeVisibleAsync();
        await Expect(list.Locator("li")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Expect(editor).ToContainTextAsync("Ihre Lieferung ist unterwegs, Sendung ⟦parcel.number⟧.");
        await Expect(editor).Not.ToContainTextAsync("/lief");
        await Expect(editor).ToContainTextAsync("Moin,");

        // The gap stands in the way, and everything that was written stays.
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".banner.bad")).ToContainTextAsync("⟦parcel.number⟧");
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Sendung ⟦parcel.number⟧.");
        await page.Locator(".reply-form .rich").EvaluateAsync("(rich) => { rich.innerHTML = rich.innerHTML.replace('⟦parcel.number⟧', '4711'); rich.dispatchEvent(new InputEvent('input', { bubbles: true })); }");
        await page.Locator(".reply-form .rich").FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(" Bis bald!");
        await page.Keyboard.PressAsync("Control+Enter");
        var answer = (await sink.WaitForAsync(Customer)).Mime;
        Assert.Contains("Sendung 4711.", answer.TextBody, StringComparison.Ordinal);

        await page.GotoAsync($"{desk.Url}/text-blocks");
        await page.Locator(".block-rows a", new() { HasText = "Lieferung unterwegs" }).ClickAsync();
        var usage = page.Locator(".block-facts");
        for (var tries = 0; tries < 20 && !(await usage.TextContentAsync())!.Contains("Sent 1×", StringComparison.Ordinal); tries++)
        {
            await page.WaitForTimeoutAsync(250); // Counted a moment after it is sent.
            await page.ReloadAsync();
        }
        await Expect(usage).ToContainTextAsync("Sent 1×");
    }

    private static async Task WriteAsync(IPage page, DeskProcess desk)
    {
        foreach (var (title, shortcut, text) in ((string, string, string)[])[("Lieferung unterwegs", "lieferung", "Ihre Lieferung ist unterwegs, Sendung {{ parcel.number }}."), ("Lieferung verspätet", "lieferung-spaet", "Sie kommt später.")])
        {
            await page.GotoAsync($"{desk.Url}/text-blocks/new");
            await page.Locator("#title").FillAsync(title);
            await page.Locator("#shortcut").FillAsync(shortcut);
            await page.Locator("#text-de").FocusAsync();
            await Expect(page.Locator(".rich").First).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync(text);
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await Expect(page.Locator("#block-title")).ToHaveTextAsync(title);
            await Expect(page.Locator(".written").First).ToContainTextAsync(text);
        }
    }
}
