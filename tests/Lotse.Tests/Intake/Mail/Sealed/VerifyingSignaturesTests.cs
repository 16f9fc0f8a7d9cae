using System.Text;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Lotse.Tickets.Api;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>A signature says who wrote a mail only where it fits every byte that is shown, its signer is known here, and is the sender.</summary>
public sealed class VerifyingSignaturesTests
{
    private const string Anna = "anna@kunde.example", Words = "Bitte überweisen Sie 100 Euro.";
    private static readonly SmimePerson s_authority = SmimePerson.Authority("Kundenverband CA");
    private static readonly SmimePerson s_anna = SmimePerson.Of("Anna Kunde", Anna, s_authority), s_late = SmimePerson.Of("Anna Kunde", Anna, s_authority, days: -10);
    private static readonly PgpPerson s_pgp = PgpPerson.Of("Anna Kunde", Anna);
    private static readonly byte[] s_text = SealedMail.Text(Words);

    [Fact]
    public async Task A_signer_whom_nobody_here_knows_is_named_and_not_believed()
    {
        await using var desk = await RunningDesk.StartAsync();

        var smime = await SmimeAsync(desk);
        var pgp = await PgpAsync(desk);

        Assert.Equal((SignatureState.SignerUnknown, "Anna Kunde", Anna, s_anna.Fingerprint), (smime.Seal!.Signature, smime.Seal.SignerName, smime.Seal.SignerAddress, smime.Seal.Fingerprint));
        Assert.Equal(SignatureState.KeyUnknown, pgp.Seal!.Signature);
        Assert.Equal(Words, pgp.Visible.Trim());
    }

    [Fact]
    public async Task It_is_valid_where_an_authority_that_is_set_up_here_vouches_or_the_key_itself_is()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.KnowKeyAsync(s_authority.Pem, anchor: true);
        await desk.KnowKeyAsync(s_pgp.Public);

        Assert.Equal(SignatureState.Valid, (await SmimeAsync(desk)).Seal!.Signature);
        Assert.Equal(SignatureState.Valid, (await PgpAsync(desk)).Seal!.Signature);
        var late = (await SmimeAsync(desk, s_late)).Seal!;
        Assert.Equal((SignatureState.SignerUnknown, "expired"), (late.Signature, late.Why));
    }

    [Fact]
    public async Task A_certificate_that_is_set_up_here_needs_no_authority()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.KnowKeyAsync(s_anna.Pem);

        Assert.Equal(SignatureState.Valid, (await SmimeAsync(desk)).Seal!.Signature);
    }

    [Theory]
    [InlineData(MailSeal.Smime)]
    [InlineData(MailSeal.Pgp)]
    public async Task Whatever_is_changed_on_the_way_breaks_it(MailSeal kind)
    {
        await using var desk = await DeskThatKnowsAsync();
        var mail = kind == MailSeal.Smime ? SealedMail.Of(Anna, SealedMail.SmimeSigned(s_text, s_anna.Signature(s_text))) : SealedMail.Of(Anna, SealedMail.PgpSigned(s_text, s_pgp.Signature(s_text)));

        var message = await OpeningSealedMailTests.TakenInAsync(desk, Changed(mail, "100 Euro", "900 Euro"));

        Assert.Equal((SignatureState.Broken, null, null), (message.Seal!.Signature, message.Seal.SignerName, message.Seal.SignerAddress));
    }

    [Theory]
    [InlineData(MailSeal.Smime)]
    [InlineData(MailSeal.Pgp)]
    public async Task A_signer_who_is_not_the_sender_proves_nothing_about_the_sender(MailSeal kind)
    {
        await using var desk = await DeskThatKnowsAsync();

        var message = kind == MailSeal.Smime ? await SmimeAsync(desk, from: "Chef <chef@kunde.example>") : await PgpAsync(desk, from: "\"anna@kunde.example\" <chef@kunde.example>");

        Assert.Equal((SignatureState.OtherSender, Anna), (message.Seal!.Signature, message.Seal.SignerAddress));
    }

    [Fact]
    public async Task Words_beside_what_was_signed_are_not_signed()
    {
        await using var desk = await DeskThatKnowsAsync();
        var signed = SealedMail.SmimeSigned(s_text, s_anna.Signature(s_text));

        var footer = await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.Mixed("liste", signed, SealedMail.Text("Neue Kontonummer: 666"))));
        var third = await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.SmimeSigned(s_text, s_anna.Signature(s_text), SealedMail.Text("Neue Kontonummer: 666"))));

        Assert.Equal(SignatureState.Partly, footer.Seal!.Signature);
        Assert.Equal(SignatureState.Partly, third.Seal!.Signature);
    }

    [Fact]
    public async Task An_opaque_signature_shows_its_text_and_is_verified()
    {
        await using var desk = await DeskThatKnowsAsync();

        var message = await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.Smime(s_anna.Signature(s_text, inside: true), "signed-data")));

        Assert.Equal((SignatureState.Valid, Words), (message.Seal!.Signature, message.Visible.Trim()));
    }

    [Fact]
    public async Task A_signature_in_the_text_itself_is_verified()
    {
        await using var desk = await DeskThatKnowsAsync();
        byte[] Clear(string shown) => SealedMail.Of(Anna, SealedMail.Text(
            $"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{shown}\r\n- -- Anna\r\n{s_pgp.Signature(Encoding.UTF8.GetBytes($"{Words}\r\n-- Anna"))}"));

        Assert.Equal(SignatureState.Valid, (await OpeningSealedMailTests.TakenInAsync(desk, Clear(Words))).Seal!.Signature);
        Assert.Equal(SignatureState.Broken, (await OpeningSealedMailTests.TakenInAsync(desk, Clear(Words.Replace("100", "900", StringComparison.Ordinal)))).Seal!.Signature);
    }

    [Fact]
    public async Task A_digest_that_others_can_match_proves_nothing()
    {
        await using var desk = await DeskThatKnowsAsync();

        var seal = (await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(Anna, SealedMail.SmimeSigned(s_text, s_anna.Signature(s_text, digest: "1.3.14.3.2.26"))))).Seal!;

        Assert.Equal((SignatureState.NotChecked, "weak-digest"), (seal.Signature, seal.Why));
    }

    [Fact]
    public async Task Mail_without_a_seal_has_none()
    {
        await using var desk = await DeskThatKnowsAsync();

        Assert.Null((await OpeningSealedMailTests.TakenInAsync(desk, new CustomerMail().ToBytes())).Seal);
    }

    private static async Task<RunningDesk> DeskThatKnowsAsync()
    {
        var desk = await RunningDesk.StartAsync();
        await desk.KnowKeyAsync(s_authority.Pem, anchor: true);
        await desk.KnowKeyAsync(s_pgp.Public);
        return desk;
    }

    private static Task<MessageJson> SmimeAsync(RunningDesk desk, SmimePerson? by = null, string from = Anna) =>
        OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(from, SealedMail.SmimeSigned(s_text, (by ?? s_anna).Signature(s_text))));

    private static Task<MessageJson> PgpAsync(RunningDesk desk, string from = Anna) =>
        OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of(from, SealedMail.PgpSigned(s_text, s_pgp.Signature(s_text))));

    private static byte[] Changed(byte[] mail, string from, string to)
    {
        var text = Encoding.Latin1.GetString(mail);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }
}
