using Lotse.Domain.Communities;
using Xunit;

namespace Lotse.Domain.Tests.Communities;

public class SignatureTests
{
    private static readonly Community s_both = new() { Name = "Hafen", SignatureDe = "Viele Grüße\n{{agent.name}}, {{ community.name }}\n", SignatureEn = "Kind regards\n{{ agent.name }}" };

    [Theory]
    [InlineData("de", "Viele Grüße\nAda, Hafen")]
    [InlineData("en", "Kind regards\nAda")]
    [InlineData("fr", "Viele Grüße\nAda, Hafen")]
    [InlineData(null, "Viele Grüße\nAda, Hafen")]
    public void Speaks_the_tickets_language(string? language, string expected) => Assert.Equal(expected, Signature.Of(s_both, language, "Ada"));

    [Fact]
    public void Another_language_is_better_than_none_and_none_is_none()
    {
        Assert.Equal("Bye", Signature.Of(new Community { SignatureEn = "Bye" }, "de", "Ada"));
        Assert.Null(Signature.Of(new Community(), "de", "Ada"));
    }

    [Fact]
    public void A_name_is_never_looked_through_for_variables() =>
        Assert.Equal("{{community.name}} <b>", Signature.Of(new Community { Name = "Hafen", SignatureDe = "{{agent.name}} <b>" }, "de", "{{community.name}}"));

    [Theory]
    [InlineData("Ada {{agent.name}} }} {{", null)]
    [InlineData("{{ agent.password }}", Signature.NoSuchVariable)]
    [InlineData("{{}}", Signature.NoSuchVariable)]
    [InlineData("a\u0007b", Signature.NotText)]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21", Signature.TooLong)]
    public void Is_checked_before_it_is_kept(string text, string? refusal) => Assert.Equal(refusal, Signature.Check(text)?.Code);
}
