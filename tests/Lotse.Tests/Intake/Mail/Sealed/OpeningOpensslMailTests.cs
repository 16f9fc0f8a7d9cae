using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.MailServer.Unsealing;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Sealed;

/// <summary>S/MIME with elliptic curves and with AES-GCM, as a real OpenSSL writes it.</summary>
public sealed class OpeningOpensslMailTests
{
    private const string Anna = "anna@kunde.example", Secret = "Die PIN ist 4711.", Password = "geheim";

    [Theory]
    [InlineData("P-256", "-aes-256-cbc")]
    [InlineData("P-256", "-aes-256-gcm")]
    [InlineData("P-256", "-aes-128-gcm -keyid")]
    [InlineData("P-384", "-aes-192-gcm -keyopt ecdh_kdf_md:sha384")]
    [InlineData("P-521", "-aes-128-cbc -keyopt ecdh_kdf_md:sha256")]
    [InlineData("P-256", "-aes-128-cbc -keyopt ecdh_kdf_md:sha512 -keyopt ecdh_cofactor_mode:1")]
    [InlineData("brainpoolP256r1", "-aes-256-gcm")]
    [InlineData("rsa", "-aes-256-gcm")]
    [InlineData("rsa", "-aes-128-gcm -keyid")]
    [InlineData("rsa", "-aes-256-gcm -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha256")]
    [InlineData("rsa", "-aes-256-cbc -keyopt rsa_padding_mode:oaep")]
    [InlineData("rsa", "-des3")]
    public async Task What_is_encrypted_by_it_is_opened(string key, string how)
    {
        using var mailbox = await OpensslPerson.OfAsync(key, "Hafen Hilfe", RunningDesk.Mailbox);

        var read = Read(await MailAsync(mailbox, how), await KeysAsync(mailbox));

        Assert.Equal(new SealReport(SealOpening.Opened, SignatureState.None), read.Seal);
        Assert.Equal(Secret, read.Text.Trim());
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("rsa")]
    public async Task With_a_proof_against_changes_not_a_byte_comes_out_of_changed_ones(string key)
    {
        using var mailbox = await OpensslPerson.OfAsync(key, "Hafen Hilfe", RunningDesk.Mailbox);
        var envelope = await mailbox.EnvelopeAsync(SealedMail.Text(Secret), "-aes-256-gcm");
        var keys = await KeysAsync(mailbox);
        for (var at = envelope.Length - 60; at < envelope.Length; at++)
        {
            var changed = (byte[])envelope.Clone();
            changed[at] ^= 1;
            var read = Read(SealedMail.Of(Anna, SealedMail.Smime(changed, "authEnveloped-data")), keys);
            Assert.Equal(SealOpening.Refused, read.Seal!.Opening);
            Assert.DoesNotContain("4711", read.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("P-256", "-aes-256-gcm")]
    [InlineData("rsa", "-aes-256-gcm")]
    public async Task Somebody_elses_mail_needs_another_key(string key, string how)
    {
        using var mailbox = await OpensslPerson.OfAsync(key, "Hafen Hilfe", RunningDesk.Mailbox);
        using var other = await OpensslPerson.OfAsync(key, "Hafen Hilfe", RunningDesk.Mailbox);

        Assert.Equal(SealOpening.NoKey, Read(await MailAsync(mailbox, how), await KeysAsync(other)).Seal!.Opening);
        Assert.Equal(SealOpening.Opened, Read(await MailAsync(mailbox, how), await KeysAsync(other, mailbox)).Seal!.Opening);
    }

    [Fact]
    public async Task What_is_wrapped_in_a_way_that_is_not_known_here_is_said_to_be_so()
    {
        using var mailbox = await OpensslPerson.OfAsync("P-256", "Hafen Hilfe", RunningDesk.Mailbox);

        Assert.Equal(new SealReport(SealOpening.Refused, SignatureState.None, Why: "unsupported"), Read(await MailAsync(mailbox, "-des3"), await KeysAsync(mailbox)).Seal);
    }

    [Fact]
    public async Task A_point_from_another_curve_tells_nothing_about_the_key()
    {
        using var mailbox = await OpensslPerson.OfAsync("P-256", "Hafen Hilfe", RunningDesk.Mailbox);
        var envelope = await mailbox.EnvelopeAsync(SealedMail.Text(Secret), "-aes-256-gcm");
        var point = envelope.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x03, 0x42, 0x00, 0x04]); // A BIT STRING of 66 bytes: an uncompressed point.
        envelope[point + 20] ^= 1;

        Assert.Equal("unreadable", Read(SealedMail.Of(Anna, SealedMail.Smime(envelope, "authEnveloped-data")), await KeysAsync(mailbox)).Seal!.Why);
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    public async Task A_signature_by_a_curve_is_verified(string curve)
    {
        using var anna = await OpensslPerson.OfAsync(curve, "Anna Kunde", Anna);
        var text = SealedMail.Text(Secret);
        var keys = MailKeys.None with { Contacts = [KeyFile.ReadPublic(anna.Pem).Keys[0].Material] };
        var signature = await anna.SignatureAsync(text);

        Assert.Equal(SignatureState.Valid, Read(SealedMail.Of(Anna, SealedMail.SmimeSigned(text, signature)), keys).Seal!.Signature);
        Assert.Equal(SignatureState.Broken, Read(SealedMail.Of(Anna, SealedMail.SmimeSigned(SealedMail.Text("Die PIN ist 4712."), signature)), keys).Seal!.Signature);
    }

    [Fact]
    public async Task A_desk_takes_such_a_key_and_shows_what_was_inside()
    {
        using var mailbox = await OpensslPerson.OfAsync("P-256", "Hafen Hilfe", RunningDesk.Mailbox);
        await using var desk = await RunningDesk.StartAsync();
        await desk.SetUpKeyAsync(await mailbox.Pkcs12Async(), Password);

        var message = await OpeningSealedMailTests.TakenInAsync(desk, await MailAsync(mailbox, "-aes-256-gcm"));

        Assert.Equal(SealOpening.Opened, message.Seal!.Opening);
        Assert.Equal(Secret, message.Visible.Trim());
    }

    private static async Task<byte[]> MailAsync(OpensslPerson to, string how) => SealedMail.Of(Anna,
        SealedMail.Smime(await to.EnvelopeAsync(SealedMail.Text(Secret), how), how.Contains("gcm", StringComparison.Ordinal) ? "authEnveloped-data" : "enveloped-data"));

    private static async Task<MailKeys> KeysAsync(params OpensslPerson[] mailboxes)
    {
        var keys = new List<KeyMaterial>();
        foreach (var mailbox in mailboxes) keys.Add(Assert.Single(KeyFile.ReadPrivate(await mailbox.Pkcs12Async(), Password).Keys).Material);
        return MailKeys.None with { Mailboxes = keys };
    }

    private static ReadMail Read(byte[] mail, MailKeys keys)
    {
        using var raw = new MemoryStream(mail, writable: false);
        return Unseal.Run(raw, MailReader.Read(raw, ReadingLimits.Default), Anna, keys, TimeProvider.System.GetUtcNow(), ReadingLimits.Default).Mail;
    }
}
