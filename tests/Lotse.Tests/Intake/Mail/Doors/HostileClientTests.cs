using System.Text;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

public class HostileClientTests
{
    [Fact]
    public async Task A_silent_client_is_sent_away_after_five_minutes()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        door.Clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        await Eventually.Async(() => { door.Clock.Advance(TimeSpan.FromMinutes(1)); return door.Connections == 0; });
        Assert.StartsWith("421 4.4.2", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("", await client.ReplyAsync());
    }

    [Fact]
    public async Task Dripping_bytes_do_not_buy_more_time()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Assert.StartsWith("354", await client.SayAsync("DATA"), StringComparison.Ordinal);
        for (var minute = 0; minute < 11; minute++)
        {
            await client.SendAsync("x");
            await Task.Delay(20);
            door.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        Assert.StartsWith("421 4.4.2", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.Empty(door.Mails);
    }

    [Fact]
    public async Task An_endless_line_ends_the_connection_early()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        await client.SendAsync(new string('x', 5000));
        Assert.StartsWith("500 5.5.6", await client.ReplyAsync(), StringComparison.Ordinal);
        await Eventually.Async(() => door.Connections == 0);
    }

    [Fact]
    public async Task Ten_thousand_commands_without_a_mail_are_not_listened_to()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        await client.SendAsync(string.Concat(Enumerable.Repeat("NOOP\r\n", 10_000)));
        var answers = 0;
        var last = "";
        while (await client.ReplyAsync() is { Length: > 0 } reply)
        {
            last = reply;
            answers++;
        }
        Assert.StartsWith("421 4.7.0", last, StringComparison.Ordinal);
        Assert.Equal(1002, answers);
    }

    [Fact]
    public async Task A_thousand_mails_on_one_connection_are_no_flood()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxIdleCommands = 20 });
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        await client.SayAsync("LHLO relay.example");
        for (var i = 0; i < 200; i++)
        {
            await client.SendAsync("MAIL FROM:<a@b.example>\r\nRCPT TO:<x@lotse.example>\r\nDATA\r\n");
            Assert.StartsWith("354", (await client.RepliesAsync(3))[2], StringComparison.Ordinal);
            await client.SendAsync("Text\r\n.\r\n");
            Assert.StartsWith("250", await client.ReplyAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(200, door.Mails.Count);
    }

    [Fact]
    public async Task Talking_nonsense_ends_the_connection()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.SmtpAsync();
        await client.SendAsync("GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("X-Header: 1\r\n", 30)));
        var replies = await client.RepliesAsync(23);
        Assert.StartsWith("421 4.7.0 Too many errors", replies[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_never_ends_is_refused_and_cut_off()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxMailBytes = 100_000 });
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        await client.SayAsync("DATA");
        try
        {
            for (var i = 0; i < 1000 && door.Connections > 0; i++) await client.SendAsync(new string('x', 10_000));
        }
        catch (IOException)
        {
            // The door has hung up in the middle of our sending, as it should.
        }
        await Eventually.Async(() => door.Connections == 0);
        Assert.Empty(door.Mails);
    }

    [Fact]
    public async Task Going_away_in_the_middle_of_a_mail_leaves_nothing_behind()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using (var client = await door.LmtpAsync())
        {
            await client.BeginMailAsync();
            await client.SayAsync("DATA");
            await client.SendAsync(new string('x', 600_000));
            await Eventually.Async(() => door.SpooledFiles == 1);
        }
        await Eventually.Async(() => door.Connections == 0 && door.SpooledFiles == 0);
        Assert.Empty(door.Mails);
    }

    [Fact]
    public async Task One_address_gets_no_more_than_its_share_of_connections()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxConnectionsPerAddress = 3 });
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await door.LmtpAsync());
            Assert.StartsWith("220", await clients[i].ReplyAsync(), StringComparison.Ordinal);
        }
        await using (var fourth = await door.LmtpAsync()) Assert.StartsWith("421 4.7.0", await fourth.ReplyAsync(), StringComparison.Ordinal);

        await clients[0].DisposeAsync();
        await Eventually.Async(() => door.Connections == 2);
        await using var fifth = await door.LmtpAsync();
        Assert.StartsWith("220", await fifth.ReplyAsync(), StringComparison.Ordinal);
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task Too_many_recipients_are_asked_to_come_in_a_second_mail()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxRecipients = 100 });
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync(to: [.. Enumerable.Range(0, 100).Select(i => $"x{i}@lotse.example")]);
        Assert.StartsWith("452 4.5.3", await client.SayAsync("RCPT TO:<y@lotse.example>"), StringComparison.Ordinal);
        await client.SendAsync("DATA\r\nText\r\n.\r\n");
        Assert.Equal(101, (await client.RepliesAsync(101)).Count(reply => reply.StartsWith('2') || reply.StartsWith('3')));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_address()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.ReplyAsync();
        await client.SayAsync("LHLO x");
        foreach (var bytes in new[] { "MAIL FROM:<a\0@b.example>", "MAIL FROM:<a\u00ff@b.example>", "MAIL FROM:<a\r@b.example>", "MAIL FROM:<" + new string('a', 400) + ">" })
        {
            await client.SendAsync(Encoding.Latin1.GetBytes(bytes + "\r\n"));
            Assert.StartsWith("501 5.1.7", await client.ReplyAsync(), StringComparison.Ordinal);
        }
    }
}
