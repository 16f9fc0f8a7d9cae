using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Imap;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Intake.Mail.Doors.Imap;

public class OddImapServerTests
{
    [Fact]
    public async Task Looks_every_minute_where_the_server_offers_no_idle()
    {
        await using var server = new ScriptedImapServer(_ => null);
        server.Mails.Enqueue(Mail("One"));
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Options);
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
    public async Task A_mail_the_server_cannot_hand_out_is_tried_five_times_then_left_and_holds_nothing_up(string oddity)
    {
        var tries = 0;
        await using var server = new ScriptedImapServer(command =>
            command.StartsWith("UID FETCH 2 (", StringComparison.Ordinal) && command.Contains("BODY", StringComparison.Ordinal) && ++tries > 0 ? oddity : null);
        foreach (var subject in (string[])["One", "Bad", "Three"]) server.Mails.Enqueue(Mail(subject));
        var clock = new FakeTimeProvider();
        await using var desk = new WatchedMailboxes(clock);
        await desk.WatchAsync(server.Options);
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example")?.Trouble is MailboxTrouble.MailRefused or MailboxTrouble.ConnectionLost);
        await Eventually.Async(() => { clock.Advance(TimeSpan.FromSeconds(1)); return desk.Subjects.Contains("Three"); });
        await Eventually.Async(() => desk.HealthOf("odd@postfach.example") is { Trouble: null } health
            && health.LeftBehind.Contains(new LeftBehindMail(2, LeftBehindReason.Unreadable)));
        Assert.Equal(5, tries);
        // "One" may come twice where the connection broke behind it, but not with every try.
        Assert.InRange(desk.Subjects.Count(subject => subject == "One"), 1, 2);
        Assert.Contains(server.Commands, command => command.StartsWith("UID STORE 2 ", StringComparison.Ordinal) && command.Contains("$LotseUnreadable", StringComparison.Ordinal));
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
        await desk.WatchAsync(server.Options);
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

    private static string Mail(string subject, string text = "Text") => $"Subject: {subject}\r\n\r\n{text}\r\n";
}
