using System.Collections.Concurrent;
using System.Text;
using Lotse.Adapters.MailServer.Door;
using Lotse.Adapters.MailServer.Sending;
using MimeKit;
using Xunit;

namespace Lotse.Tests.MailTown;

/// <summary>The doors among real neighbours: Postfix delivers to the desk's LMTP door and takes the desk's mail.</summary>
[Collection(TownCollection.Name)]
public sealed class MailTownTests
{
    private readonly Town _town;

    public MailTownTests(Town town)
    {
        _town = town;
        town.SkipIfMissing();
    }

    [Fact]
    public async Task A_customers_mail_reaches_another_mailbox()
    {
        await _town.SendAsync("ben@kunde.example", "anna@kunde.example", "Grüße aus der Stadt");
        Assert.Equal("Hallo!", (await _town.MailboxOf("anna@kunde.example").WaitForAsync("Grüße")).TextBody?.Trim());
    }

    [Fact]
    public async Task Postfix_delivers_to_the_door_and_comes_back_after_a_try_again()
    {
        var answers = new ConcurrentQueue<TakeOverAnswer>([TakeOverAnswer.StoreUnavailable, TakeOverAnswer.StoreUnavailable]);
        await using var door = await OpenDoorAsync("support+Tag.1@lotse.example", () => answers.TryDequeue(out var answer) ? answer : TakeOverAnswer.Durable);
        await _town.SendAsync("ben@kunde.example", "support+Tag.1@lotse.example", "Für den Tisch", ".ein Punkt\r\n..zwei");
        await door.HasAsync(3);
        Assert.All(door.Taken, mail => Assert.Equal("lmtp,ben@kunde.example,support+Tag.1@lotse.example", $"{mail.Envelope.Door},{mail.Envelope.Sender},{mail.Envelope.Recipients[0]}"));
        Assert.Contains("\r\n.ein Punkt\r\n..zwei\r\n", door.Taken[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postfix_bounces_what_the_door_refuses_for_good()
    {
        await using var door = await OpenDoorAsync("nobody@lotse.example");
        await _town.SendAsync("carla@kunde.example", "nobody@lotse.example", "Niemand da");
        var bounce = await _town.MailboxOf("carla@kunde.example").WaitForAsync("Undelivered");
        Assert.Contains("550 5.1.1", bounce.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thirty_megabytes_pass_and_more_than_the_limit_bounces()
    {
        await using var door = await OpenDoorAsync("gross@lotse.example");
        var line = new string('x', 990) + "\r\n";
        await _town.SendAsync("dora@kunde.example", "gross@lotse.example", "Groß", string.Concat(Enumerable.Repeat(line, 30_000)));
        await door.HasAsync(1);
        Assert.True(door.Taken[0].Text.Length > 29_000_000, "The mail is too short.");
        await _town.SendAsync("dora@kunde.example", "gross@lotse.example", "Zu groß", string.Concat(Enumerable.Repeat(line, 43_000)));
        var bounce = await _town.MailboxOf("dora@kunde.example").WaitForAsync("Undelivered", seconds: 60);
        Assert.Contains("5.3.4", bounce.ToString(), StringComparison.Ordinal);
        Assert.Single(door.Taken);
    }

    [Fact]
    public async Task The_sender_hears_from_postfix_what_became_of_each_recipient()
    {
        await using var sender = new SmtpSender(SmtpServerOptions.Parse(_town.SmtpUri).Options!, TimeProvider.System);
        await using var mime = new MemoryStream(Encoding.UTF8.GetBytes("From: support@lotse.example\r\nTo: emil@kunde.example\r\nSubject: [#1042] Antwort\r\n\r\nText\r\n"));
        var result = await sender.SendAsync(mime, "support@lotse.example",
            ["emil@kunde.example", "nobody@kunde.example", "busy@kunde.example", "x@elsewhere.example"], TestContext.Current.CancellationToken);
        Assert.Null(result.Trouble);
        Assert.Equal(
            ["emil@kunde.example Sent 250 2.0.0", "nobody@kunde.example Failed 550 5.1.1", "busy@kunde.example TempFailed 450 4.2.0", "x@elsewhere.example Failed 550 5.1.1"],
            result.Recipients.Select(one => $"{one.Address} {one.Outcome} {one.Code} {one.Enhanced }"));
        await _town.MailboxOf("emil@kunde.example").WaitForAsync("[#1042] Antwort");
    }

    [Theory]
    [InlineData("?tls=required")]
    [InlineData("smtps")]
    public async Task The_sender_speaks_tls_with_postfix_and_signs_in(string kind)
    {
        var uri = kind == "smtps" ? _town.SmtpsUri("desk@postfach.example") : _town.SmtpUri + kind;
        await using var sender = new SmtpSender(SmtpServerOptions.Parse(uri).Options!, TimeProvider.System);
        await using var mime = new MemoryStream(Encoding.UTF8.GetBytes($"From: support@lotse.example\r\nSubject: Geheim {kind}\r\n\r\nText\r\n"));
        var result = await sender.SendAsync(mime, "support@lotse.example", ["frida@kunde.example"], TestContext.Current.CancellationToken);
        Assert.Null(result.Trouble);
        var mail = await _town.MailboxOf("frida@kunde.example").WaitForAsync($"Geheim {kind}");
        Assert.Contains(kind == "smtps" ? "with ESMTPSA" : "with ESMTPS ", $"{mail.Headers[HeaderId.Received]} {string.Join(' ', mail.Headers)}", StringComparison.Ordinal);
    }

    private Task<OpenDoor> OpenDoorAsync(string recipient, Func<TakeOverAnswer>? answer = null) => OpenDoor.OpenAsync(_town, recipient, answer ?? (() => TakeOverAnswer.Durable));
}
