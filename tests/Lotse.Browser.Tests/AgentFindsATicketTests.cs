using Lotse.Browser.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class AgentFindsATicketTests(Chromium chromium, FilledDesk filled) : IClassFixture<FilledDesk>
{
    [Fact]
    public async Task By_its_words_and_by_keyboard_alone()
    {
        await using var context = await chromium.VisitAsync();
        var desk = await filled.DeskAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);

        // The index follows a moment behind the mail.
        for (var tries = 0; tries < 40 && await page.Locator(".row mark").CountAsync() == 0; tries++)
        {
            await page.GotoAsync($"{desk.Url}/tickets?queue=open");
            await page.Locator("body").PressAsync("/");
            await page.Keyboard.TypeAsync("Rechnungen");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator("#list-title")).ToHaveTextAsync("Search");
        }
        await Expect(page.Row("Rechnung doppelt abgebucht").Locator("mark")).ToHaveTextAsync("Rechnung");
        await Expect(page.Locator(".seek input").First).ToHaveValueAsync("Rechnungen");

        await page.Row("Rechnung doppelt abgebucht").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#work h1")).ToContainTextAsync("Rechnung doppelt abgebucht");
        await Expect(page.Locator(".row mark").First).ToBeVisibleAsync();
    }
}
