using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Adapters.Database.Rows;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Checks;

public sealed class CheckingADeskTests
{
    [Fact]
    public async Task Finds_nothing_wrong_with_a_good_desk_that_serves()
    {
        await using var desk = await FilledDesk.StartAsync();
        Assert.Empty(await desk.CheckAsync());
        await desk.TakeInAsync(FilledDesk.Mail("Nach der Prüfung", "later"));
        Assert.Empty(await desk.CheckAsync());
    }

    [Theory]
    [InlineData("DELETE FROM raw_mails WHERE id = (SELECT MIN(raw_mail_id) FROM deliveries)", "is not in raw_mails")]
    [InlineData("UPDATE raw_mails SET bytes = substr(bytes, 1, length(bytes) / 2)", "cannot be unpacked")]
    [InlineData("UPDATE deliveries SET size = size + 1", "its raw mail has")]
    [InlineData("UPDATE deliveries SET step = 0, id = 7 WHERE id = (SELECT MIN(id) FROM deliveries)", "deliveries 7: waits to be placed since 2024-01-01")]
    [InlineData("DELETE FROM contacts", "is not in contacts")]
    [InlineData("UPDATE thread_keys SET ticket_id = 7 WHERE id = (SELECT MIN(id) FROM thread_keys)", "thread_keys")]
    [InlineData("UPDATE participants SET ticket_id = 7 WHERE ticket_id = (SELECT MIN(ticket_id) FROM participants)", "participants 7 anna@kunde.example: ticket_id 7 is not in tickets")]
    [InlineData("UPDATE outbox SET message_id = 7", "outbox")]
    [InlineData("UPDATE messages SET answers_id = 7 WHERE id = (SELECT MIN(id) FROM messages)", "answers_id 7 is not in messages")]
    [InlineData("UPDATE queue_counts SET count = count + 1 WHERE count > 0", "queue_counts")]
    [InlineData("DELETE FROM queue_counts", "says 0, there are")]
    [InlineData("DELETE FROM journal WHERE id = 3", "journal: nothing between 2 and 4")]
    [InlineData("UPDATE sequences SET value = 1 WHERE name = 'journal'", "sequences journal: stands at 1")]
    [InlineData("UPDATE sequences SET value = 1000 WHERE name = 'ticket'", "the number 1001 has not been given out")]
    [InlineData("UPDATE tickets SET lane = 2 WHERE number = 1001", "number 1001 is in state 2, but listed in lane 2")]
    public async Task Finds_a_damaged_row(string damage, string finding)
    {
        await using var desk = await FilledDesk.StartAsync(mails: 2);
        await desk.StopAsync();
        await desk.RunSqlAsync(damage);
        Assert.Contains(await desk.CheckAsync(), line => line.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_a_page_that_the_disk_has_spoiled_in_a_table_that_nothing_names()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1, embedded: true);
        long at;
        await using (var database = DatabaseParts.Open(desk.Location))
        {
            var page = await database.Database.SqlQuery<long>($"SELECT rootpage AS \"Value\" FROM sqlite_master WHERE name = 'data_protection_keys'").SingleAsync();
            at = (page - 1) * await database.Database.SqlQuery<long>($"SELECT page_size AS \"Value\" FROM pragma_page_size").SingleAsync();
            await database.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
        }
        await using (var file = new FileStream(desk.Location.File!, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = at;
            file.Write([0xff, 0xff, 0xff, 0xff]);
        }

        Assert.Contains(await FilledDesk.CheckAsync(desk.Location), line => line.StartsWith("file: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_mail_that_was_imported_a_moment_ago_does_not_wait_since_its_date()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        await desk.StopAsync();
        await desk.RunSqlAsync("UPDATE deliveries SET step = 0, received_at = 0");
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task Finds_a_missing_and_a_changed_file()
    {
        await using var desk = await FilledDesk.StartAsync();
        var files = Directory.GetFiles(desk.File("files"), "*", SearchOption.AllDirectories).OrderBy(file => new FileInfo(file).Length).ToList();
        Assert.Equal(2, files.Count); // The agent's three bytes, the customer's sixty thousand.
        File.Delete(files[0]);
        await using (var large = File.OpenWrite(files[1])) large.WriteByte(99);

        var found = await desk.CheckAsync();

        Assert.Contains(found, line => line.StartsWith("attachments", StringComparison.Ordinal) && line.EndsWith($"the file {Path.GetFileName(files[0])} is missing", StringComparison.Ordinal));
        Assert.Contains($"files {Path.GetFileName(files[1])}: holds other bytes than its name says", found);
        File.Delete(files[1]);
        Assert.Contains(await desk.CheckAsync(), line => line.Contains("its raw mail cannot be unpacked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_a_file_of_a_draft_that_is_missing_or_has_another_size()
    {
        await using var desk = await FilledDesk.StartAsync(mails: 1);
        await desk.StopAsync();
        var kept = Path.GetFileName(Directory.GetFiles(desk.File("files"), "*", SearchOption.AllDirectories)[0]);
        var gone = new string('a', 64);
        await using (var database = DatabaseParts.Open(desk.Location))
        {
            var (agent, ticket) = (database.Users.Single().Id, database.Tickets.First().Id);
            foreach (var (id, sha) in (ReadOnlySpan<(long, string)>)[(71, gone), (72, kept)])
            {
                database.DraftFiles.Add(new DraftFile { Id = id, AgentId = agent, TicketId = ticket, Name = "plan.bin", Size = 7, Sha256 = sha, CreatedAt = DateTimeOffset.UnixEpoch });
            }
            await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var found = await desk.CheckAsync();

        Assert.Contains($"draft_files 71: the file {gone} is missing", found);
        Assert.Contains(found, line => line.StartsWith($"draft_files 72: the file {kept} has ", StringComparison.Ordinal) && line.EndsWith(", not 7", StringComparison.Ordinal));
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public void Knows_what_every_column_names()
    {
        using var database = DatabaseParts.Open(DatabaseLocation.Of(Path.GetTempPath(), null));
        Assert.Empty(References.Unknown(database));
        Assert.Contains(References.All(database), reference => reference is { Table: "messages", Column: "raw_mail_id", Target: "raw_mails" });
    }
}
