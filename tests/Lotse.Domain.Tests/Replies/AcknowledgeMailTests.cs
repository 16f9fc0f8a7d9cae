using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Replies.Automatic;
using Xunit;

namespace Lotse.Domain.Tests.Replies;

public sealed class AcknowledgeMailTests
{
    private static readonly AskingMail Ordinary = new(MailKind.Human, null, "anna@kunde.example", "anna@kunde.example", false, false, false);
    private static readonly AutomaticCounts None = new(0, 0, 0);
    private static readonly AutomaticCaps Caps = new();

    [Fact]
    public void Acknowledges_a_person_who_writes_for_the_first_time() => Assert.Null(AcknowledgeMail.WhyNot(Ordinary, None, Caps));

    [Fact]
    public void Acknowledges_where_the_door_knows_of_no_envelope() => Assert.Null(AcknowledgeMail.WhyNot(Ordinary with { EnvelopeSender = null }, None, Caps));

    public static TheoryData<string, AskingMail, WhyNoAnswer> Silent() => new()
    {
        { "kind", Ordinary with { Kind = MailKind.AutoReply }, WhyNoAnswer.NotAPerson },
        { "calendar", Ordinary with { Kind = MailKind.Calendar }, WhyNoAnswer.NotAPerson },
        { "null sender", Ordinary with { EnvelopeSender = "" }, WhyNoAnswer.NullSender },
        { "header", Ordinary with { Forbidden = WhyNoAnswer.ResponseSuppress }, WhyNoAnswer.ResponseSuppress },
        { "own", Ordinary with { FromUs = true }, WhyNoAnswer.OwnAddress },
        { "echo", Ordinary with { NamesOurs = true }, WhyNoAnswer.OwnMail },
        { "imported", Ordinary with { Imported = true }, WhyNoAnswer.Imported },
        { "old", Ordinary with { Old = true }, WhyNoAnswer.Old },
        { "nobody", Ordinary with { Sender = "undisclosed" }, WhyNoAnswer.NoSender },
        { "postmaster", Ordinary with { Sender = "Postmaster@kunde.example" }, WhyNoAnswer.Daemon },
        { "noreply", Ordinary with { Sender = "noreply@kunde.example" }, WhyNoAnswer.Daemon },
    };

    [Theory]
    [InlineData(-3, false)]
    [InlineData(0, false)]
    [InlineData(24, false)]
    [InlineData(25, true)]
    [InlineData(50_000, true)]
    public void A_mail_is_old_that_lay_with_its_server_for_more_than_a_day(int hours, bool old) =>
        Assert.Equal(old, AcknowledgeMail.IsOld(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(hours)));

    [Theory, MemberData(nameof(Silent))]
    public void Stays_silent_and_says_why(string what, AskingMail mail, WhyNoAnswer why) =>
        Assert.Equal((what, why), (what, AcknowledgeMail.WhyNot(mail, None, Caps)));

    [Theory]
    [InlineData(5, 0, 5, WhyNoAnswer.AddressCap)]
    [InlineData(2, 2, 2, WhyNoAnswer.SubjectCap)]
    [InlineData(0, 0, 1000, WhyNoAnswer.DeskCap)]
    public void Stops_at_a_cap(int toAddress, int ofSubject, int ofDesk, WhyNoAnswer why) =>
        Assert.Equal(why, AcknowledgeMail.WhyNot(Ordinary, new AutomaticCounts(toAddress, ofSubject, ofDesk), Caps));

    [Fact]
    public void Goes_on_just_below_every_cap() => Assert.Null(AcknowledgeMail.WhyNot(Ordinary, new AutomaticCounts(4, 1, 999), Caps));

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", WhyNoAnswer.AutoSubmitted)]
    [InlineData("Auto-Submitted", "auto-generated (mail from cron)", WhyNoAnswer.AutoSubmitted)]
    [InlineData("Precedence", "bulk", WhyNoAnswer.Precedence)]
    [InlineData("Precedence", "junk", WhyNoAnswer.Precedence)]
    [InlineData("Precedence", "list", WhyNoAnswer.Precedence)]
    [InlineData("List-Id", "<users.example>", WhyNoAnswer.List)]
    [InlineData("List-Unsubscribe", "<https://lists.example/u>", WhyNoAnswer.List)]
    [InlineData("X-Auto-Response-Suppress", "OOF, DR", WhyNoAnswer.ResponseSuppress)]
    [InlineData("X-Loop", "desk@other.example", WhyNoAnswer.Loop)]
    [InlineData("Return-Path", "<>", WhyNoAnswer.NullSender)]
    public void Reads_from_the_header_that_no_machine_may_answer(string name, string value, WhyNoAnswer why) => Assert.Equal(why, Tell("anna@kunde.example", name, value));

    [Theory]
    [InlineData("Auto-Submitted", "no")]
    [InlineData("X-Loop", "no")]
    [InlineData("X-Auto-Response-Suppress", "DR, NDR")]
    [InlineData("Precedence", "normal")]
    public void Is_not_put_off_by_headers_that_say_nothing(string name, string value) => Assert.Null(Tell("anna@kunde.example", name, value));

    [Fact]
    public void Answers_nobody_who_does_not_read() => Assert.Equal(WhyNoAnswer.Daemon, Tell("no-reply@kunde.example", "X-Mailer", "x"));

    [Theory]
    [InlineData("Frage zur Lieferung", "Re: [#1042] Frage zur Lieferung")]
    [InlineData("Frage zur Lieferung", "[#7] Re: [#1042] AW: Frage zur Lieferung")]
    [InlineData("Frage zur Lieferung", "[Ticket 88] RE: Frage zur Lieferung")]
    [InlineData("Frage zur Lieferung", "Re: Frage zur Lieferung 3")]
    public void Knows_a_subject_again_after_two_desks_have_marked_it(string one, string other) =>
        Assert.Equal(AutomaticKeys.OfSubject(one), AutomaticKeys.OfSubject(other));

    [Fact]
    public void Tells_subjects_and_addresses_apart()
    {
        Assert.NotEqual(AutomaticKeys.OfSubject("Frage zur Lieferung"), AutomaticKeys.OfSubject("Frage zur Rechnung"));
        Assert.NotEqual(AutomaticKeys.OfAddress("anna@kunde.example"), AutomaticKeys.OfAddress("bert@kunde.example"));
        Assert.Equal(AutomaticKeys.OfAddress("anna@kunde.example"), AutomaticKeys.OfAddress("Anna+token7@kunde.example"));
    }

    [Fact]
    public void Fills_in_a_text_once_and_runs_nothing()
    {
        Assert.Equal("Nr. 1042: {{ number }} {{x}}", AcknowledgementText.Fill("Nr. {{ number }}: {{subject}}", 1042, "{{ number }} {{x}}"));
        Assert.Equal("{{ 7*7 }} {{ open", AcknowledgementText.Fill("{{ 7*7 }} {{ open", 1, ""));
    }

    [Fact]
    public void Refuses_a_text_that_names_what_there_is_not()
    {
        Assert.Equal((AcknowledgementText.UnknownVariable, "german"), Of(AcknowledgementText.Refuse("Hallo {{ name }}", "german")));
        Assert.Equal((AcknowledgementText.TooLong, "german"), Of(AcknowledgementText.Refuse(new string('x', 5001), "german")));
        Assert.Null(AcknowledgementText.Refuse("Nr. {{ number }} {{subject}} {", "german"));
    }

    [Theory]
    [InlineData("de", "en", "de")]
    [InlineData("en", "de", "en")]
    [InlineData("fr", "de", "en")]
    [InlineData(null, "de", "de")]
    [InlineData(null, "en", "en")]
    public void Writes_in_the_language_of_the_mail(string? mail, string community, string expected) =>
        Assert.Equal(expected, AcknowledgementText.LanguageFor(mail, community));

    private static (string, string?) Of(Refusal? refusal) => (refusal!.Code, refusal.About);

    private static WhyNoAnswer? Tell(string from, string name, string value) => KindOfMail.Tell(new MailSigns
    {
        Header = field => field.Equals(name, StringComparison.OrdinalIgnoreCase) ? value : null,
        Subject = "Frage",
        From = new MailName("", from),
        Text = "Hallo",
        Visible = "Hallo",
    }).NoAnswer;
}
