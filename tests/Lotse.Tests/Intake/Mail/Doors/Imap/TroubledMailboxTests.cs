using System.Net;
using System.Net.Sockets;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Tests.MailTown;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

[Collection(TownCollection.Name)]
public sealed class TroubledMailboxTests
{
    private readonly Town _town;
    private readonly string _healthy = $"healthy-{Guid.CreateVersion7():N}@postfach.example";

    public TroubledMailboxTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    [Fact]
    public async Task A_stuck_mailbox_does_not_hold_up_another()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var stuck = new ImapMailboxOptions("stuck@postfach.example", "127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, ImapTls.None, "stuck")
        {
            Secret = "x", AnswerTimeout = TimeSpan.FromSeconds(1),
        };
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(stuck, _town.ImapOptions(_healthy));
        await _town.MailboxOf(_healthy).PutAsync(1, 2);
        await desk.HasAsync("Mail 1", "Mail 2");
        await Eventually.Async(() => desk.HealthOf(stuck.Address) is { Trouble: MailboxTrouble.TimedOut, LastOkAt: null, ConsecutiveFailures: >= 2 });
        Assert.Null(desk.HealthOf(_healthy)?.Trouble);
    }

    [Fact]
    public async Task Each_kind_of_trouble_is_named()
    {
        var good = _town.ImapOptions(_healthy);
        var closedPort = new TcpListener(IPAddress.Loopback, 0);
        closedPort.Start();
        var port = ((IPEndPoint)closedPort.LocalEndpoint).Port;
        closedPort.Dispose();
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(
            good with { Address = "secret", Secret = "guess" },
            good with { Address = "folder", Folder = "Nowhere" },
            good with { Address = "port", Port = port },
            good with { Address = "tls", Tls = ImapTls.Tls },
            good with { Address = "options", Host = "mail.example" },
            good with { Address = "move", After = AfterTaking.Move, MoveTo = "INBOX" });
        await Eventually.Async(() => ((string[])["secret", "folder", "port", "tls", "options", "move"]).All(name => desk.HealthOf(name)?.Trouble is not null));
        Assert.Equal(
            [MailboxTrouble.SignIn, MailboxTrouble.Folder, MailboxTrouble.Unreachable, MailboxTrouble.Tls, MailboxTrouble.Options, MailboxTrouble.Options],
            ((string[])["secret", "folder", "port", "tls", "options", "move"]).Select(name => desk.HealthOf(name)!.Trouble!.Value));
    }

    [Fact]
    public async Task Comes_back_later_and_later_but_at_least_every_six_minutes()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = new FakeTimeProvider();
        var stuck = new ImapMailboxOptions("stuck@postfach.example", "127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, ImapTls.None, "stuck") { Secret = "x" };
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(stuck);
        var tries = new List<DateTimeOffset>();
        var seen = 0;
        while (tries.Count < 14)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(1);
            if (desk.HealthOf(stuck.Address)?.ConsecutiveFailures is not { } failures || failures == seen) continue;
            seen = failures;
            tries.Add(clock.GetUtcNow());
            if (clock.GetUtcNow() - tries[0] > TimeSpan.FromHours(3)) Assert.Fail("It hardly ever comes back.");
        }
        var gaps = tries.Zip(tries.Skip(1), (one, next) => next - one).ToList();
        Assert.True(gaps[^1] > gaps[0] * 2, "The breaks do not grow.");
    }

    [Fact]
    public async Task A_mailbox_taken_off_the_list_is_left_alone()
    {
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_healthy));
        await _town.MailboxOf(_healthy).PutAsync(1, 1);
        await desk.HasAsync("Mail 1");
        await desk.WatchAsync();
        await _town.MailboxOf(_healthy).PutAsync(2, 1);
        await Task.Delay(500);
        await desk.HasAsync("Mail 1");
        await desk.WatchAsync(_town.ImapOptions(_healthy));
        await desk.HasAsync("Mail 1", "Mail 2");
    }
}
