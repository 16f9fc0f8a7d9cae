using System.Security.Cryptography;
using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Domain.Intake;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Reading;

public sealed class ReadingPartsTests
{
    [Fact]
    public void Takes_the_plain_form_as_text_and_the_other_as_html()
    {
        var mail = Mails.Read(Mails.TwoForms);
        Assert.Equal("Guten Tag", mail.Text.Trim());
        Assert.Contains("<b>Tag</b>", mail.Html, StringComparison.Ordinal);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void Makes_text_from_html_where_there_is_nothing_else()
    {
        var mail = Mails.Read(Mails.Text("<style>p{}</style><p>St&ouml;rung</p><div>Zeile 1<br>Zeile 2</div><div style='display:none'>versteckt</div>", "text/html"));
        Assert.Equal("Störung\n\nZeile 1\nZeile 2", mail.Text);
    }

    [Fact]
    public void Names_files_without_their_path_and_hashes_their_bytes()
    {
        var file = Mails.Read(Mails.WithFiles).Attachments[0];
        Assert.Equal(("rechnung.pdf", 5L, "application/pdf", "attachment"), (file.Name, file.Size, file.ContentType, file.Disposition));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("Hallo"u8)), file.Sha256);
    }

    [Fact]
    public void Reads_an_attached_mail_with_its_own_files()
    {
        var mail = Mails.Read(Mails.WithFiles);
        Assert.Equal("innen.eml", mail.Attachments[1].Name);
        var inner = Assert.Single(mail.Nested);
        Assert.Equal(("innen", "innerer Text"), (inner.Subject, inner.Text.Trim()));
        Assert.Equal("liste.csv", Assert.Single(inner.Attachments).Name);
    }

    [Fact]
    public void Opens_every_part_again_by_its_number()
    {
        var bytes = Mails.Bytes(Mails.WithFiles);
        var mail = Mails.Read(bytes);
        foreach (var part in mail.Attachments.Concat(mail.Nested[0].Attachments))
        {
            using var raw = new MemoryStream(bytes);
            using var content = MailReader.OpenPart(raw, part.Part);
            Assert.NotNull(content);
            Assert.Equal(part.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public void Opens_nothing_for_a_number_that_no_part_has()
    {
        using var raw = new MemoryStream(Mails.Bytes(Mails.WithFiles));
        Assert.Null(MailReader.OpenPart(raw, 99));
    }

    [Fact]
    public void Takes_uuencoded_files_out_of_the_text()
    {
        var bytes = Mails.Bytes(Mails.Text("siehe unten\nbegin 644 hallo.txt\n%2&%L;&\\\n`\nend\nGruss\nAnna"));
        var mail = Mails.Read(bytes);
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("hallo.txt", 5L), (file.Name, file.Size));
        Assert.Equal("siehe unten\nGruss\nAnna", mail.Text);
        using var raw = new MemoryStream(bytes);
        using var content = new StreamReader(MailReader.OpenPart(raw, file.Part)!, Encoding.ASCII);
        Assert.Equal("Hallo", content.ReadToEnd());
    }

    [Fact]
    public void Leaves_words_that_only_look_like_uuencode() =>
        Assert.Equal("begin 2024 we shall\nend of it", Mails.Read(Mails.Text("begin 2024 we shall\nend of it")).Text);

    [Fact]
    public void Knows_an_image_that_is_shown_inside_the_html()
    {
        var mail = Mails.Read(Mails.Head("Content-Type: multipart/related; boundary=b") + "\n--b\nContent-Type: text/html\n\n<img src=\"cid:logo@x\">\n"
            + "--b\nContent-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\niVBORw0=\n--b--\n");
        Assert.True(Assert.Single(mail.Attachments).Inline);
    }

    [Fact]
    public void Reads_an_invitation_and_keeps_it_for_download()
    {
        var mail = Mails.Read(Mails.Head("Content-Type: text/calendar; method=REQUEST; charset=utf-8") + "\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
            + "SUMMARY:Abnahme\\, Drucker\nDTSTART;TZID=Europe/Berlin:20251014T100000\nORGANIZER:mailto:a@b.example\nATTENDEE:mailto:c@d.example\nEND:VEVENT\nEND:VCALENDAR\n");
        Assert.Equal((MailKind.Calendar, "Abnahme, Drucker"), (mail.Kind, mail.Calendar?.Summary));
        Assert.Equal(new DateTimeOffset(2025, 10, 14, 8, 0, 0, TimeSpan.Zero), mail.Calendar?.Start);
        Assert.Equal("text/calendar", Assert.Single(mail.Attachments).ContentType);
        Assert.Contains("Abnahme, Drucker", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sees_pgp_in_the_text_and_shows_what_was_signed()
    {
        var mail = Mails.Read(Mails.Text("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nBitte kündigen.\n-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----"));
        Assert.Equal((MailSeal.Pgp, "Bitte k"), (mail.Signed, mail.Visible[..7]));
        Assert.DoesNotContain("SIGNATURE", mail.Visible, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_bounce_down_to_the_mail_it_is_about()
    {
        var mail = Mails.Read(Mails.Report("failed", "5.1.1", "smtp; 550 5.1.1 <anna@kunde.example>: user unknown"));
        Assert.Equal((MailKind.Bounce, "own-7@lotse.example"), (mail.Kind, mail.OriginalMessageId));
        Assert.Equal(new DeliveryStatus("anna@kunde.example", "failed", "5.1.1", "550", "userunknown", true), Assert.Single(mail.Dsn));
    }

    [Fact]
    public void Reads_a_warning_as_delayed() => Assert.Equal(MailKind.Delayed, Mails.Read(Mails.Report("delayed", "4.4.1", "smtp; connection timed out")).Kind);

    [Fact]
    public void Keeps_what_stands_in_a_multipart_without_boundaries()
    {
        var mail = Mails.Read(Mails.Head("Content-Type: multipart/mixed; boundary=\"b1\"") + "\nverlorene Worte\n");
        Assert.Equal("verlorene Worte", mail.Text.Trim());
        Assert.Contains("boundary-missing", mail.Problems);
    }

    [Theory]
    [InlineData("name=\"=?ks_c_5601-1987?B?u+fB+C5KUEc=?=\"", "사진.JPG")]
    [InlineData("name*=utf-8''%C3%9Cbersicht.pdf", "Übersicht.pdf")]
    [InlineData("name*0*=utf-8''%C3%9Cber; name*1=sicht.pdf", "Übersicht.pdf")]
    [InlineData("name=\"C:\\\\temp\\\\a.pdf\"", "a.pdf")]
    public void Reads_names_of_files_however_they_are_encoded(string parameter, string name) =>
        Assert.Equal(name, Assert.Single(Mails.Read(Mails.Head($"Content-Type: application/pdf; {parameter}") + "\nx").Attachments).Name);
}
