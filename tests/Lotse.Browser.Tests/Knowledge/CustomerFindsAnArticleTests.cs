using Lotse.Browser.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests.Knowledge;

/// <summary>A text block is published as a help page; a customer finds it before writing, says that it helped, and staff see that.</summary>
public sealed class CustomerFindsAnArticleTests(Chromium chromium)
{
    [Fact]
    public async Task A_block_is_published_found_while_typing_and_said_to_have_helped()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await PublishAsync(page, desk, "Password forgotten", "Open the sign-in and choose “Forgotten password”.");
        var article = page.Url;

        await using var theirs = await chromium.VisitAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "en-GB" });
        var customer = await theirs.NewPageAsync();
        var complaints = new Complaints(customer);
        await customer.GotoAsync($"{desk.Url}/help/hafen");
        await Expect(customer.Locator("h1")).ToHaveTextAsync("How can we help?");
        await customer.GetByRole(AriaRole.Link, new() { Name = "Write to us" }).ClickAsync();
        await customer.Locator("#q").PressSequentiallyAsync("Hello, I do not know my passwords any more");
        var found = customer.Locator("suggest-articles a");
        await Expect(found).ToHaveTextAsync("Reset your password");
        await Expect(customer.Locator("a.mail")).ToHaveAttributeAsync("href", "mailto:hilfe@hafen.example?body=Hello%2C%20I%20do%20not%20know%20my%20passwords%20any%20more");
        await found.ClickAsync();
        await Expect(customer.Locator("h1")).ToHaveTextAsync("Reset your password");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(customer.Locator("#feedback [role=status]")).ToHaveTextAsync("Great, thank you!");
        Assert.Empty(await theirs.CookiesAsync());
        complaints.AreNone();

        await page.GotoAsync(article);
        await Expect(page.Locator("main")).ToContainTextAsync("Helped: 1 yes, 0 no");
    }

    [Fact]
    public async Task Without_a_script_the_button_finds_the_same()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await PublishAsync(page, desk, "Password forgotten", "Open the sign-in.");
        await using var theirs = await chromium.VisitAsync(new() { JavaScriptEnabled = false, Locale = "en-GB" });
        var customer = await theirs.NewPageAsync();
        await customer.GotoAsync($"{desk.Url}/help/hafen/en/ask");
        await customer.Locator("#q").FillAsync("password");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Look for answers" }).ClickAsync();
        await customer.Locator("suggest-articles a").ClickAsync();
        await customer.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        await customer.Locator("#words").FillAsync("A picture of the button");
        await customer.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(customer.Locator("#feedback [role=status]")).ToHaveTextAsync("Thank you, that helps us.");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("A picture of the button");
    }

    /// <summary>From the text block's own page to the published article's.</summary>
    internal static async Task PublishAsync(IPage page, DeskProcess desk, string block, string text)
    {
        await page.GotoAsync($"{desk.Url}/text-blocks/new");
        await page.Locator("#title").FillAsync(block);
        await page.Locator("#text-en").FocusAsync();
        await Expect(page.Locator(".rich").First).ToBeFocusedAsync(); // The one that is written in.
        await page.Keyboard.TypeAsync(text);
        await page.Locator("main form button.main").ClickAsync();
        await page.Locator("a[href^='/articles/new']").ClickAsync();
        await Expect(page.Locator("#title-en")).ToBeVisibleAsync();
        await page.ListeningAsync(); // It may hear of the text block that was just saved, and is drawn anew once.
        await page.Locator("#title-en").FillAsync("Reset your password");
        await page.Locator("#section-en").FillAsync("Access");
        await page.Locator("button[value=publish]").ClickAsync();
        await Expect(page.Locator("a[href='/help/hafen/en/reset-your-password']")).ToBeVisibleAsync();
    }
}
