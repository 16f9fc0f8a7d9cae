using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lotse.Adapters.MailServer;
using Lotse.Adapters.MailServer.Door;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

public class TakingDataTests
{
    [Theory]
    [InlineData("..one\r\n...two\r\n.three\r\nfour.\r\n.\r\n", ".one\r\n..two\r\nthree\r\nfour.\r\n")]
    [InlineData(".\r\n", "")]
    [InlineData("a\nb\rc\r\n.\r\n", "a\nb\rc\r\n")]
    [InlineData("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n")]
    [InlineData("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n")]
    [InlineData("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n")]
    [InlineData("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n")]
    [InlineData("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n")]
    [InlineData("\r\n\r\n\0ü\r\n.\r\n", "\r\n\r\n\0ü\r\n")]
    public async Task Keeps_the_bytes_as_they_were_before_the_dots_were_doubled(string sent, string kept)
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Assert.StartsWith("250", await client.DataAsync(sent), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.Equal(kept, Assert.Single(door.Mails).Text);
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n.\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\r\n\0.\r\n")]
    public async Task A_second_mail_cannot_be_smuggled_in_behind_a_loose_end_of_data(string looseEnd)
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        var reply = await client.DataAsync($"Text{looseEnd}MAIL FROM:<boss@lotse.example>\r\nRCPT TO:<x@lotse.example>\r\nDATA\r\nForged\r\n.\r\n");
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.StartsWith("221", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        var mail = Assert.Single(door.Mails);
        Assert.Contains("MAIL FROM:<boss@lotse.example>", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_same_mail_however_the_bytes_are_cut()
    {
        var piece = Gen.OneOf(new[] { "\r\n", "\r", "\n", ".", "..", "x", "\r\n.", "text" }.Select(Gen.Const).ToArray<IGen<string>>());
        Gen.Select(piece.Array[0, 30], Gen.Int[1, 7]).Sample((pieces, step) =>
        {
            var sent = Encoding.ASCII.GetBytes(string.Concat(pieces) + "\r\n.\r\nMAIL");
            Assert.Equal(Unstuff(sent, sent.Length), Unstuff(sent, step));
        }, iter: 2000);
    }

    [Fact]
    public async Task A_large_mail_goes_by_way_of_a_file_and_arrives_unchanged()
    {
        await using var door = await LiveDoor.OpenAsync();
        door.StoreHangs = new TaskCompletionSource();
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        var text = LongText(lines: 60_000);
        var answer = client.DataAsync(text + ".\r\n");
        await Eventually.Async(() => door.SpooledFiles == 1);
        door.StoreHangs.SetResult();
        Assert.StartsWith("250", await answer, StringComparison.Ordinal);
        var mail = Assert.Single(door.Mails);
        Assert.Equal(SHA256.HashData(Encoding.Latin1.GetBytes(text)), mail.Sha256);
        Assert.True(mail.Text == text, "the text differs");
        await Eventually.Async(() => door.SpooledFiles == 0);
    }

    [Fact]
    public async Task A_mail_over_the_limit_is_refused_for_good_and_the_connection_goes_on()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxMailBytes = 700_000 });
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Assert.StartsWith("552 5.3.4", await client.DataAsync(LongText(lines: 10_000) + ".\r\n"), StringComparison.Ordinal);
        await client.SayAsync("MAIL FROM:<a@b.example>");
        await client.SayAsync("RCPT TO:<x@lotse.example>");
        Assert.StartsWith("250", await client.DataAsync("small\r\n.\r\n"), StringComparison.Ordinal);
        Assert.Equal("small\r\n", Assert.Single(door.Mails).Text);
        Assert.Equal(0, door.SpooledFiles);
    }

    [Fact]
    public async Task A_mail_of_exactly_the_limit_is_taken()
    {
        await using var door = await LiveDoor.OpenAsync(options => options with { MaxMailBytes = 2000 });
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Assert.StartsWith("250", await client.DataAsync(new string('x', 1998) + "\r\n.\r\n"), StringComparison.Ordinal);
        Assert.Equal(2000, Assert.Single(door.Mails).Text.Length);
    }

    [Fact]
    public async Task A_spool_folder_that_cannot_be_written_is_a_try_again()
    {
        var spool = Directory.CreateTempSubdirectory("lotse-gone-").FullName;
        await using var door = await LiveDoor.OpenAsync(options => options with { Spool = spool });
        await using var client = await door.LmtpAsync();
        await client.BeginMailAsync();
        Directory.Delete(spool);
        Assert.StartsWith("452 4.3.1", await client.DataAsync(LongText(lines: 10_000) + ".\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.Empty(door.Mails);
    }

    private static string LongText(int lines) =>
        string.Concat(Enumerable.Range(0, lines).Select(line => $"Line {line} of a text that is long enough to be a line of a real mail, or nearly so.\r\n"));

    private static string Unstuff(byte[] sent, int step)
    {
        using var mail = new ReceivedMail(Path.GetTempPath());
        var dots = new DotUnstuffing();
        var (start, end) = (0, 0);
        while (true)
        {
            var done = dots.Next(sent.AsSpan(start, end - start), out var text, out var consumed);
            mail.Write(text);
            start += consumed;
            if (done) break;
            if (text.IsEmpty) end = Math.Min(end + step, sent.Length);
        }
        using var reader = new StreamReader(mail.Open(), Encoding.ASCII);
        return $"{reader.ReadToEnd()}|{start}";
    }
}
