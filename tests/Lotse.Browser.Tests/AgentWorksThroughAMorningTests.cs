using System.Globalization;
using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

public sealed class AgentWorksThroughAMorningTests(Chromium chromium)
{
    private const int Tickets = 20;

    [Fact]
    public async Task Twenty_tickets_are_worked_off_by_keys_alone()
    {
        await using var context = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        for (var number = 1; number <= Tickets; number++)
        {
            await desk.DeliverAsync(new CustomerMail(string.Create(CultureInfo.InvariantCulture, $"Frage {number:00}"))
            {
                From = string.Create(CultureInfo.InvariantCulture, $"kunde{number:00}@kunde.example"),
            });
        }
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        await page.SignInAsync(desk);
        await page.GotoAsync($"{desk.Url}/tickets?queue=open");
        await Expect(page.Locator(".row")).ToHaveCountAsync(Tickets);
        await page.ListeningAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        for (var done = 0; done < Tickets; done++)
        {
            await Expect(page.Locator("#work h1")).ToBeVisibleAsync();
            await WorkAsync(page, done);
            await Expect(page.Locator(".row")).ToHaveCountAsync(Tickets - done - 1);
            if (done < Tickets - 1) await NextAsync(page);
        }
        for (var number = 1; number <= Tickets; number += 5) await sink.WaitForAsync(string.Create(CultureInfo.InvariantCulture, $"kunde{Tickets - number + 1:00}@kunde.example"));
        complaints.AreNone();
    }

    /// <summary>Answered, answered and resolved, resolved, put aside for later, or spam: each leaves the list.</summary>
    private static async Task WorkAsync(IPage page, int done)
    {
        switch (done % 5)
        {
            case 0:
                await page.BeginAnswerAsync("Das ist unterwegs.");
                await page.Keyboard.PressAsync("Control+Enter");
                await Expect(page.State("Waiting for customer")).ToBeVisibleAsync();
                await page.Keyboard.PressAsync("Escape");
                break;
            case 1:
                await page.Keyboard.PressAsync("n");
                await page.Keyboard.TypeAsync("Im Lager gefragt.");
                await page.Keyboard.PressAsync("Control+Enter");
                await Expect(page.Said("Im Lager gefragt.")).ToBeVisibleAsync();
                await page.Keyboard.PressAsync("Escape");
                await page.Keyboard.PressAsync("e");
                await Expect(page.State("Resolved")).ToBeVisibleAsync();
                break;
            case 2:
                await page.Keyboard.PressAsync("a");
                await Expect(page.Locator("button[popovertarget=assignee-menu] .initials.me")).ToBeVisibleAsync();
                await page.Keyboard.PressAsync("e");
                await Expect(page.State("Resolved")).ToBeVisibleAsync();
                break;
            case 3:
                await page.Keyboard.PressAsync("z");
                await Expect(page.Locator("#snooze-menu")).ToBeVisibleAsync();
                await page.Keyboard.PressAsync("Enter"); // The first of the times has the focus.
                await Expect(page.State("Snoozed")).ToBeVisibleAsync();
                break;
            default:
                await page.Keyboard.PressAsync("!");
                break;
        }
    }

    /// <summary>The ticket that was open is no longer in the list: the first of those that are left is next.</summary>
    private static async Task NextAsync(IPage page)
    {
        var id = (await page.Locator(".row").First.GetAttributeAsync("id"))!["row-".Length..];
        await page.Locator("body").PressAsync("j");
        await Expect(page.Locator("#work h1")).ToContainTextAsync($"#{id}");
    }
}
