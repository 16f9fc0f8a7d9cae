using System.Text;
using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>A file is looked at where it hangs, by keyboard, and what it wants to run does not.</summary>
public sealed class AgentLooksAtFilesTests(Chromium chromium)
{
    private const string Pdf = """
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\(1\))>>>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
        4 0 obj<</Length 47>>stream
        BT /F1 24 Tf 20 40 Td (Rechnung 2026-117) Tj ET
        endstream endobj
        trailer<</Root 1 0 R>>
        """;

    [Fact]
    public async Task A_pdf_is_drawn_and_runs_nothing()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Die Rechnung") { File = ("rechnung.pdf", Encoding.ASCII.GetBytes(Pdf)) });
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page);
        var asked = new List<string>();
        page.Dialog += (_, dialog) => { asked.Add(dialog.Message); _ = dialog.DismissAsync(); };
        await page.SignInAsync(desk);
        await page.Row("Die Rechnung").ClickAsync();

        await page.Locator("a[data-preview=pdf]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#preview canvas")).ToHaveAttributeAsync("aria-label", "Rechnung 2026-117");
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator("a[data-preview=pdf]")).ToBeFocusedAsync();
        Assert.Empty(asked);
        complaints.AreNone();
    }
}
