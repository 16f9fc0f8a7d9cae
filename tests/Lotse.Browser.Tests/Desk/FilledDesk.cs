using System.Text;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests.Desk;

/// <summary>A desk with something on every page: tickets of several states, a mail in HTML, one that cannot be read, somebody invited, a token.</summary>
public sealed class FilledDesk(Chromium chromium) : IAsyncDisposable
{
    private DeskProcess? _desk;

    /// <summary>The number of a ticket with an answer and a note.</summary>
    public string Answered { get; private set; } = "";

    /// <summary>The number of a ticket whose mail has its own layout and a file.</summary>
    public string Html { get; private set; } = "";

    internal async Task<DeskProcess> DeskAsync()
    {
        if (_desk is not null) return _desk;
        _desk = await DeskProcess.StartReadyAsync();
        await DeliverAsync();
        await using var context = await chromium.VisitAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(_desk);
        await Expect(page.Row("Rechnung")).ToBeVisibleAsync();
        await Expect(page.Row("Roaming")).ToBeVisibleAsync();
        (Answered, Html) = (await NumberAsync(page, "Rechnung"), await NumberAsync(page, "Roaming"));
        await WorkAsync(page);
        await InviteAsync(page);
        return _desk;
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null) await _desk.DisposeAsync();
    }

    private async Task DeliverAsync()
    {
        await _desk!.DeliverAsync(new CustomerMail("Rechnung doppelt abgebucht") { From = "Anna Kunde <anna@kunde.example>", File = ("rechnung.pdf", new byte[41_000]) });
        await _desk.DeliverAsync(Encoding.UTF8.GetBytes(HtmlMail.ReplaceLineEndings("\r\n")), "carl@kunde.example");
        await _desk.DeliverAsync(Encoding.UTF8.GetBytes("\0\0\0 no header at all"), "dora@kunde.example");
        await _desk.DeliverAsync(new CustomerMail("", "Ohne Betreff, mit einem sehr langen Wort: " + new string('x', 300)) { From = "emil@kunde.example" });
    }

    private static async Task<string> NumberAsync(IPage page, string subject) => (await page.Row(subject).GetAttributeAsync("id"))!["row-".Length..];

    private async Task WorkAsync(IPage page)
    {
        await page.GotoAsync($"{_desk!.Url}/tickets/{Answered}");
        await page.ListeningAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("button[popovertarget=assignee-menu] .initials.me")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("Zahlstelle fragen");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Said("Zahlstelle fragen")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Wir sehen nach.");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Said("Wir sehen nach.")).ToBeVisibleAsync();
    }

    private async Task InviteAsync(IPage page)
    {
        await page.GotoAsync($"{_desk!.Url}/staff");
        await page.Locator("#name").FillAsync("Berta");
        await page.Locator("#email").FillAsync("berta@desk.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.Locator("#invite-link")).ToBeVisibleAsync();
        await page.GotoAsync($"{_desk.Url}/account");
        await page.Locator("#tokenName").FillAsync("report");
        await page.Locator("#tokens-password").FillAsync(DeskProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        await Expect(page.Locator("#new-token")).ToBeVisibleAsync();
    }

    private const string HtmlMail = """
        From: Carl Kunde <carl@kunde.example>
        To: hilfe@hafen.example
        Subject: Roaming charges
        Date: Mon, 2 Mar 2026 09:00:00 +0000
        Message-ID: <roaming@kunde.example>
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <html><body style="font-family: Calibri"><h1>Roaming</h1><p>Hello,</p>
        <table border="1"><tr><td>Day</td><td>Charge</td></tr><tr><td>1 March</td><td>12.40</td></tr></table>
        <p>Why is that? <a href="https://kunde.example/bill">My bill</a> <img src="https://kunde.example/logo.png" width="80"></p></body></html>
        """;
}
