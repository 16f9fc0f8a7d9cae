using System.Net;
using Lotse.Adapters.MailServer.Door;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors;

public class StoppingTheDoorTests
{
    [Fact]
    public async Task A_waiting_client_is_told_and_a_mail_under_way_is_finished()
    {
        await using var door = await LiveDoor.OpenAsync();
        door.StoreHangs = new TaskCompletionSource();
        await using var waiting = await door.LmtpAsync();
        await waiting.ReplyAsync();
        await using var sending = await door.LmtpAsync();
        await sending.BeginMailAsync();
        await sending.SayAsync("DATA");

        var stop = door.StopAsync();
        Assert.StartsWith("421 4.3.2", await waiting.ReplyAsync(), StringComparison.Ordinal);
        await sending.SendAsync("Text\r\n.\r\n");
        door.StoreHangs.SetResult();
        Assert.StartsWith("250", await sending.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 4.3.2", await sending.ReplyAsync(), StringComparison.Ordinal);
        await stop.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Single(door.Mails);
    }

    [Fact]
    public async Task A_mail_that_takes_too_long_is_not_waited_for()
    {
        await using var door = await LiveDoor.OpenAsync();
        await using var sending = await door.LmtpAsync();
        await sending.BeginMailAsync();
        await sending.SayAsync("DATA");
        var stop = door.StopAsync();
        await Eventually.Async(() => { door.Clock.Advance(TimeSpan.FromSeconds(1)); return stop.IsCompleted; });
        Assert.StartsWith("421 4.3.2", await sending.ReplyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_in_one_sentence()
    {
        await using var door = await LiveDoor.OpenAsync();
        var options = new MailDoorOptions { Spool = Path.GetTempPath(), Endpoints = [new(MailProtocol.Lmtp, door.Lmtp)] };
        await using var second = new MailListener(options, new MailDoor(null!, null!), TimeProvider.System, NullLogger<MailListener>.Instance);
        var refused = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(CancellationToken.None));
        Assert.StartsWith($"The mail door cannot listen on 127.0.0.1:{door.Lmtp.Port}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_make_no_sense_are_named()
    {
        var options = new MailDoorOptions { Spool = Path.GetTempPath() };
        Assert.Null(options.Problem());
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5024), Assert.Single(options.Endpoints).Address);
        Assert.Contains("/not/there", (options with { Spool = "/not/there" }).Problem(), StringComparison.Ordinal);
        Assert.NotNull((options with { MaxMailBytes = 10 }).Problem());
        Assert.NotNull((options with { MaxLineBytes = 100_000 }).Problem());
    }
}
