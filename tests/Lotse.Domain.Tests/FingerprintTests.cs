using Xunit;

namespace Lotse.Domain.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public void Is_the_same_for_the_same_and_another_for_everything_else()
    {
        string[] all =
        [
            Fingerprint.Of(), Fingerprint.Of(""), Fingerprint.Of((string?)null), Fingerprint.Of("", ""), Fingerprint.Of("a", "b"), Fingerprint.Of("ab", ""), Fingerprint.Of("", "ab"), Fingerprint.Of("b", "a"),
            Fingerprint.Of("1:a"), Fingerprint.Of("a", null), Fingerprint.Of(Fingerprint.Part(true)), Fingerprint.Of(Fingerprint.Part(false)), Fingerprint.Of(Fingerprint.Part(7)), Fingerprint.Of(Fingerprint.Part(-7)),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, one => Assert.Equal(32, one.Length));
        Assert.Equal(Fingerprint.Of("Grüße", null, "7"), Fingerprint.Of("Grüße", null, Fingerprint.Part(7)));
    }
}
