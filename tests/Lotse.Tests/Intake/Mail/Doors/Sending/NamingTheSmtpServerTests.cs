using Lotse.Adapters.MailServer.Sending;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Sending;

public class NamingTheSmtpServerTests
{
    [Theory]
    [InlineData("smtp://mail.example", "smtp://mail.example:587", SmtpTls.WhenOffered)]
    [InlineData("smtp://mail.example:25?tls=required", "smtp://mail.example:25", SmtpTls.Required)]
    [InlineData("smtp://[::1]:2525/?tls=off", "smtp://[::1]:2525", SmtpTls.Off)]
    [InlineData("smtps://mail.example", "smtps://mail.example:465", SmtpTls.Implicit)]
    [InlineData("smtp+oauth://desk%40lotse.example@mail.example", "smtp://mail.example:587", SmtpTls.Required)]
    [InlineData("smtps+oauth://desk@mail.example", "smtps://mail.example:465", SmtpTls.Implicit)]
    public void Reads_server_port_and_encryption(string text, string address, SmtpTls tls)
    {
        var (options, problem) = SmtpServerOptions.Parse(text);
        Assert.Null(problem);
        Assert.Equal((address, tls), (options!.Address, options.Tls));
    }

    [Fact]
    public void Reads_user_and_password_and_never_prints_them()
    {
        var options = SmtpServerOptions.Parse("smtps://desk%40lotse.example:se%3Acr%2Fet@mail.example:465").Options!;
        Assert.Equal(("desk@lotse.example", "se:cr/et"), (options.User, options.Password));
        Assert.DoesNotContain("cr", $"{options}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.example:25")]
    [InlineData("http://mail.example")]
    [InlineData("smtp://mail.example?tls=maybe")]
    [InlineData("smtps://mail.example?tls=off")]
    [InlineData("smtp://desk@mail.example")]
    [InlineData("smtp://desk:secret@mail.example?tls=off")]
    [InlineData("smtp://desk:se/cret@mail.example")]
    [InlineData("smtp+oauth://mail.example")]
    [InlineData("smtp+oauth://desk:secret@mail.example")]
    [InlineData("smtp+oauth://desk@mail.example?tls=off")]
    [InlineData("")]
    public void Says_what_is_wrong_without_the_password(string text)
    {
        var (options, problem) = SmtpServerOptions.Parse(text);
        Assert.Null(options);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", problem, StringComparison.Ordinal);
    }
}
