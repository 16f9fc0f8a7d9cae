using System.Text;
using CsCheck;
using Lotse.Domain.Staff;
using Xunit;

namespace Lotse.Domain.Tests.Staff;

public sealed class TimeCodesTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Are_those_of_rfc_6238_appendix_b(long seconds, string code) =>
        Assert.Equal(code, TimeCodes.CodeAt(s_secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(-60, false)]
    [InlineData(60, false)]
    public void Are_right_for_clocks_that_differ_by_one_step(int seconds, bool right)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

        Assert.Equal(right, TimeCodes.StepOf(s_secret, TimeCodes.CodeAt(s_secret, now.AddSeconds(seconds)), now, after: 0) is not null);
    }

    [Fact]
    public void Work_once_and_then_only_later_ones_do()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = TimeCodes.StepOf(s_secret, TimeCodes.CodeAt(s_secret, now), now, after: 0);

        Assert.Null(TimeCodes.StepOf(s_secret, TimeCodes.CodeAt(s_secret, now), now, step!.Value));
        Assert.Null(TimeCodes.StepOf(s_secret, TimeCodes.CodeAt(s_secret, now.AddSeconds(-30)), now, step.Value));
        Assert.NotNull(TimeCodes.StepOf(s_secret, TimeCodes.CodeAt(s_secret, now.AddSeconds(30)), now, step.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("ü87082")]
    public void Of_another_shape_are_wrong(string code) => Assert.Null(TimeCodes.StepOf(s_secret, code, DateTimeOffset.FromUnixTimeSeconds(59), 0));

    [Fact]
    public void May_be_typed_with_a_space() => Assert.NotNull(TimeCodes.StepOf(s_secret, "287 082", DateTimeOffset.FromUnixTimeSeconds(59), 0));

    [Fact]
    public void Base32_is_that_of_rfc_4648() => Assert.Equal("MZXW6YTBOI", TimeCodes.Base32("foobar"u8));

    [Fact]
    public void Base32_gives_back_what_went_in() => Gen.Byte.Array[0, 64].Sample(bytes => TimeCodes.FromBase32(TimeCodes.Base32(bytes)).SequenceEqual(bytes));
}
