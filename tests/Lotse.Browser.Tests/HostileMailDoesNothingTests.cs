using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>Mail made to harm whoever reads it, opened in a real browser: nothing runs, and nobody is asked for anything.</summary>
public sealed class HostileMailDoesNothingTests(Chromium chromium, ITestOutputHelper output)
{
    /// <summary>Opened as a ticket, too.</summary>
    private const int EachSoMany = 12;

    /// <summary>What of the opened mail could act, should anything have come through the cleaning.</summary>
    private const string Active = """
        () => [...document.querySelectorAll('script, iframe, frame, object, embed, form, base[href], link, svg, math, meta[http-equiv], template, video, audio, input, button, *')]
            .flatMap(element => {
                const name = element.nodeName.toLowerCase(), found = [];
                if (['script', 'iframe', 'frame', 'object', 'embed', 'form', 'link', 'svg', 'math', 'template', 'video', 'audio', 'input', 'button'].includes(name)) found.push(name);
                for (const { name: key, value } of element.attributes) {
                    if (/^on/i.test(key) || key === 'ping' || key === 'srcdoc' || key === 'formaction') found.push(`${name} ${key}`);
                    if (/^\s*(javascript|vbscript|data:text|blob|file):?/i.test(value.replace(/[\u0000-\u0020]/g, ''))) found.push(`${name} ${key}=${value}`);
                    if (['src', 'srcset', 'background', 'poster', 'action'].includes(key) && !value.startsWith('data:image/')) found.push(`${name} ${key}=${value}`);
                    if (key === 'style' && /url\(|@import/i.test(value)) found.push(`${name} ${key}=${value}`);
                }
                return found;
            })
        """;

    [Fact]
    public Task Our_own_attacks_do_nothing() => OpenAllAsync(HostilePayloads.All);

    [Fact]
    public Task Known_attacks_of_the_corpus_do_nothing()
    {
        var file = Corpus();
        if (file is null) Assert.Skip("The mail corpus is not here.");
        return OpenAllAsync([.. File.ReadLines(file!).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("payload").GetString()!)]);
    }

    private async Task OpenAllAsync(IReadOnlyList<string> payloads)
    {
        await using var desk = await DeskProcess.StartReadyAsync();
        for (var i = 0; i < payloads.Count; i++) await desk.DeliverAsync(Mail(i, payloads[i]), "anna@kunde.example");
        await using var context = await chromium.VisitAsync();
        var page = await context.NewPageAsync();
        await page.SignInAsync(desk);
        var asked = new ConcurrentQueue<string>();
        context.Request += (_, request) => { if (!IsOurs(request, desk)) asked.Enqueue(request.Url); };
        context.Dialog += (_, dialog) => { asked.Enqueue($"dialog {dialog.Message}"); _ = dialog.DismissAsync(); };
        page.Popup += (_, popup) => asked.Enqueue($"popup {popup.Url}");
        page.WebSocket += (_, socket) => asked.Enqueue(socket.Url);
        page.Download += (_, download) => asked.Enqueue($"download {download.Url}");
        var wrong = new List<string>();
        var place = 0;
        foreach (var (subject, number) in await TicketsAsync(page, desk, payloads.Count))
        {
            var found = await LookAsync(page, desk, number, inTicket: place++ % EachSoMany == 0);
            while (asked.TryDequeue(out var url)) found.Add($"asked for {url}");
            wrong.AddRange(found.Select(what => $"{subject}: {what}"));
        }
        output.WriteLine($"{payloads.Count} opened");
        Assert.Empty(wrong);
    }

    /// <summary>The mail's document by itself, where no frame is around it; and the ticket as an agent opens it, which takes its time.</summary>
    private static async Task<List<string>> LookAsync(IPage page, DeskProcess desk, long number, bool inTicket)
    {
        var message = await MessageAsync(page, desk, number);
        var alone = await page.GotoAsync($"{desk.Url}/messages/{message}/html");
        var found = alone!.Status == 200 ? (await page.EvaluateAsync<string[]>(Active)).ToList() : [];
        if (!inTicket) return found;
        await page.GotoAsync($"{desk.Url}/tickets/{number.ToString(CultureInfo.InvariantCulture)}");
        foreach (var fold in await page.Locator("details.fold:has(iframe) > summary").AllAsync()) await fold.ClickAsync();
        foreach (var frame in await page.Locator("iframe").AllAsync())
        {
            await frame.ScrollIntoViewIfNeededAsync();
            var shown = await (await frame.ElementHandleAsync()).ContentFrameAsync();
            await shown!.WaitForLoadStateAsync(LoadState.Load);
            found.AddRange(await shown.EvaluateAsync<string[]>(Active));
        }
        return found;
    }

    private static async Task<string> MessageAsync(IPage page, DeskProcess desk, long number)
    {
        using var ticket = JsonDocument.Parse(await (await page.APIRequest.GetAsync($"{desk.Url}/api/v1/tickets/{number.ToString(CultureInfo.InvariantCulture)}")).TextAsync());
        return ticket.RootElement.GetProperty("messages")[0].GetProperty("id").ToString();
    }

    private static async Task<List<(string Subject, long Number)>> TicketsAsync(IPage page, DeskProcess desk, int count)
    {
        var tickets = new List<(string, long)>();
        await Expect(page.Row($"Attack {count - 1}.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        string? after = null;
        do
        {
            var answer = await page.APIRequest.GetAsync($"{desk.Url}/api/v1/tickets?limit=100{(after is null ? "" : $"&after={after}")}");
            using var json = JsonDocument.Parse(await answer.TextAsync());
            tickets.AddRange(json.RootElement.GetProperty("items").EnumerateArray().Select(t => (t.GetProperty("subject").GetString()!, t.GetProperty("number").GetInt64())));
            after = json.RootElement.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(count, tickets.Count);
        return tickets;
    }

    /// <summary>The desk's own pages and files. A picture is one of our files: no mail may have anybody fetch a page of ours either.</summary>
    private static bool IsOurs(IRequest request, DeskProcess desk)
    {
        var url = new Uri(request.Url);
        return url.Scheme == "data" || (url.GetLeftPart(UriPartial.Authority) == desk.Url
            && (request.ResourceType != "image" || url.AbsolutePath.StartsWith("/assets/", StringComparison.Ordinal)));
    }

    private static byte[] Mail(int at, string html) => Encoding.UTF8.GetBytes(
        $"From: Anna <anna@kunde.example>\r\nTo: {CustomerMail.Mailbox}\r\nSubject: Attack {at}.\r\nMessage-ID: <attack-{at}@kunde.example>\r\n"
        + "Date: Mon, 2 Mar 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(Encoding.UTF8.GetBytes(html), Base64FormattingOptions.InsertLineBreaks) + "\r\n");

    private static string? Corpus()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "shared", "mail-corpus", "html_payloads.jsonl");
            if (File.Exists(file)) return file;
        }
        return null;
    }
}
