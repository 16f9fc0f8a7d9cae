using System.Diagnostics;
using System.Globalization;
using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Lotse.Tests.Setup.Commands;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>The import reads a folder of a real Dovecot, as whoever moves to Lotse does.</summary>
[Collection(TownCollection.Name)]
public sealed class ImportingAFolderTests : IDisposable
{
    private const int Requests = 150;

    private readonly Town _town;
    private readonly string _password = Path.GetTempFileName();

    public ImportingAFolderTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
        File.WriteAllText(_password, Town.Password + "\n");
    }

    public void Dispose() => File.Delete(_password);

    [Fact]
    [Trait("slow", "yes")]
    public async Task Three_hundred_mails_come_in_once_though_the_import_is_killed_in_the_middle_and_the_folder_stays_as_it_was()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mailbox = _town.MailboxOf("umzug@postfach.example");
        await mailbox.MakeFolderAsync("Archiv");
        await mailbox.PutAsync("Archiv", Enumerable.Range(1, Requests).SelectMany(Conversation));
        var before = await mailbox.FlagsAsync("Archiv");

        using (var program = LotseProgram.Start(Import(desk, Address("umzug@postfach.example", "Archiv"))))
        {
            program.StandardInput.Close();
            _ = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            _ = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await Wait.UntilAsync(async () => await desk.LookAsync(d => d.Deliveries.CountAsync()) >= 70 || program.HasExited, "some mails are there");
            program.Kill();
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var taken = await desk.LookAsync(d => d.Deliveries.CountAsync());
        Assert.InRange(taken, 70, (2 * Requests) - 1);

        var (status, output, error) = await LotseProgram.RunAsync(null, Import(desk, Address("umzug@postfach.example", "Archiv")));
        Assert.True(status == 0, output + error);
        Assert.Equal(2 * Requests, await desk.LookAsync(d => d.Messages.CountAsync()));
        Assert.Equal(Requests, await desk.LookAsync(d => d.Tickets.CountAsync())); // Answers found their requests, though they lie before them.
        Assert.Equal(before, await mailbox.FlagsAsync("Archiv"));
        Assert.Equal(0, await desk.LookAsync(d => d.Outbox.CountAsync()));
        Assert.Empty(await desk.CheckAsync());

        (status, output, error) = await LotseProgram.RunAsync(null, Import(desk, Address("umzug@postfach.example", "Archiv")));
        Assert.True(status == 0 && output.StartsWith("0 of 0 mails", StringComparison.Ordinal), output + error);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task Mails_keep_their_dates_and_where_they_name_none_that_of_the_server()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mailbox = _town.MailboxOf("datum@postfach.example");
        var dated = TownMailbox.SmallMail("Mit Datum");
        dated.Date = new DateTimeOffset(2021, 5, 4, 3, 2, 1, TimeSpan.Zero);
        var undated = TownMailbox.SmallMail("Ohne Datum");
        undated.Headers.Remove(HeaderId.Date);
        await mailbox.PutAtAsync("INBOX", dated, new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await mailbox.PutAtAsync("INBOX", undated, new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero));

        var (status, output, error) = await LotseProgram.RunAsync(Town.Password, [.. At(desk), "--password-stdin", $"imaps://{Uri.EscapeDataString("datum@postfach.example")}@127.0.0.1:{Text(_town.ImapsOptions("x").Port)}/"]);

        Assert.True(status == 0, output + error);
        var tickets = await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Subject).ToListAsync());
        Assert.Equal([dated.Date, new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero)], tickets.ConvertAll(t => t.CreatedAt));
        Assert.Equal(tickets.ConvertAll(t => t.CreatedAt), await desk.LookAsync(d => d.Messages.OrderBy(m => m.Subject).Select(m => m.At).ToListAsync()));
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task The_settings_of_a_fetched_mailbox_serve_for_an_import_of_another_folder()
    {
        await using var desk = await RunningDesk.StartAsync();
        var mailbox = _town.MailboxOf("gesetzt@postfach.example");
        await mailbox.MakeFolderAsync("Alt");
        await mailbox.PutAsync(1, 3, "Alt");
        var options = _town.ImapOptions("gesetzt@postfach.example");
        string[] set = ["mailbox", "imap", "--mailbox", RunningDesk.Mailbox, "--host", options.Host, "--port", Text(options.Port), "--tls", "none", "--user", options.User, "--password-stdin", .. Data(desk)];
        Assert.Equal(0, (await LotseProgram.RunAsync(Town.Password, set)).Status);

        var (status, output, error) = await LotseProgram.RunAsync(null, [.. At(desk), "--from-mailbox", RunningDesk.Mailbox, "--folder", "Alt"]);

        Assert.True(status == 0 && output.StartsWith("3 of 3 mails: 3 opened", StringComparison.Ordinal), output + error);
    }

    [Theory]
    [InlineData("imap://anna:geheim@127.0.0.1:1/INBOX", 2, "A password does not belong on the command line")]
    [InlineData("imap://127.0.0.1:1/INBOX", 2, "names nobody who signs in")]
    [InlineData("imap://anna@mail.kunde.example:1/INBOX", 2, "only for a server on this machine")]
    [InlineData("imap://anna@127.0.0.1:1/INBOX", 1, "cannot be reached")]
    public async Task What_is_wrong_with_an_address_is_said_in_one_line(string address, int code, string says)
    {
        await using var desk = await RunningDesk.StartAsync();
        var (status, _, error) = await LotseProgram.RunAsync(null, [.. At(desk), "--password-file", _password, "--tls", "none", address]);
        Assert.Equal(code, status);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", line, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("slow", "yes")]
    public async Task A_wrong_password_and_a_missing_folder_are_told_apart()
    {
        await using var desk = await RunningDesk.StartAsync();
        await File.WriteAllTextAsync(_password, "wrong\n", TestContext.Current.CancellationToken);
        var (_, _, error) = await LotseProgram.RunAsync(null, Import(desk, Address("anna@postfach.example", "INBOX")));
        Assert.Contains("does not take user and password", error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_password, Town.Password, TestContext.Current.CancellationToken);
        (_, _, error) = await LotseProgram.RunAsync(null, Import(desk, Address("anna@postfach.example", "Nowhere")));
        Assert.Contains("There is no such folder", error, StringComparison.Ordinal);
    }

    /// <summary>Every second answer lies in front of the request that it answers.</summary>
    private static IEnumerable<MimeMessage> Conversation(int number)
    {
        var request = TownMailbox.SmallMail(string.Create(CultureInfo.InvariantCulture, $"Frage {number}"));
        request.MessageId = string.Create(CultureInfo.InvariantCulture, $"frage-{number}@kunde.example");
        var answer = TownMailbox.SmallMail(string.Create(CultureInfo.InvariantCulture, $"AW: Frage {number}"), "Noch etwas dazu.");
        (answer.MessageId, answer.InReplyTo) = (string.Create(CultureInfo.InvariantCulture, $"dazu-{number}@kunde.example"), request.MessageId);
        return number % 2 == 0 ? [answer, request] : [request, answer];
    }

    private string Address(string user, string folder) => $"imap://{user}@127.0.0.1:{Text(_town.ImapOptions(user).Port)}/{folder}";

    private string[] Import(RunningDesk desk, string address) => [.. At(desk), "--password-file", _password, "--tls", "none", address];

    private static string[] At(RunningDesk desk) => ["mail", "import", "--mailbox", RunningDesk.Mailbox, .. Data(desk)];

    private static string[] Data(RunningDesk desk) => ["--data", desk.Folder, .. desk.Location.Kind == DatabaseKind.Postgres ? (string[])["--database", desk.Location.Connection] : []];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
