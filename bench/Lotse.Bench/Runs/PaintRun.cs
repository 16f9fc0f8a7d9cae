using Lotse.Bench.Desks;
using Microsoft.Playwright;

namespace Lotse.Bench.Runs;

/// <summary>What an agent sees of the desk's speed, in headless Chromium: from a click until the ticket is painted, how much the page moves, and what comes over the line.</summary>
/// <remarks>A click here has no mouse that was over the row before, so nothing was fetched ahead: an agent's click is quicker.</remarks>
internal static class PaintRun
{
    private const string Watch = """
        () => {
          window.shifted = 0;
          new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value; }).observe({ type: "layout-shift", buffered: true });
        }
        """;

    private const string Click = """
        (place) => new Promise((done) => {
          const row = document.querySelectorAll(".row")[place], number = row.id.replace("row-", ""), started = performance.now();
          row.click();
          const look = () => document.querySelector(`#work .work[data-number="${number}"]`)
            ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)))
            : requestAnimationFrame(look);
          look();
        })
        """;

    public static async Task<int> RunAsync(Options options)
    {
        await using var desk = await DeskProcess.StartNewAsync(options.Folder, options.Text("database"));
        var numbers = await PagesRun.FillAsync(desk, options);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = options.Text("chromium") ?? "/usr/bin/chromium", Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var cookies = (await SignIn.CookieAsync(desk.Web, DeskProcess.Admin, DeskProcess.Password)).Split("; ").Select(pair => pair.Split('=', 2));
        await context.AddCookiesAsync(cookies.Select(pair => new Cookie { Name = pair[0], Value = pair[1], Url = desk.Web.ToString() }));
        var page = await context.NewPageAsync();
        var line = await PageLine.OfAsync(page);
        await page.GotoAsync($"{desk.Web}tickets/{numbers[^1]}", new() { WaitUntil = WaitUntilState.Load });
        await Task.Delay(1500);
        var first = line.Take();
        await page.GotoAsync($"{desk.Web}tickets/{numbers[^2]}", new() { WaitUntil = WaitUntilState.Load });
        await Task.Delay(1500);
        Console.WriteLine($"{numbers.Count} tickets; first visit {first.Bytes / 1000.0:F1} KB in {first.Requests} requests, next page {line.Take().Bytes / 1000.0:F1} KB");
        await MeasureAsync(page, desk, options.Number("clicks", 40), line);
        return 0;
    }

    private static async Task MeasureAsync(IPage page, DeskProcess desk, int clicks, PageLine line)
    {
        await page.GotoAsync($"{desk.Web}tickets?queue=open");
        await page.WaitForSelectorAsync(".row");
        await page.EvaluateAsync(Watch);
        var rows = await page.Locator(".row").CountAsync();
        line.Take();
        var times = new List<double>();
        for (var click = 0; click < clicks; click++)
        {
            times.Add(await page.EvaluateAsync<double>(Click, click % rows));
            await Task.Delay(400);
        }
        times.Sort();
        var bytes = line.Take().Bytes / clicks / 1000.0;
        Console.WriteLine($"click to painted ms: p50 {times[clicks / 2]:F0}, p75 {times[clicks * 3 / 4]:F0}, most {times[^1]:F0}; {bytes:F1} KB a click; layout shift {await page.EvaluateAsync<double>("() => window.shifted"):F4}");
    }
}
