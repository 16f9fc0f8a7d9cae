using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lotse.Adapters.Database.Opening;
using Lotse.Intake.Mail;
using Lotse.Tests.Desk;
using Lotse.Tests.Intake.Mail.Doors.Imap;
using Lotse.Tests.Setup;
using Lotse.Tests.Setup.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Importing;

/// <summary>What an import cannot read is named, holds up nothing, and is not passed over for good.</summary>
public sealed class ImportingWhatCannotBeReadTests : IDisposable
{
    private readonly string _folder = FilledDesk.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_mail_that_the_server_does_not_hand_out_is_tried_by_the_next_run()
    {
        var sick = true;
        await using var server = new ScriptedImapServer(command => sick && command.StartsWith("UID FETCH 2 (", StringComparison.Ordinal) && command.Contains("BODY", StringComparison.Ordinal) ? "NO [UNAVAILABLE] later" : null);
        foreach (var subject in (string[])["Eins", "Zwei", "Drei"]) server.Mails.Enqueue(Encoding.Latin1.GetString(FilledDesk.Mail(subject, subject)));
        await using var desk = await RunningDesk.StartAsync();
        var password = Lay("password", "secret\n"u8.ToArray());
        string[] import = [.. At(desk), "--password-file", password, "--tls", "none", $"imap://odd@127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/INBOX"];

        var (status, output, error) = await LotseProgram.RunAsync(null, import);
        Assert.True(status == 1 && output.StartsWith("2 of 3 mails: 2 opened; 1 could not be read", StringComparison.Ordinal), output + error);
        Assert.Contains("unreadable: UID 2 (the server does not hand it out", error, StringComparison.Ordinal);

        sick = false;
        (status, output, error) = await LotseProgram.RunAsync(null, import);
        Assert.True(status == 0 && output.StartsWith("2 of 2 mails: 1 duplicate, 1 opened", StringComparison.Ordinal), output + error);
        (_, output, _) = await LotseProgram.RunAsync(null, import);
        Assert.StartsWith("0 of 0 mails", output, StringComparison.Ordinal);
        Assert.Equal(["Drei", "Eins", "Zwei"], await desk.LookAsync(d => d.Tickets.Select(t => t.Subject).OrderBy(s => s).ToListAsync()));
    }

    [Fact]
    public async Task A_mail_larger_than_the_limit_is_named_and_passed_over()
    {
        await using var server = new ScriptedImapServer(_ => null) { SizesAreShortBy = -50_000_000 };
        server.Mails.Enqueue(Encoding.Latin1.GetString(FilledDesk.Mail("Riese", "riese")));
        await using var desk = await RunningDesk.StartAsync();
        string[] import = [.. At(desk), "--password-file", Lay("password", "secret\n"u8.ToArray()), "--tls", "none", $"imap://odd@127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/INBOX"];
        var (_, _, error) = await LotseProgram.RunAsync(null, import);
        Assert.Contains("unreadable: UID 1 (larger than the limit)", error, StringComparison.Ordinal);
        var (_, output, _) = await LotseProgram.RunAsync(null, import);
        Assert.StartsWith("0 of 0 mails", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_too_large_or_strange_are_named_and_the_others_come_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc and mkfifo.");
        await using var desk = await RunningDesk.StartAsync();
        Lay("mails/a.eml", FilledDesk.Mail("Erste", "f1"));
        Lay("mails/z.eml", FilledDesk.Mail("Letzte", "f2"));
        Lay("mails/box", [.. Separator, .. FilledDesk.Mail("Im Bündel", "f3"), .. "\n"u8, .. Separator, .. new byte[41 * 1024 * 1024], .. "\n\n"u8, .. Separator, .. FilledDesk.Mail("Dahinter", "f4")]);
        await using (var huge = File.Create(Path.Combine(_folder, "mails/huge.eml"))) huge.SetLength(5L * 1024 * 1024 * 1024); // Holds nothing: it takes no room.
        File.CreateSymbolicLink(Path.Combine(_folder, "mails/memory.eml"), "/proc/self/mem"); // Opens, and its reading fails.
        File.CreateSymbolicLink(Path.Combine(_folder, "mails/zero.eml"), "/dev/zero"); // Has no end.
        File.CreateSymbolicLink(Path.Combine(_folder, "mails/nowhere.eml"), "/no/such/file");
        using (var pipe = Process.Start("mkfifo", Path.Combine(_folder, "mails/pipe"))) await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);

        var (status, output, error) = await LotseProgram.RunAsync(null, [.. At(desk), Path.Combine(_folder, "mails")]);

        Assert.True(status == 1 && output.StartsWith("4 mails: 4 opened; 6 could not be read", StringComparison.Ordinal), output + error);
        foreach (var (name, why) in ((string, string)[])[("box#2", "larger"), ("huge.eml", "larger"), ("memory.eml", ""), ("zero.eml", "larger"), ("nowhere.eml", "cannot be opened"), ("pipe", "no regular file")])
            Assert.Single(error.Split('\n'), line => line.StartsWith($"unreadable: {Path.Combine(_folder, "mails", name)} (", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));
        Assert.Equal(4, await desk.LookAsync(d => d.Tickets.CountAsync()));
    }

    [Fact]
    public async Task Of_a_line_without_an_end_no_more_is_held_than_of_any_mail()
    {
        var box = Lay("box", [.. Separator, .. "Subject: a\n\n"u8, .. Enumerable.Repeat((byte)'x', 300_000), .. "\n\n"u8, .. Separator, .. "Subject: b\n\n>From here\n"u8, .. Enumerable.Repeat((byte)'y', 70_000), .. "From there\n\n"u8, .. Separator, .. "Subject: c\n\n"u8]);
        var found = new List<(string Name, long? Length, string? Problem)>();
        await foreach (var mail in MailFiles.OpenAsync(box, Stream.Null, 100_000)) found.Add((Path.GetFileName(mail.Name), mail.Bytes?.Length, mail.Problem));
        Assert.Equal(3, found.Count);
        Assert.Equal(("box#1", null, MailFiles.TooLarge), found[0]);
        Assert.Equal(("box#2", "Subject: b\n\nFrom here\n".Length + 70_000 + "From there\n\n".Length, null), found[1]);
        Assert.Equal(("box#3", "Subject: c\n\n".Length, null), found[2]);
    }

    private static byte[] Separator => [.. "From x Mon Jan  5 10:00:00 2026\n"u8];

    private string Lay(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string[] At(RunningDesk desk) =>
        ["mail", "import", "--mailbox", RunningDesk.Mailbox, "--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];
}
