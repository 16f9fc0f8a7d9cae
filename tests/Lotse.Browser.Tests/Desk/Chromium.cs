using Lotse.Browser.Tests.Desk;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]
// One browser and one desk at a time: what is measured here is a page, not a machine with too much to do.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Lotse.Browser.Tests.Desk;

/// <summary>The Chromium of this machine, started once for all journeys. Where there is none, they are skipped.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <param name="more">Width, colours and language, where a journey wants others than wide, light and English.</param>
    public async Task<IBrowserContext> VisitAsync(BrowserNewContextOptions? more = null)
    {
        if (Array.Find(s_places, File.Exists) is not { } program)
        {
            Assert.Skip("Chromium is not installed.");
            throw new InvalidOperationException();
        }
        if (_browser is null)
        {
            Assertions.SetDefaultExpectTimeout(20_000);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-proxy-server"],
                Timeout = 60_000,
            });
        }
        var context = await _browser.NewContextAsync(more ?? new BrowserNewContextOptions { ViewportSize = new() { Width = 1400, Height = 900 }, Locale = "en-GB" });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
