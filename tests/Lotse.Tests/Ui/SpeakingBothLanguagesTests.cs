using System.Text.Json;
using System.Text.RegularExpressions;
using Lotse.Ui;
using Lotse.Ui.Language;
using Xunit;

namespace Lotse.Tests.Ui;

public sealed partial class SpeakingBothLanguagesTests
{
    [Fact]
    public void Has_the_same_keys_in_german_and_english() =>
        Assert.Equal(Texts.German.Keys.Order(StringComparer.Ordinal), Texts.English.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Has_the_same_placeholders_in_german_and_english()
    {
        foreach (var key in Texts.German.Keys)
        {
            Assert.Equal((key, string.Join(",", Placeholders(Texts.German[key]))), (key, string.Join(",", Placeholders(Texts.English[key]))));
        }
    }

    [Fact]
    public void Has_every_key_that_pages_use_and_no_other()
    {
        var used = UsedKeys();
        Assert.True(used.Count > 300, $"Only {used.Count} keys found in the sources.");
        Assert.Empty(used.Except(Texts.German.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(Texts.German.Keys.Except(used).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Has_every_icon_that_pages_use_and_no_other()
    {
        var listed = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Source(), "Ui", "icons.json")))!;
        var sources = string.Join('\n', Sources().Select(File.ReadAllText));
        Assert.Empty(IconCalls().Matches(sources).Select(m => m.Groups["x"].Value).Except(listed));
        Assert.DoesNotContain(listed, icon => !sources.Contains($"\"{icon}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Marks_a_key_that_is_missing() => Assert.Equal("⟦no.such.key⟧", Texts.English["no.such.key"]);

    [Fact]
    public void Never_fills_a_value_that_looks_like_a_placeholder() =>
        Assert.Equal("{time} has written meanwhile (now).", Texts.English["compose.conflict", ("names", "{time}"), ("time", "now")]);

    [Theory]
    [InlineData(0, "0 tickets"), InlineData(1, "1 ticket"), InlineData(1284, "1,284 tickets")]
    public void Counts_in_english(long n, string expected) => Assert.Equal(expected, Texts.English.Count("contact.tickets", n));

    [Theory]
    [InlineData(null, "de"), InlineData("fr", "de"), InlineData("en-US,en;q=0.9,de;q=0.8", "en"), InlineData("fr, de;q=0.3, en;q=0.7", "en"), InlineData("en;q=0, de;q=0.1", "de")]
    public void Follows_the_browser_where_nothing_is_chosen(string? header, string expected) => Assert.Equal(expected, Viewing.LanguageOf(header));

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static HashSet<string> UsedKeys()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in Sources().Select(File.ReadAllText))
        {
            foreach (Match use in Use().Matches(text)) used.Add(use.Groups["x"].Value);
            foreach (Match use in CountUse().Matches(text)) used.UnionWith([$"{use.Groups["x"].Value}.one", $"{use.Groups["x"].Value}.other"]);
        }
        return used;
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Source(), "*", SearchOption.AllDirectories)
        .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
        .Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string Source()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Lotse.slnx"))) return Path.Combine(folder.FullName, "src", "Lotse");
        }
        throw new InvalidOperationException("The sources are not above the tests.");
    }

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b(?:T|t|texts)\[""(?<x>[^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"\b(?:T|t|texts)\.Count\(""(?<x>[^""]+)""", RegexOptions.None, 1000)]
    private static partial Regex CountUse();

    [GeneratedRegex(@"Icon\(""(?<x>[a-z0-9-]+)""\)", RegexOptions.None, 1000)]
    private static partial Regex IconCalls();
}
