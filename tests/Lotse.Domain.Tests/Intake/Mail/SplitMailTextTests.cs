using CsCheck;
using Lotse.Domain.Intake.Mail.Quotes;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail;

public sealed class SplitMailTextTests
{
    [Theory]
    [InlineData("Am 14.10.25 um 08:00 schrieb Support:\n> alt")]
    [InlineData("Am Di., 14. Okt. 2025 um 08:00 Uhr schrieb Support <\nsupport@lotse.example>:\n\n> alt")]
    [InlineData("Support <support@lotse.example> schrieb am Di., 14. Okt. 2025,\n08:00:\n\n> alt")]
    [InlineData("On Tue, Oct 14, 2025 at 8:00 AM Support <support@lotse.example> wrote:\n> alt")]
    [InlineData("On Oct 14, 2025, at 8:00 AM, Support wrote:\n\nalt ohne Zeichen")]
    [InlineData("Le mar. 14 oct. 2025 à 08:00, Support <support@lotse.example> a écrit :\n> alt")]
    [InlineData("El mar, 14 oct 2025 a las 8:00, Support (<support@lotse.example>) escribió:\n> alt")]
    [InlineData("Il giorno mar 14 ott 2025 alle ore 08:00 Support <support@lotse.example> ha scritto:\n> alt")]
    [InlineData("Op di 14 okt. 2025 om 08:00 schreef Support <support@lotse.example>:\n> alt")]
    [InlineData("-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Dienstag\n\nalt")]
    [InlineData("Von: Support <support@lotse.example>\nGesendet: Dienstag, 14. Oktober 2025 08:00\nAn: Anna\nBetreff: Drucker\n\nalt")]
    [InlineData("________________________________\nFrom: Support <support@lotse.example>\nSent: Tuesday, October 14, 2025\nTo: Anna\nSubject: x\n\nalt")]
    [InlineData("*From:* Support <support@lotse.example>\n*Sent:* Tuesday\n*To:* Anna\n\nalt")]
    [InlineData("> Am 14.10.25 um 08:00 schrieb Support:\n> alt")]
    public void Hides_what_the_mail_program_quoted_below_the_answer(string quote)
    {
        var parts = SplitMailText.Split("Danke, jetzt geht es.\n\n" + quote);
        Assert.Equal("Danke, jetzt geht es.", parts.Visible);
        Assert.Contains(quote.Split('\n')[0], parts.Quoted, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_an_answer_that_stands_below_the_quote() =>
        Assert.Equal("Hier unten.", SplitMailText.Split("On Tue, Oct 14, 2025 at 8:00 AM, Support wrote:\n> alt\n> mehr\n\nHier unten.").Visible);

    [Fact]
    public void Keeps_the_question_beside_an_answer_that_is_written_between_the_lines()
    {
        const string text = "Siehe unten.\n\n> Geht es?\n\nJa.\n\n> Und das?\n\nNein.";
        Assert.Equal(text, SplitMailText.Split(text).Visible);
    }

    [Theory]
    [InlineData("Am 14. gehe ich in Urlaub.\nBitte vorher melden.")]
    [InlineData("On this day\n\nI wrote something\n\nwhich was nice.")]
    [InlineData("Von 10 bis 12 Uhr: keiner da.\nDanach: auch nicht.")]
    [InlineData("- Punkt eins\n- Punkt zwei")]
    [InlineData("Sent from my desk, is much easier then my mobile phone.")]
    [InlineData("> nur ein Zitat")]
    [InlineData("Ich schrieb: es geht nicht.")]
    public void Leaves_what_people_wrote_themselves(string text) => Assert.Equal(text, SplitMailText.Split(text).Visible);

    [Theory]
    [InlineData("-- \nAnna Kunde\nTel. 0123/456")]
    [InlineData("--\nAnna")]
    [InlineData("Von meinem iPhone gesendet")]
    [InlineData("Sent from my Samsung Galaxy smartphone.")]
    [InlineData("Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.")]
    [InlineData("Get Outlook for iOS")]
    [InlineData("_______________________________\nusers mailing list\nusers@lists.example")]
    public void Parts_the_signature_from_the_words(string signature)
    {
        var parts = SplitMailText.Split("Bitte zurückrufen.\n\n" + signature);
        Assert.Equal(("Bitte zurückrufen.", signature), (parts.Visible, parts.Signature));
    }

    [Fact]
    public void Finds_a_signature_that_stands_above_the_quote()
    {
        var parts = SplitMailText.Split("Ja.\n\n-- \nAnna\n\nAm 14.10.25 um 08:00 schrieb Support:\n> alt");
        Assert.Equal(("Ja.", "-- \nAnna"), (parts.Visible, parts.Signature));
        Assert.EndsWith("> alt", parts.Quoted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---------- Forwarded message ----------")]
    [InlineData("-------- Weitergeleitete Nachricht --------")]
    [InlineData("Begin forwarded message:")]
    public void Shows_a_forwarded_mail_because_it_is_the_message(string mark)
    {
        var text = $"Zur Info.\n\n{mark}\nFrom: Bert <bert@kunde.example>\nDate: Tue\nSubject: x\n\nDie Beschwerde.";
        Assert.Contains("Die Beschwerde.", SplitMailText.Split(text).Visible, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_what_outlook_forwarded_when_the_subject_says_so()
    {
        const string text = "Bitte klären.\n\nVon: Bert <bert@kunde.example>\nGesendet: Dienstag\nAn: Anna\nBetreff: x\n\nDie Beschwerde.";
        Assert.Contains("Die Beschwerde.", SplitMailText.Split(text, isForward: true).Visible, StringComparison.Ordinal);
        Assert.DoesNotContain("Die Beschwerde.", SplitMailText.Split(text).Visible, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n")]
    public void Shows_nothing_of_nothing(string text) => Assert.Equal("", SplitMailText.Split(text).Visible);

    [Theory]
    [InlineData("-- \nnur Unterschrift")]
    [InlineData("> On Tue, Oct 14, 2025 at 8:00 AM, Support wrote:\n> alt")]
    [InlineData("--\n--")]
    public void Never_shows_an_empty_mail_that_is_not_empty(string text) => Assert.NotEqual("", SplitMailText.Split(text).Visible);

    [Fact]
    public void Loses_no_line_whatever_the_lines_are()
    {
        string[] lines = ["Hallo", "> alt", ">> älter", "", "-- ", "Anna", "Am 14.10.25 um 08:00 schrieb Support:", "From: a@b.example", "Sent: 1", "To: x",
            "-----Original Message-----", "---------- Forwarded message ----------", "____________", "Sent from my iPhone", "| bar", "On 1 Jan 2025, at 1:00, a <a@b.example> wrote:"];
        Gen.Int[0, lines.Length - 1].Array[0, 25].Sample(picked =>
        {
            var text = string.Join('\n', picked.Select(i => lines[i]));
            var parts = SplitMailText.Split(text);
            var all = parts.Visible + "\n" + parts.Quoted + "\n" + parts.Signature;
            return picked.Select(i => lines[i].Trim().TrimStart('|')).All(line => all.Contains(line, StringComparison.Ordinal));
        }, iter: 3000);
    }
}
