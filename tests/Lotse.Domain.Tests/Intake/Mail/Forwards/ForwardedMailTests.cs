using Lotse.Domain.Intake;
using Lotse.Domain.Intake.Mail.Forwards;
using Xunit;

namespace Lotse.Domain.Tests.Intake.Mail.Forwards;

/// <summary>Forwarded mails as mail programs write them.</summary>
public sealed class ForwardedMailTests
{
    private static readonly DateTimeOffset s_usual = new(2026, 11, 23, 9, 12, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Programs => new()
    {
        {
            "Outlook, German", "WG: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nGruß\nAda\n\n________________________________\nVon: Anna Kunde <anna@kunde.example>\nGesendet: Montag, 23. November 2026 10:12\nAn: Ada <ada@desk.example>\nBetreff: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Outlook, English", "FW: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nFrom: Anna Kunde <anna@kunde.example<mailto:anna@kunde.example>>\nSent: Monday, November 23, 2026 10:12 AM\nTo: Ada\nSubject: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Outlook, old, with a line above", "WG: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n-----Ursprüngliche Nachricht-----\nVon: Anna Kunde [mailto:anna@kunde.example] \nGesendet: Montag, 23. November 2026 10:12\nAn: ada@desk.example\nBetreff: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Gmail, English", "Fwd: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n---------- Forwarded message ---------\nFrom: Anna Kunde <anna@kunde.example>\nDate: Mon, 23 Nov 2026 at 10:12\nSubject: Rechnung doppelt\nTo: <ada@desk.example>\n\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Gmail, German", "Fwd: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n---------- Forwarded message ---------\nVon: Anna Kunde <anna@kunde.example>\nDate: Mo., 23. Nov. 2026 um 10:12 Uhr\nSubject: Rechnung doppelt\nTo: <ada@desk.example>\n\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Apple Mail, German", "Fwd: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n> Anfang der weitergeleiteten Nachricht:\n> \n> Von: Anna Kunde <anna@kunde.example>\n> Betreff: Rechnung doppelt\n> Datum: 23. November 2026 um 10:12:00 MEZ\n> An: ada@desk.example\n> \n> Guten Tag,\n> \n> sie kam zweimal."
        },
        {
            "Apple Mail, English, not quoted", "Fwd: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nBegin forwarded message:\n\nFrom: Anna Kunde <anna@kunde.example>\nSubject: Rechnung doppelt\nDate: 23. November 2026 at 10:12:00 CET\nTo: ada@desk.example\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Thunderbird, German", "Fwd: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tRechnung doppelt\nDatum: \tMon, 23 Nov 2026 10:12:00 +0100\nVon: \tAnna Kunde <anna@kunde.example>\nAn: \tada@desk.example\n\n\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "French", "TR: Rechnung doppelt",
            "Bitte einmal ansehen.\n\n---------- Message transféré ----------\nDe : Anna Kunde <anna@kunde.example>\nDate : mar. 24 nov. 2026 à 10:12\nObjet : Rechnung doppelt\nÀ : ada@desk.example\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Spanish", "RV: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nDe: Anna Kunde <anna@kunde.example>\nEnviado el: lunes, 23 de noviembre de 2026 10:12\nPara: Ada\nAsunto: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Italian", "I: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nDa: Anna Kunde <anna@kunde.example>\nInviato: lunedì 23 novembre 2026 10:12\nA: Ada\nOggetto: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Dutch", "FW: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nVan: Anna Kunde <anna@kunde.example>\nVerzonden: maandag 23 november 2026 10:12\nAan: Ada\nOnderwerp: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
        {
            "Polish", "PD: Rechnung doppelt",
            "Bitte einmal ansehen.\n\nOd: Anna Kunde <anna@kunde.example>\nWysłano: poniedziałek, 23 listopada 2026 10:12\nDo: Ada\nTemat: Rechnung doppelt\n\nGuten Tag,\n\nsie kam zweimal."
        },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Sender_subject_date_and_both_texts_are_found_in_what_mail_programs_write(string program, string subject, string text)
    {
        var inside = ForwardedMail.In(Mail(subject, text), null);

        Assert.True(inside is not null, program);
        Assert.Equal((new MailName("Anna Kunde", "anna@kunde.example"), "Rechnung doppelt", "Guten Tag,\n\nsie kam zweimal."), (inside.From, inside.Subject, inside.Parts.Visible));
        Assert.Equal((s_usual.AddDays(program == "French" ? 1 : 0), true), (inside.Date, inside.OwnWords.StartsWith("Bitte einmal ansehen.", StringComparison.Ordinal)));
        Assert.DoesNotContain("Kunde", inside.OwnWords, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attached_mail_is_the_forwarded_one_where_the_text_holds_none()
    {
        var attached = new ReadMail { From = [new MailName("Anna", "anna@kunde.example")], Subject = "Rechnung", Text = "Worte", Visible = "Worte", MessageId = "a@b", Date = s_usual };
        var inside = ForwardedMail.In(Mail("WG: Rechnung", "Siehe Anhang."), attached);

        Assert.Equal((ForwardedAs.Attachment, "Worte", "a@b", "Siehe Anhang."), (inside!.How, inside.Text, inside.MessageId, inside.OwnWords));
    }

    [Theory]
    [InlineData("AW: Rechnung", "Danke!\n\nVon: Anna Kunde <anna@kunde.example>\nGesendet: Montag, 23. November 2026 10:12\nAn: Ada\nBetreff: Rechnung\n\nWorte")]
    [InlineData("WG: Rechnung", "Von: Anna Kunde\nGesendet: Montag, 23. November 2026 10:12\nAn: Ada\nBetreff: Rechnung\n\nWorte")]
    [InlineData("WG: Rechnung", "Das hatte ich von Anna: bitte ansehen. Ihre Adresse ist anna@kunde.example.")]
    [InlineData("Rechnung", "---------- Forwarded message ---------\nFrom: Anna <anna@kunde.example>\nDate: Mon, 23 Nov 2026 at 10:12\nSubject: Rechnung\nTo: <ada@desk.example>\n\nWorte")]
    public void Answers_and_texts_that_name_no_address_are_none(string subject, string text) => Assert.Null(ForwardedMail.In(Mail(subject, text), null));

    [Fact]
    public void What_a_machine_or_a_list_sends_is_none() =>
        Assert.Null(ForwardedMail.In(Mail("WG: x", Programs.First().Data.Item3) with { Kind = MailKind.AutoReply }, null));

    [Theory]
    [InlineData("11/23/2026 10:12 AM", "2026-11-23T09:12:00Z")]
    [InlineData("23/11/26 10:12", "2026-11-23T09:12:00Z")]
    [InlineData("23.11.2026, 10:12", "2026-11-23T09:12:00Z")]
    [InlineData("2026-11-23 10:12:05", "2026-11-23T09:12:05Z")]
    [InlineData("November 23, 2026 at 10:12:00 PM GMT+2", "2026-11-23T20:12:00Z")]
    [InlineData("Mon, 23 Nov 2026 10:12:00 -0530", "2026-11-23T15:42:00Z")]
    [InlineData("mar, 3 mar 2026 10:12", "2026-03-03T09:12:00Z")]
    [InlineData("31 February 2026 10:12", null)]
    [InlineData("gestern um zehn", null)]
    [InlineData("23. November 99999999999999999999999 10:12", null)]
    [InlineData("99999999999.99999999999.99999999999 99:99", null)]
    public void A_date_is_read_in_the_words_of_many_programs(string text, string? is_)
    {
        var mail = Mail("WG: x", $"Von: Anna <anna@kunde.example>\nGesendet: {text}\nAn: Ada\nBetreff: x\n\nWorte");
        Assert.Equal(is_ is null ? null : DateTimeOffset.Parse(is_, System.Globalization.CultureInfo.InvariantCulture), ForwardedMail.In(mail, null)!.Date);
    }

    private static ReadMail Mail(string subject, string text) => new()
    {
        Subject = subject, Text = text, Visible = text, From = [new MailName("Ada", "ada@desk.example")], Date = new DateTimeOffset(2026, 11, 23, 11, 0, 0, TimeSpan.FromHours(1)),
    };
}
