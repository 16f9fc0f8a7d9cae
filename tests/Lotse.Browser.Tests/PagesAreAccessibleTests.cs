using Deque.AxeCore.Commons;
using Lotse.Browser.Tests.Desk;
using Lotse.Tests.Desk;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Lotse.Browser.Tests;

/// <summary>Every page, checked by axe as it stands in the browser: light and dark, wide and on a phone, in both languages.</summary>
public sealed class PagesAreAccessibleTests(Chromium chromium, FilledDesk filled) : IClassFixture<FilledDesk>
{
    /// <summary>Colours that are still fading from light to dark have no contrast to speak of.</summary>
    private const string Still = """
        () => {
          const still = new CSSStyleSheet();
          still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
          document.adoptedStyleSheets = [still];
        }
        """;

    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> _found = [];

    [Theory]
    [InlineData(1400, "de-DE")]
    [InlineData(390, "en-GB")]
    public async Task Axe_finds_nothing_on_any_page(int width, string language)
    {
        await using var context = await chromium.VisitAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 844 },
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = language,
        });
        var desk = await filled.DeskAsync();
        var page = await context.NewPageAsync();
        await BeforeSignInAsync(page, desk);
        await page.SignInAsync(desk);
        await InTheDeskAsync(page, desk);
        await OpenPartsAsync(page, desk);
        await KnownFaultAsync(page, desk);
        await HelpPagesAsync(page, desk);
        await TextBlockAsync(page, desk);
        await RuleAsync(page, desk);
        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    private async Task BeforeSignInAsync(IPage page, DeskProcess desk)
    {
        foreach (var address in (string[])["/sign-in", "/set-up", "/invites/no-such-one"]) await CheckAsync(page, $"{desk.Url}{address}");
        await page.GotoAsync($"{desk.Url}/sign-in");
        await page.Locator("#email").FillAsync(DeskProcess.Admin);
        await page.Locator("#password").FillAsync("wrong, of course");
        await page.Locator("#password").PressAsync("Enter");
        await Expect(page.Locator(".banner.bad")).ToBeVisibleAsync();
        await CheckAsync(page, "sign-in refused");
    }

    private async Task InTheDeskAsync(IPage page, DeskProcess desk)
    {
        string[] addresses =
        [
            "/tickets?queue=open", "/tickets?queue=mine", "/tickets?queue=done&state=closed", "/tickets?queue=snoozed&order=oldest", "/views", $"/tickets/{filled.Answered}", $"/tickets/{filled.Html}",
            "/tickets/new", "/search", "/search?q=rechnung", "/parked", "/mailboxes", "/acknowledgements", "/signatures", "/forwarding", "/staff", "/staff/teams", "/tags", "/account", "/account/totp", "/account/notices", "/notices", "/macros", "/levels", "/responsibilities", "/responsibilities/new", "/responsibilities/categories", "/absences", "/absences/new?kind=sick", "/absences/calendar", "/responsibilities/exchange", "/responsibilities/categories/exchange", "/responsibilities/changes", "/responsibilities/teams", "/responsibilities/simulation", "/service-times", "/retention", "/consultations", "/text-blocks", "/procedures", "/procedures/1", "/procedures/1/versions", "/rules", "/rules/new", "/webhooks", "/procedures/new", "/text-blocks/new", "/text-blocks/folders", "/text-blocks/exchange",
            $"/tickets/{filled.Answered}/merge", $"/tickets/{filled.Answered}/merge?into={filled.Html}", $"/tickets/{filled.Answered}/move", $"/tickets/{filled.Answered}/escalation", $"/tickets/{filled.Answered}/consultation", $"/tickets/{filled.Answered}/return", $"/tickets/{filled.Answered}/print?notes=true", "/tickets/999999",
        ];
        foreach (var address in addresses) await CheckAsync(page, $"{desk.Url}{address}");
        await page.GotoAsync($"{desk.Url}/levels");
        var levels = await page.Locator("main a[href^='/levels/']").First.GetAttributeAsync("href");
        foreach (var settings in (string[])[levels!, $"{levels}/forms/technical-problem"]) await CheckAsync(page, $"{desk.Url}{settings}");
        await page.GotoAsync($"{desk.Url}/service-times");
        await CheckAsync(page, desk.Url + await page.Locator("main a[href^='/service-times/']").First.GetAttributeAsync("href"));
        await page.GotoAsync($"{desk.Url}/parked");
        await page.Locator("main a[href^='/parked/']").First.ClickAsync();
        await Expect(page.Locator("main form")).ToBeVisibleAsync();
        await CheckAsync(page, "a parked mail");
        await page.GotoAsync($"{desk.Url}/tickets/{filled.Answered}");
        var message = (await page.Locator("article[data-message]:not(.ours)").First.GetAttributeAsync("id"))![2..];
        foreach (var form in (string[])["split", "redaction"]) await CheckAsync(page, $"{desk.Url}/messages/{message}/{form}");
        await page.GotoAsync($"{desk.Url}/tickets/{filled.Answered}");
        await page.GotoAsync(desk.Url + await page.Locator(".side a.big").GetAttributeAsync("href"));
        await CheckAsync(page, "a contact");
    }

    /// <summary>A rule, what it would do, and a webhook that could not be told.</summary>
    private async Task RuleAsync(IPage page, DeskProcess desk)
    {
        await page.GotoAsync($"{desk.Url}/rules/new");
        await page.Locator("#name").FillAsync($"Regel {page.ViewportSize!.Width}");
        await page.Locator("#addTags").FillAsync("vip");
        await page.Locator("#condition").FillAsync("before:sometime");
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("#condition-refusal")).ToBeVisibleAsync();
        await CheckAsync(page, "a rule that is refused");
        await page.Locator("#condition").FillAsync("rechnung");
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("table a.link").First).ToBeVisibleAsync();
        await CheckAsync(page, "the list of rules");
        await page.Locator("table a.link").First.ClickAsync();
        await Expect(page.Locator("#name")).ToBeVisibleAsync();
        await CheckAsync(page, "a rule");
        await CheckAsync(page, $"{page.Url}/trial");
        await page.GotoAsync($"{desk.Url}/webhooks");
        await page.Locator("#name").FillAsync($"Lager {page.ViewportSize.Width}");
        await page.Locator("#url").FillAsync("http://127.0.0.1:9/");
        await page.Locator("main form button.main").ClickAsync();
        await page.Locator("form[action$='/tests'] button").ClickAsync();
        await Expect(page.Locator("main table")).ToBeVisibleAsync();
        await CheckAsync(page, "a webhook");
    }

    /// <summary>One text block: as it is, being changed, how it was, and what would come in from a file.</summary>
    private async Task TextBlockAsync(IPage page, DeskProcess desk)
    {
        await page.GotoAsync($"{desk.Url}/text-blocks/new");
        await page.Locator("#title").FillAsync($"Gruß {page.ViewportSize!.Width}");
        await page.Locator("#product").FillAsync("Fähre");
        await page.Locator("#text-de").FillAsync("Guten Tag, {{ contact.name }}");
        await page.Locator("button[value=save]").ClickAsync();
        await Expect(page.Locator(".block-shown")).ToBeVisibleAsync();
        var address = page.Url;
        await CheckAsync(page, "a text block");
        await CheckAsync(page, $"{address}/edit");
        await page.Locator("#title").FillAsync($"Gruß am Morgen {page.ViewportSize!.Width}");
        await page.Locator("button[value=save]").ClickAsync();
        await CheckAsync(page, $"{address}/versions");
        await page.GotoAsync($"{desk.Url}/text-blocks/exchange");
        await page.Locator("#zip").SetInputFilesAsync(new FilePayload { Name = "blocks.zip", MimeType = "application/zip", Buffer = await ExportedAsync(page, desk) });
        await page.Locator("form[action$='/files'] button[value=try]").ClickAsync();
        await Expect(page.Locator("#of-files td.path").First).ToBeVisibleAsync();
        // The file is still chosen: it can be imported without choosing it again.
        Assert.Equal(1, await page.Locator("#zip").EvaluateAsync<int>("(input) => input.files.length"));
        await CheckAsync(page, "what would come in from files");
        // A version of a procedure that differs from the one before.
        await page.GotoAsync($"{desk.Url}/procedures/1");
        await page.Locator("input[name=s-hint-de]").First.FillAsync($"Zuerst speichern lassen, {page.ViewportSize.Width}");
        var version = int.Parse(await page.Locator("input[name=version]").InputValueAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("input[name=version]")).ToHaveValueAsync($"{version + 1}");
        await CheckAsync(page, $"{desk.Url}/procedures/1/versions");
        await Expect(page.Locator(".compared ins").First).ToBeVisibleAsync();
    }

    private static async Task<byte[]> ExportedAsync(IPage page, DeskProcess desk) => await (await page.APIRequest.GetAsync($"{desk.Url}/text-blocks/exchange/text-blocks.zip")).BodyAsync();

    /// <summary>A known fault from its beginning to its end.</summary>
    private async Task KnownFaultAsync(IPage page, DeskProcess desk)
    {
        foreach (var address in (string[])["/problems", "/problems?state=solved", "/problems/new"]) await CheckAsync(page, $"{desk.Url}{address}");
        await CheckAsync(page, $"{desk.Url}/problems/new?tickets={filled.Answered},{filled.Html}");
        await page.Locator("#title").FillAsync($"Störung {page.ViewportSize!.Width}");
        await page.Locator("#german").FillAsync("Guten Tag,\n\nwir arbeiten daran.");
        await page.Locator("#english").FillAsync("Hello,\n\nwe are working on it.");
        // Of the two tickets one each: a ticket is in one known fault only, and this test runs twice on one desk.
        await page.Locator("input[name=ticket]").First.EvaluateAsync("(first) => document.querySelectorAll('input[name=ticket]').forEach((box) => { box.checked = box === first; })");
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("#problem-tickets")).ToBeVisibleAsync();
        await CheckAsync(page, "a known fault");
        await page.Locator("#problem-edit").ClickAsync();
        await CheckAsync(page, "a known fault, edited");
        await page.Locator("a[href$='/informings/new']").ClickAsync();
        await Expect(page.Locator("#inform-de")).ToBeVisibleAsync();
        await CheckAsync(page, "what customers would be told");
        await page.Locator("main form button.main").ClickAsync();
        await Expect(page.Locator("#inform-run [role=status]")).ToBeVisibleAsync();
        // The desk goes on telling, and an open page would ask for itself anew while axe looks at it.
        await page.EvaluateAsync("() => document.querySelector('live-updates').remove()");
        await CheckAsync(page, "customers are told");
        await page.Locator(".page-head a.link").ClickAsync();
        await page.Locator("form[action$='/solution'] button").ClickAsync();
        await Expect(page.Locator("form[action$='/resolutions'] button")).ToBeVisibleAsync();
        await CheckAsync(page, "a solved fault");
    }

    /// <summary>What staff publish, and what everybody reads. Each time another one: this test runs twice on one desk.</summary>
    private async Task HelpPagesAsync(IPage page, DeskProcess desk)
    {
        var width = page.ViewportSize!.Width;
        await page.GotoAsync($"{desk.Url}/text-blocks/new");
        await page.Locator("#title").FillAsync($"Hilfe {width}");
        await page.Locator("#text-de").FocusAsync();
        await Expect(page.Locator(".rich").First).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("So geht es.");
        await page.Locator("main form button.main").ClickAsync();
        await page.Locator("a[href^='/articles/new']").ClickAsync();
        await CheckAsync(page, "a new help page");
        await page.Locator("#section-de").FillAsync("Zugang");
        await page.Locator("button[value=publish]").ClickAsync();
        await Expect(page.Locator("a[href^='/help/hafen/de/']")).ToBeVisibleAsync();
        await CheckAsync(page, "a published help page");
        await page.GotoAsync($"{desk.Url}/articles/new?procedure=1");
        if (await page.Locator("#title-de").IsVisibleAsync() && page.Url.Contains("/new", StringComparison.Ordinal)) await page.Locator("button[value=publish]").ClickAsync();
        var article = $"{desk.Url}/help/hafen/de/hilfe-{width}";
        foreach (var address in (string[])[$"{desk.Url}/articles", $"{desk.Url}/help/hafen/de", $"{desk.Url}/help/hafen/de?section=Zugang", article, $"{article}?said=no", $"{article}?said=yes", $"{desk.Url}/help/hafen/de/technisches-problem-durchspielen",
            $"{desk.Url}/help/hafen/de/search?q=geht", $"{desk.Url}/help/hafen/de/search?q=nichts", $"{desk.Url}/help/hafen/de/ask?q=geht", $"{desk.Url}/help/nirgends"]) await CheckAsync(page, address);
    }

    /// <summary>What opens only when asked for.</summary>
    private async Task OpenPartsAsync(IPage page, DeskProcess desk)
    {
        await page.GotoAsync($"{desk.Url}/tickets/{filled.Answered}");
        await page.Locator(".reply-form textarea").FocusAsync();
        await Expect(page.Locator(".reply-form .rich")).ToBeFocusedAsync();
        await CheckAsync(page, "the editor");
        await page.Locator("button[popovertarget='state-menu']").ClickAsync();
        await CheckAsync(page, "the menu of states");
        await page.Keyboard.PressAsync("Escape");
        foreach (var menu in (string[])["more-menu", "snooze-menu", "subject-menu"])
        {
            await page.Locator($"button[popovertarget='{menu}']").ClickAsync();
            await CheckAsync(page, menu);
            await page.Keyboard.PressAsync("Escape");
        }
        await page.EvaluateAsync("() => document.getElementById('keys').showModal()");
        await CheckAsync(page, "the keys");
        await page.Keyboard.PressAsync("Escape");
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#palette [role=option]").First).ToBeVisibleAsync();
        await CheckAsync(page, "the palette");
    }

    /// <param name="what">An address to go to, or a name for what is there already.</param>
    private async Task CheckAsync(IPage page, string what)
    {
        if (what.StartsWith("http", StringComparison.Ordinal)) await page.GotoAsync(what);
        await Expect(page.Locator("html")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await page.EvaluateAsync(s_axe);
        await page.EvaluateAsync(Still);
        await NoteAsync(page, what, """{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }""");
        // Of what axe looks at, only contrast differs between light and dark.
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await NoteAsync(page, $"{what}, dark", """{ type: "rule", values: ["color-contrast"] }""");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var tooWide = await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth");
        if (tooWide) _found.Add($"{what}: wider than the window");
    }

    /// <summary>Asks axe directly: what it has to say of all that is well would be far the most. A customer's mail in its frame is not ours to mend,
    /// nor is the mark that Turbo leaves on html while it is on its way, which may be at any moment on a page that keeps up.</summary>
    private async Task NoteAsync(IPage page, string what, string rules)
    {
        var said = await page.EvaluateAsync<string[]>($$"""
            () => (document.documentElement.removeAttribute("aria-busy"), axe).run(document, { iframes: false, resultTypes: ["violations"], runOnly: {{rules}} }).then((result) => result.violations.map((broken) =>
              `${broken.id}: ${broken.help}: ${broken.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`))
            """);
        _found.AddRange(said.Select(line => $"{what}: {line}"));
    }
}
