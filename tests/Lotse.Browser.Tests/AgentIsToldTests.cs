using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class AgentIsToldTests(Chromium chromium)
{
    [Fact]
    public async Task The_bell_counts_by_itself_and_what_it_tells_is_read_by_keyboard()
    {
        await using var desk = await DeskProcess.StartReadyAsync();
        await using var context = await chromium.VisitAsync();
        await desk.DeliverAsync(new CustomerMail("Netz eins") { MessageId = "netz-eins@kunde.example" });
        await desk.DeliverAsync(new CustomerMail("Netz zwei") { MessageId = "netz-zwei@kunde.example", From = "bert@kunde.example" });
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        var unread = page.Locator("#notices-link .count");
        foreach (var subject in (string[])["Netz eins", "Netz zwei"])
        {
            await page.GotoAsync($"{desk.Url}/tickets?queue=open");
            await page.Row(subject).ClickAsync();
            await Expect(page.Locator("#work h1")).ToContainTextAsync(subject);
            await page.Locator("body").PressAsync("a");
            await Expect(page.Locator("button[popovertarget=assignee-menu] .initials.me")).ToBeVisibleAsync();
        }
        await Expect(unread).ToHaveCountAsync(0);

        await page.GotoAsync($"{desk.Url}/tickets?queue=mine");
        await page.ListeningAsync();
        await desk.DeliverAsync(CustomerMail.Answering("netz-eins@kunde.example", "Netz eins"));
        await desk.DeliverAsync(CustomerMail.Answering("netz-zwei@kunde.example", "Netz zwei") with { From = "bert@kunde.example" });
        await Expect(unread).ToContainTextAsync("2");

        // A frame leaves the rail as it was: the number goes down by hand.
        await page.Row("Netz eins").ClickAsync();
        await Expect(page.Locator("#work h1")).ToContainTextAsync("Netz eins");
        await Expect(unread).ToContainTextAsync("1");

        await page.Locator("body").PressAsync("g");
        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator(".told-list .row")).ToHaveCountAsync(2);
        await Expect(page.Locator(".told-list .row.unread")).ToHaveCountAsync(1);
        await page.Locator(".told-list .row.unread").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#work h1")).ToContainTextAsync("Netz zwei");
        await Expect(unread).ToHaveCountAsync(0);
    }
}
