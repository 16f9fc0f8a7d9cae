using Lotse.Tests.Desk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests.Desk;

/// <summary>What agents do on a page, in their words.</summary>
internal static class Doing
{
    public static async Task SignInAsync(this IPage page, DeskProcess desk)
    {
        await page.GotoAsync($"{desk.Url}/sign-in");
        await page.Locator("#email").FillAsync(DeskProcess.Admin);
        await page.Locator("#password").FillAsync(DeskProcess.Password);
        await page.Locator("#password").PressAsync("Enter");
        await Expect(page.Locator(".list")).ToBeVisibleAsync();
    }

    /// <summary>One more who works for the same community, in a browser of their own.</summary>
    public static async Task<IPage> InviteAsync(this IPage admin, DeskProcess desk, IBrowserContext theirs, string name)
    {
        await admin.GotoAsync($"{desk.Url}/staff");
        await admin.Locator("#name").FillAsync(name);
        await admin.Locator("#email").FillAsync($"{name.ToLowerInvariant()}@desk.example");
        foreach (var box in await admin.Locator("form:has(#email) input[name=community]").AllAsync()) await box.CheckAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var link = (await admin.Locator("#invite-link").TextContentAsync())!.Trim();
        var page = await theirs.NewPageAsync();
        await page.GotoAsync(link);
        await page.Locator("input[type=password]").First.FillAsync(DeskProcess.Password);
        await page.Locator("button.main").ClickAsync();
        await Expect(page.Locator(".list")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Writes where an answer is written.</summary>
    public static async Task BeginAnswerAsync(this IPage page, string words)
    {
        await Expect(page.Locator("#work ticket-composer")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("r");
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(words);
    }

    /// <summary>The line of a ticket in the list.</summary>
    public static ILocator Row(this IPage page, string subject) => page.Locator(".row", new() { HasText = subject });

    /// <summary>A message or a note in the open ticket.</summary>
    public static ILocator Said(this IPage page, string words) => page.Locator("#work .msg", new() { HasText = words });

    /// <summary>The open ticket, in this state.</summary>
    public static ILocator State(this IPage page, string state) => page.GetByRole(AriaRole.Button, new() { Name = $"State: {state}", Exact = true });

    /// <summary>The stream that tells of news is open: what comes from now on is told.</summary>
    public static Task ListeningAsync(this IPage page) => page.WaitForFunctionAsync("() => document.querySelector('live-updates')?.listening === true");

    /// <summary>The element that has the focus, and whether one sees that it has it.</summary>
    public static Task<FocusSeen> FocusAsync(this IPage page) => page.EvaluateAsync<FocusSeen>("""
        () => {
          const at = document.activeElement;
          const shown = (element) => {
            const style = getComputedStyle(element), box = element.getBoundingClientRect();
            const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
            return ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          };
          // A field may show its focus on the sheet around it.
          const around = at.closest(".sheet");
          return { element: `${at.nodeName.toLowerCase()}.${at.className}#${at.id}`, visible: at !== document.body && (shown(at) || (around ? shown(around) : false)) };
        }
        """);
}

internal sealed record FocusSeen
{
    public string Element { get; init; } = "";
    public bool Visible { get; init; }
}
