using Lotse.Adapters.Files;
using Lotse.Tests.Desk;
using Lotse.Tests.Intake.Mail.Sealed;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Checks;

/// <summary>What was inside of a sealed mail is named by its message alone, and looked at all the same.</summary>
public sealed class CheckingOpenedMailTests
{
    private static readonly PgpPerson s_pgp = PgpPerson.Of("Hafen Hilfe", RunningDesk.Mailbox);

    [Fact]
    public async Task Finds_a_file_of_an_opened_mail_that_is_missing()
    {
        await using var desk = await OpenedAsync();
        var (message, packed) = await desk.LookAsync(async d => await d.Messages.Join(d.RawMails, m => m.OpenedMailId, r => (long?)r.Id, (m, r) => new { m.Id, r.Bytes }).SingleAsync() is var one ? (one.Id, one.Bytes) : default);
        var file = Assert.Single(RawMailCodec.FilesOf(packed));
        File.Delete(Directory.GetFiles(Path.Combine(desk.Folder, "files"), file, SearchOption.AllDirectories).Single());

        Assert.StartsWith($"messages {message}: its opened mail cannot be unpacked", Assert.Single(await desk.VerifyAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_an_opened_mail_that_is_damaged()
    {
        await using var desk = await OpenedAsync();
        var id = await desk.LookAsync(d => d.Messages.Select(m => m.OpenedMailId).SingleAsync());
        await desk.LookAsync(d => d.RawMails.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Bytes, new byte[] { 1, 2, 3 })));

        Assert.Contains(await desk.VerifyAsync(), line => line.StartsWith("messages ", StringComparison.Ordinal) && line.Contains("its opened mail cannot be unpacked", StringComparison.Ordinal));
    }

    /// <summary>With a mail that is small while it is sealed, and large enough inside for a file of its own.</summary>
    private static async Task<RunningDesk> OpenedAsync()
    {
        var desk = await RunningDesk.StartAsync();
        await desk.SetUpKeyAsync(s_pgp.Secret, PgpPerson.Passphrase);
        var plan = Enumerable.Range(0, 60_000).Select(i => (byte)(i / 100)).ToArray();
        await OpeningSealedMailTests.TakenInAsync(desk, SealedMail.Of("anna@kunde.example", SealedMail.PgpEncrypted(s_pgp.Envelope(into => into.Write(SealedMail.WithFile("Die PIN ist 4711.", "plan.bin", plan))))));
        Assert.Empty(await desk.VerifyAsync());
        return desk;
    }
}
