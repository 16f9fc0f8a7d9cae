using Lotse.Domain.Intake.Mail.Forwards;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail.Forwards;

public sealed class CheckSenderTests
{
    [Theory]
    [InlineData("mx.desk.example; dmarc=fail header.from=desk.example; spf=pass smtp.mailfrom=elsewhere.example", SenderCheck.Failed)]
    [InlineData("mx.desk.example 1; dmarc=pass (p=reject) header.from=desk.example", SenderCheck.Passed)]
    [InlineData("MX.desk.example; dkim=pass header.d=desk.example; spf=fail smtp.mailfrom=x@other.example", SenderCheck.Passed)]
    [InlineData("mx.desk.example; dkim=pass header.d=other.example; spf=softfail smtp.mailfrom=desk.example", SenderCheck.Failed)]
    [InlineData("mx.desk.example; spf=fail smtp.mailfrom=desk.example", SenderCheck.Failed)]
    [InlineData("mx.desk.example; none", SenderCheck.NotKnown)]
    [InlineData("mx.elsewhere.example; dmarc=fail", SenderCheck.NotKnown)]
    [InlineData("mx.elsewhere.example; dmarc=pass", SenderCheck.NotKnown)]
    [InlineData("(mx.desk.example; dmarc=pass", SenderCheck.NotKnown)]
    public void Only_a_server_of_ours_is_believed(string header, SenderCheck says) => Assert.Equal(says, CheckSender.By([header], ["mx.desk.example"], "desk.example"));

    [Fact]
    public void A_pass_that_somebody_wrote_beside_it_does_not_outweigh_a_fail() => Assert.Equal(
        SenderCheck.Failed, CheckSender.By(["mx.desk.example; dmarc=pass", "mx.desk.example; dmarc=fail"], ["mx.desk.example"], "desk.example"));
}
