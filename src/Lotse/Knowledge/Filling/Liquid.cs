using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;
using Lotse.Domain.Knowledge;

namespace Lotse.Knowledge.Filling;

/// <summary>Liquid as text blocks may use it: values, conditions and a few filters. No loops, no files, nothing of the program; bounded in steps and length.</summary>
internal static partial class Liquid
{
    public const string NotRight = "text-block-template-not-right";

    private const int StepsAtMost = 5000;

    private static readonly string[] s_tags = ["comment", "#", "raw", "assign", "if", "unless", "case"];
    private static readonly string[] s_filters = ["default", "upcase", "downcase", "capitalize", "strip", "truncate"];
    private static readonly FluidParser s_parser = Parser();
    private static readonly TemplateOptions s_options = Options();
    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <returns>What is wrong, in the parser's words; null where it can be read.</returns>
    public static string? Trouble(string html) => s_parser.TryParse(Prepared(html), out _, out var error) ? null : error;

    /// <summary>HTML with values in it, encoded; marks where one is missing. Still to be cleaned.</summary>
    /// <returns>Null where it cannot be read, or does not end.</returns>
    public static async Task<string?> FillAsync(string html, IReadOnlyDictionary<string, string> values)
    {
        var prepared = Prepared(html);
        if (!s_parser.TryParse(prepared, out var template, out _)) return null;
        var context = new TemplateContext(s_options);
        // Every word between braces may be a name, whether there is a value or not.
        foreach (var root in Tags().Matches(prepared).SelectMany(tag => Names().Matches(tag.Value)).Select(name => name.Value).Distinct(StringComparer.Ordinal)) context.SetValue(root, new ValueAt(root, values).Known());
        try
        {
            await using var into = new StringWriter();
            await template.RenderAsync(into, s_html, context);
            return into.GetStringBuilder().Length > NestedBlocks.Longest * 2 ? null : into.ToString();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or ArithmeticException)
        {
            return null; // More steps than a text needs, or a filter with what it cannot use.
        }
    }

    [GeneratedRegex(@"\{[{%].*?[}%]\}", RegexOptions.Singleline, matchTimeoutMilliseconds: 500)]
    private static partial Regex Tags();

    [GeneratedRegex(@"(?<![\w.-])[A-Za-z_][\w-]*", RegexOptions.None, matchTimeoutMilliseconds: 500)]
    private static partial Regex Names();

    private static FluidParser Parser()
    {
        var parser = new FluidParser(new FluidParserOptions { AllowFunctions = false, AllowParentheses = false, AllowLiquidTag = false });
        foreach (var tag in parser.RegisteredTags.Keys.Except(s_tags, StringComparer.Ordinal).ToList()) parser.RegisteredTags.Remove(tag);
        return parser;
    }

    private static TemplateOptions Options()
    {
        var options = new TemplateOptions { MaxSteps = StepsAtMost, MaxRecursion = 20, Undefined = name => new ValueTask<FluidValue>(new ValueAt(name, new Dictionary<string, string>())) };
        var kept = s_filters.Select(name => (name, filter: options.Filters.TryGetValue(name, out var filter) ? filter : throw new InvalidOperationException(name))).ToList();
        options.Filters.Clear();
        foreach (var (name, filter) in kept) options.Filters.AddFilter(name, name == "default" ? Default : Through(filter));
        return options;
    }

    /// <summary>What is missing stays missing, whatever is done to it or with it.</summary>
    private static FilterDelegate Through(FilterDelegate filter) => (input, arguments, context) =>
        input is ValueAt ? new ValueTask<FluidValue>(input)
        : Enumerable.Range(0, arguments.Count).Select(arguments.At).OfType<ValueAt>().FirstOrDefault() is { } missing ? new ValueTask<FluidValue>(missing)
        : filter(input, arguments, context);

    private static ValueTask<FluidValue> Default(FluidValue input, FilterArguments arguments, TemplateContext context) =>
        new(input is ValueAt || input.IsNil() || input.ToStringValue().Trim().Length == 0 ? arguments.At(0) : input);

    /// <summary>Between the braces stands Liquid, not HTML: without elements, entities and typographic quotes.</summary>
    private static string Prepared(string html)
    {
        var into = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('{', at);
            if (open < 0 || open + 1 >= html.Length) break;
            var close = html[open + 1] switch { '{' => html.IndexOf("}}", open, StringComparison.Ordinal), '%' => html.IndexOf("%}", open, StringComparison.Ordinal), _ => -1 };
            if (close < 0)
            {
                into.Append(html, at, open + 1 - at);
                at = open + 1;
                continue;
            }
            into.Append(html, at, open - at).Append(Plain(html[open..(close + 2)]));
            at = close + 2;
        }
        return into.Append(html, at, html.Length - at).ToString();
    }

    private static string Plain(string tag)
    {
        var words = new StringBuilder(tag.Length);
        var inside = false;
        foreach (var c in tag)
        {
            if (c == '<') inside = true;
            else if (c == '>' && inside) inside = false;
            else if (!inside) words.Append(c);
        }
        return WebUtility.HtmlDecode(words.ToString()).Replace('\u00a0', ' ').Replace('‘', '\'').Replace('’', '\'').Replace('‚', '\'').Replace('“', '"').Replace('”', '"').Replace('„', '"');
    }
}
