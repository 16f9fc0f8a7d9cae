using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Lotse.Tests.MailTown;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

[Collection(TownCollection.Name)]
public sealed class WatchingAMailboxTests
{
    private readonly Town _town;
    private readonly string _address = $"support-{Guid.CreateVersion7():N}@postfach.example";

    public WatchingAMailboxTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    private TownMailbox Mailbox => _town.MailboxOf(_address);

    [Fact]
    public async Task Takes_what_lies_there_and_what_comes_and_marks_it_as_seen()
    {
        await Mailbox.PutAsync(1, 3);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address));
        await desk.HasAsync("Mail 1", "Mail 2", "Mail 3");
        await _town.SendAsync("anna@kunde.example", _address, "Live");
        await desk.HasAsync("Mail 1", "Mail 2", "Mail 3", "Live");
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 4);
        Assert.Equal(["Seen", "Seen", "Seen", "Seen"], (await Mailbox.FlagsAsync()).Select(flags => flags.Trim()));
        Assert.All(desk.Envelopes, envelope => Assert.Equal($"imap, {_address}", $"{envelope.Door},{envelope.Sender} {Assert.Single(envelope.Recipients)}"));
        Assert.Equal((null, 0), (desk.HealthOf(_address)?.Trouble, desk.HealthOf(_address)?.ConsecutiveFailures));
        Assert.NotNull(desk.HealthOf(_address)?.LastOkAt);
    }

    [Fact]
    public async Task Moves_what_it_has_into_a_folder_made_for_it()
    {
        await Mailbox.PutAsync(1, 25);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address) with { After = AfterTaking.Move, MoveTo = "Done" });
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 25, seconds: 20);
        Assert.Equal(25, desk.Subjects.Count);
        Assert.Empty(await Mailbox.AllAsync());
        Assert.Equal(25, (await Mailbox.AllAsync("Done")).Count);
    }

    [Fact]
    public async Task Deletes_what_it_has()
    {
        await Mailbox.PutAsync(1, 3);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address) with { After = AfterTaking.Delete });
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 3);
        Assert.Empty(await Mailbox.AllAsync());
        Assert.Equal(3, desk.Subjects.Count);
    }

    [Fact]
    public async Task Goes_on_after_a_restart_where_it_was()
    {
        await Mailbox.PutAsync(1, 2);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address));
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 2);
        await desk.RestartAsync();
        await Mailbox.PutAsync(3, 2);
        await desk.WatchAsync(_town.ImapOptions(_address));
        await desk.HasAsync("Mail 1", "Mail 2", "Mail 3", "Mail 4");
    }

    [Fact]
    public async Task Leaves_unmarked_what_the_store_does_not_take_and_takes_it_later()
    {
        await Mailbox.PutAsync(1, 3);
        var full = true;
        await using var desk = new WatchedMailboxes();
        desk.Store = subject => full && subject == "Mail 2" ? TakeOverAnswer.StoreUnavailable : TakeOverAnswer.Durable;
        await desk.WatchAsync(_town.ImapOptions(_address));
        await Eventually.Async(() => desk.HealthOf(_address)?.Trouble == MailboxTrouble.StoreUnavailable);
        Assert.Equal(["Seen", "None", "None"], (await Mailbox.FlagsAsync()).Select(flags => flags.Trim()));
        Assert.Equal(1u, desk.CursorOf(_address)?.LastUid);
        full = false;
        await desk.HasAsync("Mail 1", "Mail 2", "Mail 3");
        await Eventually.Async(() => desk.HealthOf(_address) is { Trouble: null, ConsecutiveFailures: 0 });
    }

    [Fact]
    public async Task Takes_everything_again_when_the_uids_have_changed()
    {
        await Mailbox.MakeFolderAsync("Support");
        await Mailbox.PutAsync(1, 3, "Support");
        var options = _town.ImapOptions(_address) with { Folder = "Support" };
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(options);
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 3);
        var before = desk.CursorOf(_address)!.UidValidity;
        await desk.RestartAsync();
        await Mailbox.RenewAsync("Support");
        await Mailbox.PutAsync(2, 2, "Support");
        await desk.WatchAsync(options);
        await desk.HasAsync("Mail 1", "Mail 2", "Mail 3", "Mail 2", "Mail 3");
        await Eventually.Async(() => desk.CursorOf(_address) is { LastUid: 2 } cursor && cursor.UidValidity != before);
    }

    [Fact]
    public async Task Leaves_too_large_a_mail_flagged_reports_it_and_goes_on_behind_it()
    {
        await Mailbox.PutAsync("INBOX", TownMailbox.SmallMail("Small 1"), TownMailbox.SmallMail("Large", new string('x', 60_000)), TownMailbox.SmallMail("Small 2"));
        var options = _town.ImapOptions(_address) with { MaxMailBytes = 50_000 };
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(options);
        await desk.HasAsync("Small 1", "Small 2");
        await Eventually.Async(() => desk.CursorOf(_address)?.LastUid == 3);
        Assert.Equal(["Seen", "Flagged $LotseTooLarge", "Seen"], (await Mailbox.FlagsAsync()).Select(flags => flags.Trim()));
        var told = DateTimeOffset.UtcNow.AddMinutes(-5);
        await Eventually.Async(() => desk.HealthOf(_address) is { Trouble: null, LeftBehind: [{ Uid: 2, Reason: LeftBehindReason.TooLarge, Bytes: > 60_000 } left] } && left.ReceivedAt > told);

        await desk.RestartAsync();
        await desk.WatchAsync(options);
        await Mailbox.PutAsync("INBOX", TownMailbox.SmallMail("Small 3"));
        await desk.HasAsync("Small 1", "Small 2", "Small 3");
        await Eventually.Async(() => desk.HealthOf(_address) is { LeftBehind: [{ Uid: 2 }] });

        await Mailbox.MakeFolderAsync("Aside");
        await Mailbox.MoveAsync(2, "Aside");
        await Eventually.Async(() => desk.HealthOf(_address) is { Trouble: null, LeftBehind: [] }, seconds: 20);
        Assert.Equal(3, desk.Subjects.Count);
    }

    [Fact]
    public async Task Takes_what_was_too_large_once_the_limit_is_raised()
    {
        await Mailbox.PutAsync("INBOX", TownMailbox.SmallMail("Large", new string('x', 60_000)), TownMailbox.SmallMail("Small"));
        var options = _town.ImapOptions(_address);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(options with { MaxMailBytes = 50_000 });
        await desk.HasAsync("Small");
        await desk.WatchAsync(options);
        await desk.HasAsync("Small", "Large");
        await Eventually.Async(() => desk.HealthOf(_address) is { Trouble: null, LeftBehind: [] });
        Assert.Equal(["Seen", "Seen"], (await Mailbox.FlagsAsync()).Select(flags => flags.Trim()));
    }

    [Fact]
    public async Task Of_new_mail_only_it_takes_what_came_since_the_last_one_when_the_uids_have_changed()
    {
        var now = DateTimeOffset.UtcNow;
        await Mailbox.MakeFolderAsync("Support");
        await Mailbox.PutAtAsync("Support", TownMailbox.SmallMail("Years ago"), now.AddYears(-5));
        var options = _town.ImapOptions(_address) with { Folder = "Support", Start = ImapStart.NewMailOnly };
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(options);
        await Eventually.Async(() => desk.HealthOf(_address)?.LastOkAt is not null);
        await Mailbox.PutAsync(1, 1, "Support");
        await desk.HasAsync("Mail 1");
        var before = desk.CursorOf(_address)!.UidValidity;
        await desk.RestartAsync();

        await Mailbox.RenewAsync("Support");
        await Mailbox.PutAtAsync("Support", TownMailbox.SmallMail("Mail 1"), now);
        await Mailbox.PutAtAsync("Support", TownMailbox.SmallMail("Came meanwhile"), now);
        await Mailbox.PutAtAsync("Support", TownMailbox.SmallMail("Years ago"), now.AddYears(-5)); // Whoever moves mailboxes keeps to no order.
        await desk.WatchAsync(options);
        await desk.HasAsync("Mail 1", "Mail 1", "Came meanwhile");
        await Eventually.Async(() => desk.CursorOf(_address) is { LastUid: 3 } cursor && cursor.UidValidity != before);
        await Mailbox.PutAsync(2, 1, "Support");
        await desk.HasAsync("Mail 1", "Mail 1", "Came meanwhile", "Mail 2");
    }

    [Fact]
    public async Task Says_since_when_a_mail_has_lain_on_the_server()
    {
        var at = new DateTimeOffset(2019, 3, 4, 5, 6, 7, TimeSpan.FromHours(1));
        await Mailbox.PutAtAsync("INBOX", TownMailbox.SmallMail("Old"), at);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address));
        await desk.HasAsync("Old");
        Assert.Equal(at, Assert.Single(desk.Envelopes).ReceivedAt);
    }

    [Fact]
    public async Task A_mail_of_many_pieces_arrives_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(line => $"Line {line} of a long text.\r\n"));
        var mail = TownMailbox.SmallMail("Long", text);
        await Mailbox.PutAsync("INBOX", mail);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address));
        await desk.HasAsync("Long");
        var stored = Assert.Single(await Mailbox.AllAsync());
        using var measured = new MemoryStream();
        await stored.WriteToAsync(new MimeKit.FormatOptions { NewLineFormat = MimeKit.NewLineFormat.Dos }, measured, TestContext.Current.CancellationToken);
        Assert.Equal(measured.Length, Assert.Single(desk.Sizes));
    }

    [Fact]
    public async Task Begins_with_new_mail_only_where_asked_to()
    {
        await Mailbox.PutAsync(1, 3);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapOptions(_address) with { Start = ImapStart.NewMailOnly });
        await Eventually.Async(() => desk.HealthOf(_address)?.LastOkAt is not null);
        await Mailbox.PutAsync(4, 1);
        await desk.HasAsync("Mail 4");
    }

    [Fact]
    public async Task Speaks_tls()
    {
        await Mailbox.PutAsync(1, 1);
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(_town.ImapsOptions(_address));
        await desk.HasAsync("Mail 1");
    }

    [Fact]
    public async Task A_mail_just_being_taken_is_finished_and_marked_when_the_desk_stops()
    {
        await Mailbox.PutAsync(1, 3);
        await using var desk = new WatchedMailboxes { StoreHangs = new TaskCompletionSource() };
        await desk.WatchAsync(_town.ImapOptions(_address));
        await Task.Delay(500);
        var stop = desk.RestartAsync();
        await Task.Delay(100);
        desk.StoreHangs.SetResult();
        await stop;
        await desk.HasAsync("Mail 1");
        Assert.Equal(1u, desk.CursorOf(_address)?.LastUid);
        Assert.Equal(["Seen", "None", "None"], (await Mailbox.FlagsAsync()).Select(flags => flags.Trim()));
    }
}
