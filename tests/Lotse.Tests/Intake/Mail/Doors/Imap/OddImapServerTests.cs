using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

public class OddImapServerTests
{
    private const string Odd = "odd@postfach.example";

    [Fact]
    public async Task Looks_every_minute_where_the_server_offers_no_idle()
    {
        await using var server = new ScriptedImapServer(_ => null);
        server.Mails.Enqueue(Mail("One"));
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Patient);
        await desk.HasAsync("One");
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.LastOkAt is not null);
        server.Mails.Enqueue(Mail("Two"));
        clock.Advance(TimeSpan.FromSeconds(50));
        await Task.Delay(100);
        Assert.Single(desk.Subjects);
        await Eventually.Async(() => { clock.Advance(TimeSpan.FromSeconds(5)); return desk.Subjects.Count == 2; });
        Assert.Single(server.Commands, command => command.StartsWith("AUTHENTICATE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NO [SERVERBUG] cannot read it")]
    [InlineData(ScriptedImapServer.HangUp)]
    public async Task A_mail_the_server_cannot_hand_out_is_tried_for_a_while_then_left_and_holds_nothing_up(string oddity)
    {
        var tries = 0;
        var well = false;
        await using var server = new ScriptedImapServer(command => IsFetched(command, 2) && ++tries > 0 && !well ? oddity : null);
        foreach (var subject in (string[])["One", "Bad", "Three"]) server.Mails.Enqueue(Mail(subject));
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Patient);
        await PassAsync(clock, () => desk.Subjects.Contains("Three") && desk.HealthOf(Odd)?.Trouble == MailboxTrouble.MailRefused, seconds: 1);
        Assert.Equal((1u, 1), (desk.CursorOf(Odd)!.LastUid, tries)); // The others come meanwhile, and the cursor waits.
        await PassAsync(clock, () => tries >= 8);
        Assert.Empty(desk.HealthOf(Odd)!.LeftBehind); // No other mail has come since: perhaps none can.
        server.Mails.Enqueue(Mail("Four"));
        await PassAsync(clock, () => desk.HealthOf(Odd) is { Trouble: null, LeftBehind: [{ Uid: 2, Reason: LeftBehindReason.Unreadable }] });
        Assert.Equal(4u, desk.CursorOf(Odd)!.LastUid);
        // "One" may come twice where the connection broke behind it, but not with every try; what came beyond the bad one, once.
        Assert.InRange(desk.Subjects.Count(subject => subject == "One"), 1, 2);
        Assert.Equal(["Three", "Four"], desk.Subjects.Where(subject => subject != "One"));
        Assert.Contains(server.Commands, command => command.StartsWith("UID STORE 2 ", StringComparison.Ordinal) && command.Contains("$LotseUnreadable", StringComparison.Ordinal));

        (well, tries) = (true, 0);
        clock.Advance(TimeSpan.FromHours(23));
        var looked = clock.GetUtcNow();
        await PassAsync(clock, () => desk.HealthOf(Odd)?.LastOkAt > looked);
        Assert.Equal(0, tries);
        await PassAsync(clock, () => desk.HealthOf(Odd) is { LeftBehind: [] }); // After a day.
        Assert.Equal("Bad", desk.Subjects.Last());
        Assert.Contains(server.Commands, command => command.StartsWith("UID STORE 2 -FLAGS", StringComparison.Ordinal) && command.Contains("$LotseUnreadable", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NO [UNAVAILABLE] back in a moment")]
    [InlineData(ScriptedImapServer.HangUp)]
    public async Task A_server_that_hands_out_nothing_for_half_an_hour_costs_no_mail(string oddity)
    {
        var away = true;
        await using var server = new ScriptedImapServer(command => away && command.Contains("BODY", StringComparison.Ordinal) ? oddity : null);
        var subjects = Enumerable.Range(1, 25).Select(n => $"Mail {n}").ToList();
        foreach (var subject in subjects) server.Mails.Enqueue(Mail(subject));
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Patient);
        var end = clock.GetUtcNow().AddMinutes(30);
        await PassAsync(clock, () => clock.GetUtcNow() > end);
        Assert.Empty(desk.Subjects);
        Assert.NotNull(desk.HealthOf(Odd)?.Trouble);
        away = false;
        await PassAsync(clock, () => desk.HealthOf(Odd) is { Trouble: null });
        Assert.Equal(subjects.Order(StringComparer.Ordinal), desk.Subjects.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(desk.HealthOf(Odd)!.LeftBehind);
        Assert.DoesNotContain(server.Commands, command => command.Contains("$Lotse", StringComparison.Ordinal) && command.StartsWith("UID STORE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(@"\Seen \Flagged \Deleted \*")]
    [InlineData(@"\Seen \Flagged")]
    public async Task A_server_that_refuses_to_mark_anything_blocks_nothing_and_what_lies_there_is_told_after_a_restart_too(string flags)
    {
        await using var server = new ScriptedImapServer(command => command.StartsWith("UID STORE", StringComparison.Ordinal) ? "NO [NOPERM] read, but do not write" : null) { PermanentFlags = flags };
        server.Mails.Enqueue(Mail("Large", new string('x', 5000)));
        server.Mails.Enqueue(Mail("Small"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options with { MaxMailBytes = 2000 });
        await desk.HasAsync("Small");
        await Eventually.Async(() => desk.HealthOf(Odd) is { Trouble: MailboxTrouble.AfterTaking, LeftBehind: [{ Uid: 1, Reason: LeftBehindReason.TooLarge }] });
        Assert.Equal(2u, desk.CursorOf(Odd)!.LastUid);

        await desk.RestartAsync();
        await desk.WatchAsync(server.Options with { MaxMailBytes = 2001 });
        await Eventually.Async(() => desk.HealthOf(Odd) is { Trouble: null, LeftBehind: [{ Uid: 1, Bytes: > 5000 } left] } && left.ReceivedAt == server.ReceivedAt);
        await desk.HasAsync("Small");
    }

    [Fact]
    public async Task Only_flags_where_the_server_allows_no_keywords()
    {
        await using var server = new ScriptedImapServer(_ => null) { PermanentFlags = @"\Seen \Flagged" };
        server.Mails.Enqueue(Mail("Large", new string('x', 5000)));
        server.Mails.Enqueue(Mail("Small"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options with { MaxMailBytes = 2000 });
        await desk.HasAsync("Small");
        var store = Assert.Single(server.Commands, command => command.StartsWith("UID STORE 1 ", StringComparison.Ordinal));
        Assert.DoesNotContain("$", store, StringComparison.Ordinal);
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.LeftBehind.Count == 1);
    }

    [Fact]
    public async Task A_mail_larger_than_the_server_said_is_left_all_the_same()
    {
        await using var server = new ScriptedImapServer(_ => null) { SizesAreShortBy = 500 };
        server.Mails.Enqueue(Mail("Liar", new string('x', 900)));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options with { MaxMailBytes = 900 });
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.LeftBehind.Count == 1);
        Assert.Empty(desk.Subjects);
    }

    [Fact]
    public async Task Deletes_without_sweeping_up_other_peoples_mail()
    {
        await using var server = new ScriptedImapServer(_ => null);
        server.Mails.Enqueue(Mail("One"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options with { After = AfterTaking.Delete });
        await Eventually.Async(() => desk.CursorOf("odd@postfach.example")?.LastUid == 1);
        Assert.Contains(server.Commands, command => command.StartsWith("UID STORE 1 +FLAGS.SILENT (\\Deleted)", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Commands, command => command.Contains("EXPUNGE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_that_cannot_be_marked_is_recorded_once_and_said_to_be_unmarked()
    {
        await using var server = new ScriptedImapServer(command => command.StartsWith("UID STORE", StringComparison.Ordinal) ? "NO read-only" : null);
        server.Mails.Enqueue(Mail("One"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options);
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.Trouble == MailboxTrouble.AfterTaking);
        Assert.Equal(1u, desk.CursorOf("odd@postfach.example")?.LastUid);
        await desk.HasAsync("One");
    }

    [Fact]
    public async Task Asks_for_a_fresh_token_once_where_the_last_one_is_refused()
    {
        var fresh = Convert.ToBase64String("user=odd\u0001auth=Bearer fresh\u0001\u0001"u8);
        await using var server = new ScriptedImapServer(command =>
            command.StartsWith("AUTHENTICATE", StringComparison.Ordinal) && command != $"AUTHENTICATE XOAUTH2 {fresh}" ? "NO AUTHENTICATE failed" : null);
        server.Mails.Enqueue(Mail("One"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options with { Secret = null, AccessToken = (again, _) => ValueTask.FromResult(again ? "fresh" : "stale") });
        await desk.HasAsync("One");
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_not_again_within_a_minute()
    {
        await using var server = new ScriptedImapServer(command =>
            command.StartsWith("AUTHENTICATE", StringComparison.Ordinal) || command.StartsWith("LOGIN", StringComparison.Ordinal) ? "NO wrong" : null);
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Patient);
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.Trouble == MailboxTrouble.SignIn);
        for (var i = 0; i < 8; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20);
        }
        Assert.Single(server.Commands, command => command.StartsWith("AUTHENTICATE", StringComparison.Ordinal) || command.StartsWith("LOGIN ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_may_only_be_read_is_trouble_and_nothing_is_taken_from_it()
    {
        await using var server = new ScriptedImapServer(command => command.StartsWith("SELECT", StringComparison.Ordinal) ? "OK [READ-ONLY] look, but do not touch" : null);
        server.Mails.Enqueue(Mail("One"));
        await using var desk = new WatchedMailboxes();
        await desk.WatchAsync(server.Options);
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example") is not null);
        Assert.Equal(MailboxTrouble.Folder, desk.HealthOf("odd@postfach.example")?.Trouble);
        Assert.Empty(desk.Subjects);
    }

    private static bool IsFetched(string command, int uid) => command.StartsWith($"UID FETCH {uid} (", StringComparison.Ordinal) && command.Contains("BODY", StringComparison.Ordinal);

    /// <summary>Lets time pass, quicker than it does, until something has come about.</summary>
    private static Task PassAsync(FakeTimeProvider clock, Func<bool> until, int seconds = 10) => Eventually.Async(() =>
    {
        if (until()) return true;
        clock.Advance(TimeSpan.FromSeconds(seconds));
        return false;
    }, seconds: 60);

    private static string Mail(string subject, string text = "Text") => $"Subject: {subject}\r\n\r\n{text}\r\n";
}
