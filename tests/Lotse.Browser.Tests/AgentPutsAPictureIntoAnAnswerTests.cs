using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using MimeKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>A picture is pasted where one writes, is there at once, and arrives in the text of the answer; files that were picked stay picked.</summary>
public sealed class AgentPutsAPictureIntoAnAnswerTests(Chromium chromium)
{
    private const string Customer = "anna@kunde.example";

    private const string Paste = """
        (editor) => new Promise((done) => document.createElement("canvas").toBlob((blob) => {
          const carried = new DataTransfer();
          carried.items.add(new File([blob], "plan.png", { type: "image/png" }));
          editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
          done();
        }))
        """;

    [Fact]
    public async Task A_pasted_picture_is_shown_at_once_and_arrives_in_the_text()
    {
        await using var context = await chromium.VisitAsync();
        await using var sink = new SmtpSink();
        await using var desk = await DeskProcess.StartReadyAsync(sink.Uri);
        await desk.DeliverAsync(new CustomerMail("Wo ist der Eingang?") { From = Customer });
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Wo ist der Eingang?").ClickAsync();
        await page.Locator(".reply-form textarea").FocusAsync();
        var editor = page.Locator(".reply-form .rich");
        await Expect(editor).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Hier: ");

        await editor.EvaluateAsync(Paste);
        var picture = editor.Locator("img[alt='plan.png']");
        await Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<bool>("(img) => img.decode().then(() => img.naturalWidth > 0)"));
        await Expect(page.Locator(".reply-form [data-picked] .file")).ToHaveCountAsync(0); // In the text, and not beside it too.

        // Refused: the picture, the words and a picked file are all still there.
        await page.Locator(".reply-form input[type=file]").SetInputFilesAsync(new FilePayload { Name = "angebot.pdf", MimeType = "application/pdf", Buffer = [1, 2, 3] });
        await page.Locator(".recipients > summary").ClickAsync();
        await page.Locator(".reply-form input[name=to]").FillAsync("kein-at-zeichen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and wait" }).ClickAsync();
        await Expect(page.Locator(".banner.bad")).ToBeVisibleAsync();
        await Expect(page.Locator(".reply-form .rich img[alt='plan.png']")).ToBeVisibleAsync();
        await Expect(page.Locator(".reply-form [data-kept] .file")).ToHaveCountAsync(1);
        await Expect(page.Locator(".reply-form [data-picked] .file")).ToHaveCountAsync(0);

        await page.Locator(".reply-form input[name=to]").FillAsync(Customer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and wait" }).ClickAsync();
        var answer = (await sink.WaitForAsync(Customer)).Mime;
        var image = Assert.Single(answer.BodyParts.OfType<MimePart>(), part => part.ContentType.MimeType == "image/png");
        Assert.Contains($"cid:{image.ContentId}", answer.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Hier: [image: plan.png]", answer.TextBody, StringComparison.Ordinal);
        Assert.Equal(["angebot.pdf"], answer.Attachments.Select(file => file.ContentDisposition!.FileName));
        var shown = page.FrameLocator(".msg.ours iframe").Locator("img");
        await Expect(shown).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_kept_file_is_taken_off_and_too_much_is_said_before_it_is_sent()
    {
        await using var context = await chromium.VisitAsync();
        await using var desk = await DeskProcess.StartReadyAsync();
        await desk.DeliverAsync(new CustomerMail("Frage"));
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        await page.Row("Frage").ClickAsync();
        await page.Locator(".reply-form textarea").FocusAsync();
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Anbei.");
        var input = page.Locator(".reply-form input[type=file]");
        await input.SetInputFilesAsync(new FilePayload { Name = "a.pdf", MimeType = "application/pdf", Buffer = [1] });
        await page.Locator(".recipients > summary").ClickAsync();
        await page.Locator(".reply-form input[name=to]").FillAsync("kein-at-zeichen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and wait" }).ClickAsync();
        var kept = page.Locator(".reply-form [data-kept] .file");
        await Expect(kept).ToHaveCountAsync(1);

        await kept.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(kept).ToHaveCountAsync(0);
        await Expect(page.Locator(".reply-form .rich")).ToContainTextAsync("Anbei.");

        await page.Locator(".reply-form input[type=file]").EvaluateAsync("""
            (input) => {
              const carried = new DataTransfer();
              carried.items.add(new File([new Uint8Array(25_000_001)], "gross.bin"));
              input.files = carried.files;
              input.dispatchEvent(new Event("change", { bubbles: true }));
            }
            """);
        await Expect(page.Locator(".reply-form [data-too-big]")).ToBeVisibleAsync();
        Assert.False(await page.Locator(".reply-form").EvaluateAsync<bool>("(form) => form.checkValidity()"));
    }
}
