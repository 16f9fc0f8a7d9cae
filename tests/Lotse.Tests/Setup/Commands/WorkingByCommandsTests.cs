using Lotse.Adapters.Database.Opening;
using System.Globalization;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Commands;

/// <summary>The program's verbs, one after the other, as an administrator calls them.</summary>
public sealed class WorkingByCommandsTests : IDisposable
{
    private readonly string _folder = FilledDesk.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Backs_up_checks_and_restores()
    {
        await using var desk = await FilledDesk.StartAsync();
        string[] at = ["--data", desk.Location.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
        var file = Path.Combine(_folder, "b.tar.gz");
        await WorksAsync("holds 3 tickets, 4 messages, 3 deliveries and 2 files", ["backup", "--to", file, .. at]);
        await WorksAsync("holds 3 tickets", "restore", "--from", file, "--data", Path.Combine(_folder, "again"));
        await WorksAsync("nothing is wrong", "check", "--data", Path.Combine(_folder, "again"));
        File.Delete(Directory.GetFiles(Path.Combine(_folder, "again", "files"), "*", SearchOption.AllDirectories)[0]);
        Assert.Equal(1, (await LotseProgram.RunAsync(null, "check", "--data", Path.Combine(_folder, "again"))).Status);
        Assert.Contains("already", (await LotseProgram.RunAsync(null, "restore", "--from", file, "--data", Path.Combine(_folder, "again"))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switches_acknowledgements_on_and_off_beside_a_desk_that_serves()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        string[] at = ["--data", desk.Location.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
        await using var database = DatabaseParts.Open(desk.Location);
        var name = await database.Communities.Select(c => c.Name).SingleAsync(TestContext.Current.CancellationToken);
        Lay("de.txt", "Nummer {{ number }}"u8.ToArray());
        Lay("wrong.txt", "Hallo {{ name }}"u8.ToArray());

        await WorksAsync("acknowledges new requests", ["community", "acknowledge", "--community", name, "--german", Path.Combine(_folder, "de.txt"), .. at]);
        await WorksAsync("acknowledges nothing", ["community", "acknowledge", "--community", name, "--off", .. at]);
        var wrong = await LotseProgram.RunAsync(null, ["community", "acknowledge", "--community", name, "--english", Path.Combine(_folder, "wrong.txt"), .. at]);

        Assert.Contains("acknowledgement-unknown-variable", wrong.Error, StringComparison.Ordinal);
        var community = await database.Communities.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((false, "Nummer {{ number }}", null), (community.Acknowledges, community.AcknowledgementGerman, community.AcknowledgementEnglish));
    }

    [Fact]
    public async Task Imports_once_whatever_lies_there_while_the_desk_serves()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        Lay("mails/1-answer.eml", FilledDesk.Mail("AW: Alt", "old-2", answers: "old-1", from: "berta@kunde.example", to: "anna@kunde.example"));
        Lay("mails/2-question.eml", FilledDesk.Mail("Alt", "old-1", to: $"{FilledDesk.Mailbox}, berta@kunde.example"));
        Lay("maildir/new/1", FilledDesk.Mail("Im Maildir", "old-3"));
        Lay("maildir/tmp/2", FilledDesk.Mail("Noch nicht ganz da", "old-4"));
        Lay("maildir/cur/3", []);
        File.Delete(Path.Combine(_folder, "maildir/cur/3"));
        Lay("maildir/dovecot-uidlist", "3 V1 N1"u8.ToArray());
        Lay("box", [.. "From x Mon Jan  5 10:00:00 2026\n"u8, .. FilledDesk.Mail("Eins", "old-5"), .. "\nFrom x Mon Jan  5 10:00:00 2026\n"u8, .. FilledDesk.Mail("Zwei", "old-6")]);
        string[] import = ["mail", "import", "--mailbox", FilledDesk.Mailbox, "--data", desk.Location.Folder, Path.Combine(_folder, "mails"), Path.Combine(_folder, "maildir"), Path.Combine(_folder, "box"),
            .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];

        await WorksAsync("5 mails: 1 continued, 4 opened", import);
        await WorksAsync("5 mails: 5 duplicate", import);

        await using var database = DatabaseParts.Open(desk.Location);
        var tickets = await database.Tickets.Where(t => t.Number > 1001).OrderBy(t => t.Subject).ToListAsync(TestContext.Current.CancellationToken);
        // Mails of one group go side by side: whichever of question and answer comes first, they are one ticket.
        Assert.Equal(["Alt", "Eins", "Im Maildir", "Zwei"], tickets.Select(t => t.Subject.Replace("AW: ", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(tickets, t => Assert.Equal(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), t.CreatedAt));
        Assert.Empty(await desk.CheckAsync());
        Assert.Equal(1, await database.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing, TestContext.Current.CancellationToken)); // The one from before.
    }

    [Fact]
    public async Task Shows_a_newcomer_the_main_job_and_starts_again_without_doubling()
    {
        var (web, door) = (FreePorts.Take(), FreePorts.Take());
        for (var start = 1; start <= 2; start++)
        {
            using var program = LotseProgram.Start("serve", "--demo", "--data", _folder, "--urls", $"http://127.0.0.1:{web}", "--lmtp", $"127.0.0.1:{door}");
            var said = new StringBuilder();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            var until = start == 1 ? "sample mails are in" : "Mail that goes out stays";
            while (await program.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                said.AppendLine(line);
                if (line.Contains(until, StringComparison.Ordinal)) break;
            }
            for (var tries = 0; tries < 100 && Sent() < 3; tries++) await Task.Delay(200, patience.Token);
            using (var stop = System.Diagnostics.Process.Start("kill", program.Id.ToString(CultureInfo.InvariantCulture))) await stop.WaitForExitAsync(patience.Token);
            await program.WaitForExitAsync(patience.Token);
            Assert.Contains($"Lotse is ready at http://127.0.0.1:{web}", said.ToString(), StringComparison.Ordinal);
            Assert.Contains("mara@lotse.example", said.ToString(), StringComparison.Ordinal);
            Assert.Contains(until, said.ToString(), StringComparison.Ordinal);
        }
        var location = DatabaseLocation.Of(_folder, null);
        await using var database = DatabaseParts.Open(location);
        Assert.Equal(14, await database.Deliveries.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, await database.Messages.CountAsync(m => m.Kind == MessageKind.Outgoing, TestContext.Current.CancellationToken));
        Assert.Equal(3, Sent());
        Assert.Equal(3, await database.Communities.CountAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await FilledDesk.CheckAsync(location));
    }

    private int Sent() => Directory.Exists(Path.Combine(_folder, "outgoing")) ? Directory.GetFiles(Path.Combine(_folder, "outgoing"), "*.eml").Length : 0;

    private void Lay(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static async Task WorksAsync(string says, params string[] arguments)
    {
        var (status, output, error) = await LotseProgram.RunAsync(null, arguments);
        Assert.True(status == 0, output + error);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }
}
