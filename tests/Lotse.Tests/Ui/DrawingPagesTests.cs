using System.Text.RegularExpressions;
using Lotse.Tickets;
using Lotse.Tickets.Reading;
using Lotse.Ui;
using Xunit;

namespace Lotse.Tests.Ui;

public sealed partial class DrawingPagesTests
{
    public static TheoryData<string, string> PagesAndLanguages()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in SamplePages.All)
        {
            data.Add(page.Name, "de");
            data.Add(page.Name, "en");
        }
        return data;
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Finds_every_text(string page, string language)
    {
        var html = await Draw(page, language);
        Assert.DoesNotContain("⟦", html);
        Assert.DoesNotMatch(UnfilledPlaceholder(), WithoutTags(html));
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Shows_no_markup_of_its_own_as_text(string page, string language)
    {
        var html = await Draw(page, language);
        Assert.DoesNotContain("&lt;time", html);
        Assert.DoesNotContain("&lt;svg", html);
        Assert.DoesNotContain("&lt;span", html);
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Has_no_inline_script_or_style(string page, string language)
    {
        var html = await Draw(page, language);
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(EventAttribute(), html);
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Asks_nobody_else_for_anything(string page, string language)
    {
        var html = await Draw(page, language);
        foreach (Match link in Linked().Matches(html))
        {
            Assert.True(link.Groups["x"].Value.StartsWith('/') || link.Groups["x"].Value.StartsWith("data:", StringComparison.Ordinal), link.Value);
        }
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Has_every_id_once(string page, string language)
    {
        var ids = Ids().Matches(await Draw(page, language)).Select(m => m.Groups["x"].Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Points_labels_and_popovers_at_something_that_is_there(string page, string language)
    {
        var html = await Draw(page, language);
        var ids = Ids().Matches(html).Select(m => m.Groups["x"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (Match reference in References().Matches(html))
        {
            foreach (var id in reference.Groups["x"].Value.Split(' ')) Assert.True(ids.Contains(id), reference.Value);
        }
    }

    [Theory, MemberData(nameof(PagesAndLanguages))]
    public async Task Guards_every_posting_form_against_forgery(string page, string language)
    {
        foreach (Match form in PostingForms().Matches(await Draw(page, language))) Assert.Contains("token-of-the-test", form.Value);
    }

    [Fact]
    public async Task Escapes_hostile_names_subjects_and_texts()
    {
        const string hostile = "\"><img src=x onerror=alert(1)><script>alert(2)</script>";
        var ticket = SampleTickets.Ticket() with
        {
            Subject = hostile,
            Contact = SampleTickets.Contact with { Name = hostile, Addresses = [hostile] },
            Tags = [hostile],
            History =
            [
                new MessageEntry
                {
                    Id = "m1", At = Drawing.Now, Outgoing = false, From = new Party(hostile, hostile), Visible = hostile, Quoted = hostile, Signature = hostile,
                    Files = [new FileView("f", hostile, 1, hostile)], HasHtml = true, Delivery = new DeliveryView(DeliveryState.Failed, null, hostile, hostile),
                },
                new NoteEntry { Id = "n1", At = Drawing.Now, Author = hostile, Text = hostile },
                new EventEntry { Id = "e1", At = Drawing.Now, What = new TagsChanged([hostile], [hostile]), By = hostile, Why = new Why(WhyCode.SubjectNumber, hostile) },
            ],
        };
        var html = await Drawing.Draw(Sample.Of<TicketWork>("hostile", ("View", ticket)), "en");
        Assert.DoesNotContain("<img src=x", html);
        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("\"><img", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Fact]
    public async Task Shows_html_mail_only_in_a_frame_without_scripts_and_origin()
    {
        var html = await Draw("ticket", "de");
        var frames = Frames().Matches(html);
        Assert.NotEmpty(frames);
        Assert.All(frames, frame =>
        {
            Assert.Contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", frame.Value);
            Assert.Contains("src=\"/messages/", frame.Value);
        });
    }

    /// <summary>LOTSE_LOOK names a folder in which the pages stay, to be opened in a browser.</summary>
    [Fact]
    public async Task Writes_all_pages_for_a_look()
    {
        var asked = Environment.GetEnvironmentVariable("LOTSE_LOOK");
        var folder = string.IsNullOrEmpty(asked) ? Directory.CreateTempSubdirectory("lotse-look-").FullName : asked;
        await LookingAtPages.Write(folder);
        Assert.True(File.Exists(Path.Combine(folder, "ticket.de.light.html")));
        if (folder != asked) Directory.Delete(folder, recursive: true);
    }

    private static Task<string> Draw(string page, string language) => Drawing.Draw(SamplePages.All.Single(p => p.Name == page), language);

    private static string WithoutTags(string html) => Tags().Replace(html, " ");

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.None, 1000)]
    private static partial Regex UnfilledPlaceholder();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex(@"<[a-z][^>]*\son[a-z]+=", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex EventAttribute();

    [GeneratedRegex(@"<(?:script|link|img|iframe|use|source)\b[^>]*?\s(?:src|href)=""(?<x>[^""]*)""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Linked();

    [GeneratedRegex(@"\sid=""(?<x>[^""]*)""", RegexOptions.None, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex(@"\s(?:for|popovertarget|aria-labelledby|aria-describedby|data-opens|data-copies)=""(?<x>[^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex References();

    [GeneratedRegex(@"<form\b[^>]*method=""post"".*?</form>", RegexOptions.Singleline, 1000)]
    private static partial Regex PostingForms();

    [GeneratedRegex("<iframe[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Frames();
}
