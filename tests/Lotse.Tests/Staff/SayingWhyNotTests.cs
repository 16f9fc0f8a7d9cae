using System.Reflection;
using System.Text.RegularExpressions;
using Lotse.Domain.Staff;
using Lotse.Staff;
using Lotse.Ui.Language;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class SayingWhyNotTests
{
    [Fact]
    public void Every_refusal_of_staff_and_set_up_has_words_in_both_languages()
    {
        Assert.True(RefusalCodes.All.Count > 25, $"Only {RefusalCodes.All.Count} codes found.");
        Assert.Contains(Passwords.TooShort, RefusalCodes.All);
        Assert.DoesNotContain(RefusalCodes.All, code => RefusalText.Of(Texts.German, code)[0] == '⟦' || RefusalText.Of(Texts.English, code)[0] == '⟦');
    }

    [Fact]
    public void No_two_refusals_say_the_same()
    {
        foreach (var texts in new[] { Texts.German, Texts.English })
        {
            Assert.Equal(RefusalCodes.All.Count, RefusalCodes.All.Select(code => RefusalText.Of(texts, code)).Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Shows_a_code_without_words_as_such() => Assert.Equal("⟦no-such-code⟧", RefusalText.Of(Texts.German, "no-such-code"));
}

/// <summary>The stable codes that staff and set-up refuse with, on pages: every public constant in kebab case.</summary>
internal static partial class RefusalCodes
{
    public static readonly IReadOnlyList<string> All =
    [
        .. new[] { typeof(Passwords).Assembly, typeof(StaffOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => Rooms().IsMatch($"{type.Namespace}.{type.Name}"))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral && field.GetRawConstantValue() is string text && Code().IsMatch(text))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Append("role-unknown")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^Lotse\.(Domain\.)?(Staff\.|Setup\.SetUp|Intake\.Mail\.MailAddresses$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rooms();

    [GeneratedRegex("^[a-z]+(-[a-z]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
