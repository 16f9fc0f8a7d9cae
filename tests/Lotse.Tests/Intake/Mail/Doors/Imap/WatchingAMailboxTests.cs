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
        var left = new LeftBehindMail(2, LeftBehindReason.TooLarge);
        await Eventually.Async(() => desk.HealthOf(_address) is { Trouble: null } health && health.LeftBehind.Contains(left));

        await desk.RestartAsync();
        await desk.WatchAsync(options);
        await Mailbox.PutAsync("INBOX", TownMailbox.SmallMail("Small 3"));
        await desk.HasAsync("Small 1", "Small 2", "Small 3");
        await Eventually.Async(() => desk.HealthOf(_address)?.LeftBehind.Contains(left) == true);
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
