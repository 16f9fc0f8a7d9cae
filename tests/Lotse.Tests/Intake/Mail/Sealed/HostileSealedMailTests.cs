using System.Diagnostics;
using System.Text;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Org.BouncyCastle.Cms;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>Sealed mails that are made to give something away, to lie, or to bring the desk down.</summary>
public sealed class HostileSealedMailTests
{
    private const string Eve = "eve@kunde.example", Secret = "Die PIN ist 4711.";
    private static readonly SmimePerson s_desk = SmimePerson.Of("Hafen Hilfe", RunningDesk.Mailbox);
    private static readonly PgpPerson s_pgp = PgpPerson.Of("Hafen Hilfe", RunningDesk.Mailbox);

    [Theory]
    [InlineData(MailSeal.Smime)]
    [InlineData(MailSeal.Pgp)]
    public async Task An_image_that_is_opened_before_the_secret_and_closed_behind_it_does_not_meet_it(MailSeal kind)
    {
        await using var desk = await DeskWithKeysAsync();
        var secret = SealedMail.Text($"<p>{Secret}</p>", "text/html");
        var inner = kind == MailSeal.Smime ? SealedMail.Smime(s_desk.Envelope(secret), "enveloped-data") : SealedMail.PgpEncrypted(s_pgp.Envelope(into => into.Write(secret)));
        var wrapped = SealedMail.Mixed("falle", SealedMail.Text("<img src=\"http://boese.example/?", "text/html"), inner, SealedMail.Text("\">", "text/html"));

        var message = await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(Eve, wrapped));

        Assert.Equal(SealOpening.Opened, message.Seal!.Opening);
        Assert.Equal(Secret, message.Visible.Trim());
        Assert.DoesNotContain("boese", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("img", message.Html, StringComparison.Ordinal);
        Assert.Equal(["outside.html", "outside.html"], message.Attachments.Select(file => file.Name));
        var raw = await (await desk.Api.GetAsync($"/attachments/{message.Attachments[0].Id}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("4711", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Pgp_without_proof_against_changes_stays_closed()
    {
        var mail = SealedMail.Of(Eve, SealedMail.PgpEncrypted(s_pgp.Envelope(Encoding.UTF8.GetString(SealedMail.Text(Secret)), protect: false)));

        AssertRefused("not-authenticated", mail);
    }

    [Fact]
    public void Whoever_changes_the_ciphertext_gets_a_word_and_nothing_else()
    {
        var pgp = s_pgp.Envelope(Encoding.UTF8.GetString(SealedMail.Text(string.Concat(Enumerable.Repeat(Secret, 50)))));
        pgp[^40] ^= 1;
        var smime = s_desk.Envelope(SealedMail.Text(Secret));
        smime[^1] ^= 1; // The padding at the end no longer fits.

        AssertRefused("unreadable", SealedMail.Of(Eve, SealedMail.PgpEncrypted(pgp)));
        AssertRefused("unreadable", SealedMail.Of(Eve, SealedMail.Smime(smime[..^5], "enveloped-data")));
        AssertRefused("unreadable", SealedMail.Of(Eve, SealedMail.PgpEncrypted(pgp[..(pgp.Length / 2)])));
        AssertRefused("unreadable", SealedMail.Of(Eve, SealedMail.PgpEncrypted("nothing of the kind"u8.ToArray())));
        AssertRefused("unreadable", SealedMail.Of(Eve, SealedMail.Smime("nothing of the kind"u8.ToArray(), "enveloped-data")));
    }

    [Fact]
    public void What_unpacks_to_more_than_a_mail_may_hold_is_not_unpacked()
    {
        var zeros = new byte[1 << 20];
        void Much(Stream into)
        {
            for (var i = 0; i < 150; i++) into.Write(zeros);
        }
        var pgp = SealedMail.Of(Eve, SealedMail.PgpEncrypted(s_pgp.Envelope(Much)));
        var packed = new MemoryStream();
        using (var into = new CmsCompressedDataStreamGenerator().Open(packed, CmsCompressedDataStreamGenerator.ZLib)) Much(into);
        var smime = SealedMail.Of(Eve, SealedMail.Smime(packed.ToArray(), "compressed-data"));
        Assert.InRange(pgp.Length + smime.Length, 1000, 3_000_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        AssertRefused("too-big", pgp);
        AssertRefused("too-big", smime);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Seals_in_seals_come_to_an_end()
    {
        var entity = SealedMail.Text(Secret);
        for (var i = 0; i < 12; i++) entity = SealedMail.Smime(s_desk.Envelope(entity), "enveloped-data");

        AssertRefused("too-deep", SealedMail.Of(Eve, entity));
    }

    [Fact]
    public void A_name_that_somebody_hung_onto_a_key_does_not_count()
    {
        var eve = PgpPerson.Of("Eve", Eve);
        var (keys, problem) = KeyFile.ReadPublic(eve.WithForgedName("Anna <anna@kunde.example>"));

        Assert.Null(problem);
        Assert.DoesNotContain("anna@kunde.example", Assert.Single(keys).Names);
        Assert.Contains(Eve, keys[0].Names);
    }

    [Fact]
    public void Bytes_turned_at_random_neither_throw_nor_lie()
    {
        var (text, anna) = (SealedMail.Text(Secret), SmimePerson.Of("Anna", "anna@kunde.example"));
        byte[][] mails =
        [
            SealedMail.Of("anna@kunde.example", SealedMail.SmimeSigned(text, anna.Signature(text))),
            SealedMail.Of("anna@kunde.example", SealedMail.Smime(anna.Signature(text, inside: true), "signed-data")),
            SealedMail.Of("anna@kunde.example", SealedMail.PgpEncrypted(s_pgp.Envelope(into => into.Write(text)))),
            SealedMail.Of("anna@kunde.example", SealedMail.Smime(s_desk.Envelope(text), "enveloped-data")),
        ];
        var keys = Keys() with { Contacts = [KeyFile.ReadPublic(anna.Pem).Keys[0].Material] };
        var random = new Random(4711);
        foreach (var mail in mails.SelectMany(mail => Enumerable.Repeat(mail, 60)))
        {
            var changed = (byte[])mail.Clone();
            for (var i = 0; i < 3; i++) changed[random.Next(200, changed.Length)] ^= (byte)(1 << random.Next(8));
            var read = Read(changed, keys);
            if (read.Seal is { Signature: SignatureState.Valid }) Assert.Equal(Secret, read.Text.Trim());
        }
    }

    private static void AssertRefused(string why, byte[] mail)
    {
        var read = Read(mail, Keys());
        Assert.Equal(new SealReport(SealOpening.Refused, SignatureState.None, Why: why), read.Seal);
        Assert.DoesNotContain("4711", read.Text + read.Html, StringComparison.Ordinal);
    }

    private static MailKeys Keys() => MailKeys.None with
    {
        Mailboxes = [KeyFile.ReadPrivate(s_desk.Pkcs12("x"), "x").Keys[0].Material, KeyFile.ReadPrivate(s_pgp.Secret, PgpPerson.Passphrase).Keys[0].Material],
    };

    private static ReadMail Read(byte[] mail, MailKeys keys)
    {
        using var raw = new MemoryStream(mail, writable: false);
        var read = MailReader.Read(raw, ReadingLimits.Default);
        return Unseal.Run(raw, read, read.From is [var from, ..] ? from.Address : "", keys, TimeProvider.System.GetUtcNow(), ReadingLimits.Default).Mail;
    }

    private static async Task<RunningDesk> DeskWithKeysAsync()
    {
        var desk = await RunningDesk.StartAsync();
        await desk.SetUpKeyAsync(s_desk.Pkcs12("x"), "x");
        await desk.SetUpKeyAsync(s_pgp.Secret, PgpPerson.Passphrase);
        return desk;
    }
}
