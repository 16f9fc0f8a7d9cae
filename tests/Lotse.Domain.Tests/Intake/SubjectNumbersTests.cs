using Lotse.Domain.Intake;
using Xunit;

namespace Lotse.Domain.Tests.Intake;

public sealed class SubjectNumbersTests
{
    [Theory]
    [InlineData("AW: [#1042] Drucker", 1042L)]
    [InlineData("[#] [#x1] [#7]", 7L)]
    [InlineData("Drucker #1042", null)]
    [InlineData("[#99999999999999999999]", null)]
    [InlineData("[#1042", null)]
    public void Finds_our_own_number_only(string subject, long? number) => Assert.Equal(number, SubjectNumbers.Find(subject).Cast<long?>().FirstOrDefault());

    [Theory]
    [InlineData("Drucker", "[#7] Drucker")]
    [InlineData("AW: [#7] Drucker", "AW: [#7] Drucker")]
    [InlineData("AW: [#8] Drucker", "[#7] AW: [#8] Drucker")]
    public void Writes_the_number_once(string subject, string written) => Assert.Equal(written, SubjectNumbers.Write(7, subject));
}
