using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>What must hold after traffic to several desks, whatever has happened meanwhile.</summary>
internal static class Truth
{
    /// <param name="mails">All of them were sent until somebody said yes, each at least twice.</param>
    /// <param name="doubled">Mails that may have left twice: whoever is killed between a server's yes and writing it down cannot know (RFC 1047). Both copies are the same.</param>
    public static async Task HoldsAsync(RunningDesk desk, SmtpSink sink, NodeTraffic traffic, int mails, int doubled = 1)
    {
        await desk.SettledAsync();
        await Wait.UntilAsync(() => desk.LookAsync(async d => !await d.Outbox.AnyAsync(o => o.Step == OutboxStep.Waiting)), "the outbox is empty");
        Assert.Equal(mails, traffic.Stored.Count);
        var came = await desk.LookAsync(d => d.Messages.Where(m => m.Kind == MessageKind.Incoming).Select(m => m.MailId!).ToListAsync());
        Assert.Equal(Enumerable.Range(0, mails).Select(i => NodeTraffic.Mail(i).MessageId!).Order(StringComparer.Ordinal), came.Order(StringComparer.Ordinal));
        Assert.Equal(mails, await desk.LookAsync(d => d.Tickets.CountAsync()));
        var numbers = await desk.LookAsync(d => d.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1001, mails).Select(n => (long)n), numbers);
        Assert.Equal(mails, await desk.LookAsync(d => d.Contacts.CountAsync()));
        // Each rule has run once for each ticket, and written its one note.
        Assert.Equal(mails, await desk.LookAsync(d => d.Messages.CountAsync(m => m.Kind == MessageKind.Note)));
        Assert.Equal(mails, await desk.LookAsync(d => d.Tickets.CountAsync(t => t.Priority == Priority.High)));

        var written = await desk.LookAsync(d => d.Messages.Where(m => m.Kind == MessageKind.Outgoing).Select(m => m.Text).ToListAsync());
        Assert.Equal(written.Distinct().Count(), written.Count);
        var texts = written.Select(text => text.Split('\n')[0].Trim()).ToHashSet();
        Assert.DoesNotContain(traffic.Answered.Keys, text => !texts.Contains(text));
        Assert.DoesNotContain(texts, text => !traffic.Answered.ContainsKey(text) && !traffic.Unsure.ContainsKey(text));
        var left = sink.Mails.GroupBy(mail => mail.Mime.MessageId).ToList();
        Assert.Equal(written.Count, left.Count);
        Assert.InRange(left.Count(mail => mail.Count() > 1), 0, doubled);
        Assert.All(left, mail => Assert.Single(mail.Select(one => Convert.ToBase64String(one.Bytes)).Distinct()));

        var lines = await desk.LookAsync(d => d.Journal.OrderBy(line => line.Id).Select(line => line.Id).ToListAsync());
        Assert.Equal(Enumerable.Range((int)lines[0], lines.Count).Select(n => (long)n), lines);
        Assert.Empty((await desk.Api.ParkedAsync()).Items);
        Assert.Empty(await desk.CheckAsync());
        Assert.Empty(await desk.VerifyAsync());
    }
}
