using Lotse.Domain.Intake.Mail;
using Lotse.Domain.Intake.Mail.Bounces;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail;

public sealed class SubjectMarksTests
{
    [Theory]
    [InlineData("WG: Rechnung", true)]
    [InlineData("Fwd: Rechnung", true)]
    [InlineData("AW: WG: Rechnung", false)]
    [InlineData("Rechnung", false)]
    public void Knows_a_forward_by_its_outermost_prefix(string subject, bool forward) => Assert.Equal(forward, SubjectMarks.IsForward(subject));

    [Theory]
    [InlineData("AW: Re[2]: [#1042] WG: Drucker", "Drucker")]
    [InlineData("Drucker: kaputt", "Drucker: kaputt")]
    [InlineData("[#] [#x1] [#7] Drucker", "[#] [#x1] Drucker")]
    public void Bares_a_subject_of_what_programs_added(string subject, string bare) => Assert.Equal(bare, SubjectMarks.Bare(subject));
}

public sealed class TellLanguageTests
{
    [Theory]
    [InlineData("Guten Tag, der Drucker geht seit heute nicht mehr. Können Sie bitte helfen?", "de")]
    [InlineData("Hello, the printer has not been working since today. Could you please help?", "en")]
    [InlineData("Bonjour, l'imprimante ne marche plus depuis ce matin, pouvez-vous nous aider ?", "fr")]
    [InlineData("Hola, la impresora no funciona desde hoy. ¿Me pueden ayudar, por favor?", "es")]
    [InlineData("Привет, принтер не работает", "ru")]
    [InlineData("プリンタが動きません。", "ja")]
    public void Tells_the_language_of_a_letter(string text, string language) => Assert.Equal(language, TellLanguage.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("4711")]
    public void Says_nothing_about_too_little(string text) => Assert.Null(TellLanguage.Of(text));
}

public sealed class SmtpAnswerTests
{
    [Theory]
    [InlineData("550 5.1.1 unknown", "550", "5.1.1")]
    [InlineData("550-5.7.26 not 550 5.7.26 allowed", "550", "5.7.26")]
    [InlineData("554 4.4.7 expired <421 4.4.2 timed out>", "421", "4.4.2")]
    [InlineData("said: 550 from 192.0.2.5 (#5.1.2)", "550", "5.1.2")]
    [InlineData("connect to 5.1.1.1 in 450s", null, null)]
    public void Finds_code_and_status(string text, string? code, string? status) => Assert.Equal(new SmtpAnswer(code, status), SmtpAnswer.In(text));
}

public sealed class BounceReasonTests
{
    [Theory]
    [InlineData("550 5.1.1 User unknown", "5.1.1", SmtpStep.Rcpt, "userunknown", true)]
    [InlineData("550 User unknown", null, SmtpStep.Data, "filtered", false)]
    [InlineData("552 5.2.2 over quota", "5.2.2", SmtpStep.Rcpt, "mailboxfull", false)]
    [InlineData("550 5.7.26 fails DMARC", "5.7.26", SmtpStep.Data, "authfailure", false)]
    [InlineData("550-5.7.25 The IP address has no PTR record", null, SmtpStep.Connect, "requireptr", false)]
    [InlineData("Host or domain name not found", null, SmtpStep.Unknown, "hostunknown", true)]
    [InlineData("", null, SmtpStep.Unknown, "onhold", false)]
    public void Finds_the_word_for_what_a_server_says(string words, string? status, SmtpStep step, string reason, bool hard)
    {
        var found = BounceReason.Of(words, status, "550", step);
        Assert.Equal((reason, hard), (found, BounceReason.IsHard(found)));
    }
}

public sealed class PhraseSearchTests
{
    private static readonly PhraseSearch Search = new([("user unknown", 2), ("unknown user", 1), ("now", 4), ("known", 3), ("a b", 0)]);

    [Theory]
    [InlineData("550 User\n  Unknown here", 2)]
    [InlineData("unknown unknown user unknown", 1)]
    [InlineData("well known", 3)]
    [InlineData("kno now", 4)]
    [InlineData("user unknow", 4)]
    [InlineData("a\t\r\n b", 0)]
    [InlineData("ünknöwn a  c", PhraseSearch.None)]
    [InlineData("", PhraseSearch.None)]
    public void Finds_the_phrase_of_least_rank_whatever_case_and_blanks(string text, int rank) => Assert.Equal(rank, Search.Least(text));
}
