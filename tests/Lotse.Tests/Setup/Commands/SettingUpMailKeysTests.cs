using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Intake;
using Lotse.Tests.Desk;
using Lotse.Tests.Intake.Mail.Sealed;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Commands;

/// <summary>Keys for sealed mail are set up, shown and taken away from the command line, and a desk that serves follows.</summary>
public sealed class SettingUpMailKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-keys-").FullName;

    [Fact]
    public async Task Private_keys_of_a_mailbox_come_from_files_and_are_kept_out_of_sight()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (smime, pgp) = (SmimePerson.Of("Hafen Hilfe", RunningDesk.Mailbox), PgpPerson.Of("Hafen", "post@anders.example"));
        var (p12, asc) = (File("a.p12", smime.Pkcs12("geheim")), File("b.asc", pgp.Secret));

        await RefusedAsync(desk, 1, "with this password", "mailbox", "keys", RunningDesk.Mailbox, "--import", p12, "--password-file", File("wrong", "falsch"u8.ToArray()));
        await RefusedAsync(desk, 1, "--password-file", "mailbox", "keys", RunningDesk.Mailbox, "--import", asc);
        await RefusedAsync(desk, 1, "There is no mailbox", "mailbox", "keys", "niemand@hafen.example", "--import", p12);
        await RefusedAsync(desk, 1, "private key", "mailbox", "keys", RunningDesk.Mailbox, "--import", File("c.pem", smime.Pem));
        var (first, said) = await DoneAsync(desk, "mailbox", "keys", RunningDesk.Mailbox, "--import", p12, "--password-file", File("right", "geheim\n"u8.ToArray()));
        Assert.StartsWith(smime.Fingerprint, first, StringComparison.Ordinal);
        Assert.Contains("Read again", said, StringComparison.Ordinal);
        var (_, warned) = await DoneAsync(desk, "mailbox", "keys", RunningDesk.Mailbox, "--import", asc, "--password-file", File("pass", System.Text.Encoding.UTF8.GetBytes(PgpPerson.Passphrase)));
        Assert.Contains("does not name", warned, StringComparison.Ordinal);

        var (listed, _) = await DoneAsync(desk, "mailbox", "keys", RunningDesk.Mailbox, "--list");
        Assert.Contains("PGP  without end  Hafen <post@anders.example>", listed, StringComparison.Ordinal);
        Assert.Equal(2, listed.Trim().Split('\n').Length);
        Assert.All(await desk.LookAsync(d => d.MailKeys.Select(key => key.Material).ToListAsync()), kept => Assert.StartsWith("CfDJ8", kept, StringComparison.Ordinal)); // As the desk's keys write it.
        var mail = SealedMail.Of("anna@kunde.example", SealedMail.PgpEncrypted(pgp.Envelope(System.Text.Encoding.UTF8.GetString(SealedMail.Text("Geheim")))));
        Assert.Equal(SealOpening.Opened, (await OpeningSealedMailTests.TakenInAsync(desk, mail)).Seal!.Opening);

        await RefusedAsync(desk, 2, "at least 8", "mailbox", "keys", RunningDesk.Mailbox, "--remove", "ab");
        await RefusedAsync(desk, 1, "There is no key", "mailbox", "keys", RunningDesk.Mailbox, "--remove", "abcdef0123");
        await DoneAsync(desk, "mailbox", "keys", RunningDesk.Mailbox, "--remove", smime.Fingerprint[..16].ToUpperInvariant());
        Assert.Single((await DoneAsync(desk, "mailbox", "keys", RunningDesk.Mailbox)).Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Contacts_and_authorities_are_known_by_what_is_public()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (authority, pgp) = (SmimePerson.Authority("Kundenverband CA"), PgpPerson.Of("Anna", "anna@kunde.example"));

        await RefusedAsync(desk, 1, "--anchor", "contact", "keys", "--import", File("ca.pem", authority.Pem));
        await RefusedAsync(desk, 1, "holds a private key", "contact", "keys", "--import", File("secret.asc", pgp.Secret));
        await RefusedAsync(desk, 1, "neither a certificate", "contact", "keys", "--import", File("x.txt", "x"u8.ToArray()));
        await RefusedAsync(desk, 1, "Only certificates", "contact", "keys", "--anchor", "--import", File("anna.asc", pgp.Public));
        await RefusedAsync(desk, 2, "Only one of", "contact", "keys", "--import", File("anna.asc", pgp.Public), "--remove", "abcdef0123");
        await DoneAsync(desk, "contact", "keys", "--anchor", "--import", File("ca.pem", authority.Pem));
        await DoneAsync(desk, "contact", "keys", "--import", File("anna.asc", pgp.Public));
        var (again, _) = await DoneAsync(desk, "contact", "keys", "--import", File("anna.asc", pgp.Public));

        var (listed, _) = await DoneAsync(desk, "contact", "keys", "--list");
        Assert.Equal(2, listed.Trim().Split('\n').Length);
        Assert.Contains("S/MIME anchor  until ", listed, StringComparison.Ordinal);
        await DoneAsync(desk, "contact", "keys", "--remove", again[..40]);
        Assert.Empty(await desk.LookAsync(d => d.MailKeyNames.ToListAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    private static async Task<(string Output, string Error)> DoneAsync(RunningDesk desk, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(desk, arguments);
        Assert.True(status == 0, output + error);
        Assert.DoesNotContain("PRIVATE", output + error, StringComparison.Ordinal);
        return (output, error);
    }

    private static async Task RefusedAsync(RunningDesk desk, int wanted, string words, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(desk, arguments);
        Assert.True(status == wanted && output.Length == 0, $"{status} {output} {error}");
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static Task<(int Status, string Output, string Error)> RunAsync(RunningDesk desk, string[] arguments) => LotseProgram.RunAsync(
        null, [.. arguments, "--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []]);
}
