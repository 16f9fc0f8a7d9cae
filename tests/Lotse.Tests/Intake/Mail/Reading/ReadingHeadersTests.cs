using Lotse.Domain.Intake;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class ReadingHeadersTests
{
    [Fact]
    public void Reads_the_usual_fields()
    {
        var mail = Mails.Read(Mails.Text("Hallo"));
        Assert.Equal(new MailName("Anna Kunde", "anna@kunde.example"), Assert.Single(mail.From));
        Assert.Equal("1@kunde.example", mail.MessageId);
        Assert.Equal(new DateTimeOffset(2025, 10, 14, 7, 12, 33, TimeSpan.Zero), mail.Date);
        Assert.Equal(("Drucker", MailKind.Human, "Hallo"), (mail.Subject, mail.Kind, mail.Visible));
    }

    [Theory]
    [InlineData("Anna <ANNA@Kunde.EXAMPLE>", "Anna", "ANNA@kunde.example")]
    [InlineData("\"Kunde, Anna\" <anna@kunde.example>", "Kunde, Anna", "anna@kunde.example")]
    [InlineData("anna@kunde.example (Anna)", "Anna", "anna@kunde.example")]
    [InlineData("=?utf-8?Q?J=C3=BCrgen?= <j@kunde.example>", "Jürgen", "j@kunde.example")]
    [InlineData("Team: Anna <anna@kunde.example>;", "Anna", "anna@kunde.example")]
    [InlineData("Anna <<anna@kunde.example>>", "Anna", "anna@kunde.example")]
    public void Reads_an_address_however_it_is_written(string raw, string name, string address) =>
        Assert.Equal(new MailName(name, address), Assert.Single(Mails.Read($"From: {raw}\nSubject: x\n\nx").From));

    [Fact]
    public void Reads_no_address_out_of_an_empty_group() => Assert.Empty(Mails.Read("From: a@b.example\nTo: undisclosed-recipients:;\n\nx").To);

    [Fact]
    public void Collects_references_past_commas_and_broken_ids()
    {
        var mail = Mails.Read("From: a@b.example\nReferences: <1@x>, phrase <2@x>\n\t<3@x <4@x>\nIn-Reply-To: Your mail of monday <4@x>\n\nx");
        Assert.Equal(["1@x", "2@x", "3@x", "4@x"], mail.References);
        Assert.Equal(["4@x"], mail.InReplyTo);
    }

    [Fact]
    public void Finds_the_mailbox_of_a_blind_copy() =>
        Assert.Equal(["support@lotse.example"], Mails.Read("Delivered-To: support@Lotse.example\nFrom: a@b.example\n\nx").DeliveredTo);

    [Fact]
    public void Finds_the_person_behind_a_rewritten_sender()
    {
        var mail = Mails.Read("From: 'Mia' via Support <support@lotse.example>\nReply-To: Mia <mia@kunde.example>\n\nx");
        Assert.Equal("mia@kunde.example", mail.OriginalSender?.Address);
    }

    [Fact]
    public void Takes_a_mail_without_an_empty_line() => Assert.Equal("nur Kopf", Mails.Read("From: a@b.example\nSubject: nur Kopf").Subject);

    [Fact]
    public void Passes_over_an_mbox_separator_and_blank_lines() =>
        Assert.Equal("da", Mails.Read("   \n\nFrom anna@kunde.example Tue Oct 14 09:12:33 2025\nFrom: a@b.example\nSubject: da\n\nx").Subject);

    [Fact]
    public void Says_that_a_date_cannot_be_read() => Assert.Contains("date-unreadable", Mails.Read("From: a@b.example\nDate: yesterday\n\nx").Problems);

    [Theory]
    [InlineData("")]
    [InlineData("just words\nand more words")]
    [InlineData("\u0000\u0001\u0002")]
    public void Knows_what_is_no_mail(string bytes)
    {
        var mail = Mails.Read(bytes);
        Assert.False(Lotse.Adapters.MailServer.Reading.MailReader.LooksLikeMail(mail));
        Assert.Contains("not-a-mail", mail.Problems);
    }

    [Fact]
    public void Shows_the_words_of_what_is_no_mail() => Assert.Equal("just words\nand more words", Mails.Read("just words\nand more words").Text.Trim());

    [Fact]
    public void Stops_reading_an_endless_header()
    {
        var mail = Mails.Read("From: a@b.example\n" + string.Concat(Enumerable.Repeat("X-More: " + new string('x', 990) + "\n", 3000)));
        Assert.Contains("header-too-big", mail.Problems);
        Assert.Equal("a@b.example", Assert.Single(mail.From).Address);
    }
}
