using Lotse.Tests.Desk;
using MimeKit;
using Xunit;

namespace Lotse.Tests.Replies.Automatic;

/// <summary>Two desks that acknowledge each other stop by themselves, whatever the way between them does to their mail.</summary>
public sealed class TwoDesksTests : IAsyncLifetime
{
    private const string Ours = "hilfe@bucht.example", Theirs = "hilfe@turm.example";

    /// <summary>Lines end as they do on the wire (RFC 5321, 2.3.8).</summary>
    private static readonly FormatOptions s_wire = Wire();

    private RunningDesk _here = null!, _there = null!;
    private int _carried;

    public async ValueTask InitializeAsync()
    {
        _here = await RunningDesk.StartAsync();
        _there = await RunningDesk.StartAsync();
        await _here.AddMailboxAsync("Bucht", Ours);
        await _there.AddMailboxAsync("Turm", Theirs);
        await Task.Delay(1100); // The directory of mailboxes looks again once a second.
        await _here.AcknowledgeAsync("Bucht");
        await _there.AcknowledgeAsync("Turm");
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task The_first_acknowledgement_is_the_last()
    {
        await PlayAsync(_ => { });

        Assert.Equal((0, 1), (_here.Outgoing().Count, _there.Outgoing().Count));
        Assert.Equal("autoSubmitted", await NewestWhyAsync(_here));
    }

    [Fact]
    public async Task Without_the_headers_that_say_automatic_the_thread_ends_it()
    {
        await PlayAsync(Undeclared);

        Assert.Equal((1, 1), (_here.Outgoing().Count, _there.Outgoing().Count));
        var kinds = (await _there.Api.HistoryAsync(await NewestAsync(_there))).Select(fact => fact.Kind).ToList();
        Assert.Equal(2, kinds.Count(kind => kind == "messageReceived")); // It came back to the ticket that it is about.
        Assert.Single(kinds, "acknowledged");
    }

    [Fact]
    public async Task Without_anything_that_threads_the_subject_ends_it()
    {
        await PlayAsync(mail =>
        {
            Undeclared(mail);
            Unthreaded(mail);
        });

        Assert.Equal((2, 2), (_here.Outgoing().Count, _there.Outgoing().Count));
        Assert.Contains("subjectCap", new[] { await NewestWhyAsync(_here), await NewestWhyAsync(_there) });
    }

    [Fact]
    public async Task With_a_new_subject_each_time_the_address_ends_it()
    {
        await PlayAsync(mail =>
        {
            Undeclared(mail);
            Unthreaded(mail);
            mail.Subject = new string((char)('a' + _carried), 3);
        });

        Assert.Equal((5, 5), (_here.Outgoing().Count, _there.Outgoing().Count));
        Assert.Contains("addressCap", new[] { await NewestWhyAsync(_here), await NewestWhyAsync(_there) });
        Assert.Empty(await _here.CheckAsync());
    }

    /// <summary>A mail from our mailbox opens a ticket at theirs; from then on each gets what the other sends, until nothing moves any more.</summary>
    private async Task PlayAsync(Action<MimeMessage> way)
    {
        await _there.DeliverAsync(new CustomerMail { From = Ours, To = Theirs }, Theirs);
        HashSet<string> seen = [];
        for (var rounds = 0; rounds < 30; rounds++)
        {
            var moved = await CarryAsync(_there, _here, Ours, way, seen) + await CarryAsync(_here, _there, Theirs, way, seen);
            if (moved == 0) return;
        }
        Assert.Fail($"{_carried} mails have gone back and forth, and there is no end to it.");
    }

    private async Task<int> CarryAsync(RunningDesk from, RunningDesk to, string mailbox, Action<MimeMessage> way, HashSet<string> seen)
    {
        await from.QuietAsync();
        var fresh = from.Outgoing().Where(seen.Add).ToList();
        foreach (var file in fresh)
        {
            using var mail = await MimeMessage.LoadAsync(file);
            way(mail);
            _carried++;
            using var bytes = new MemoryStream();
            await mail.WriteToAsync(s_wire, bytes);
            await using var postman = await Postman.ComeAsync(to.Lmtp);
            Assert.StartsWith("250", (await postman.DeliverAsync(bytes.ToArray(), mail.From.Mailboxes.Single().Address, mailbox))[0], StringComparison.Ordinal);
        }
        await to.QuietAsync();
        return fresh.Count;
    }

    private static FormatOptions Wire()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private static void Undeclared(MimeMessage mail)
    {
        mail.Headers.Remove(HeaderId.AutoSubmitted);
        mail.Headers.Remove("X-Auto-Response-Suppress");
    }

    private void Unthreaded(MimeMessage mail)
    {
        mail.InReplyTo = null;
        mail.References.Clear();
        mail.ReplyTo.Clear();
        mail.MessageId = $"other-{_carried}@way.example";
        mail.Subject = mail.Subject!.Replace("[#", "[", StringComparison.Ordinal);
    }

    private static async Task<long> NewestAsync(RunningDesk desk) => (await desk.Api.ListAsync()).Items.Max(item => item.Number);

    private static async Task<string?> NewestWhyAsync(RunningDesk desk) => await desk.WithheldAsync(await NewestAsync(desk));
}
