using Lotse.Adapters.Database;
using Lotse.Adapters.Files;
using Lotse.Adapters.MailServer.Reading;
using Lotse.Adapters.Database.Writing;
using Lotse.Bench.Filling;
using Lotse.Domain.Tickets;
using Lotse.ServiceTimes;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Filling;

/// <summary>What the measured figures stand on: a filled desk is the same each time, and holds what a desk holds that took in the same by its doors.</summary>
public sealed class FillingADeskTests
{
    /// <summary>A Wednesday, at work.</summary>
    private static readonly DateTimeOffset s_day = new(2026, 11, 18, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_seed_and_day_give_the_same_tickets()
    {
        await using var one = await FilledAsync(60, seed: 7);
        await using var again = await FilledAsync(60, seed: 7);
        await using var other = await FilledAsync(60, seed: 8);

        var first = await one.LookAsync(LinesAsync);

        Assert.True(first.Count > 300);
        Assert.Equal(first, await again.LookAsync(LinesAsync));
        Assert.NotEqual(first, await other.LookAsync(LinesAsync));
    }

    [Fact]
    public async Task Filled_mails_read_as_they_stand_on_their_tickets()
    {
        await using var desk = await FilledAsync(200, seed: 1);
        var codec = new RawMailCodec(new FileStore(Path.Combine(desk.Folder, "files")));
        var mails = await desk.LookAsync(d => d.Messages.Include(m => m.Attachments).Where(m => m.RawMailId != null)
            .Join(d.RawMails, m => m.RawMailId, raw => raw.Id, (message, raw) => new { message, raw.Bytes }).ToListAsync());
        var files = await desk.LookAsync(d => d.RawMailFiles.ToListAsync());
        var spool = Directory.CreateDirectory(Path.Combine(desk.Folder, "read")).FullName;

        foreach (var mail in mails)
        {
            using var raw = codec.Unpack(mail.Bytes, spool);
            using var stream = raw.Open();
            var (message, read) = (mail.message, MailReader.Read(stream, ReadingLimits.Default));
            Assert.Equal((message.Subject, message.MailId, message.FromName, message.FromAddress, message.HasHtml), (read.Subject, read.MessageId, read.From[0].Name, read.From[0].Address, read.Html is not null));
            Assert.Equal(message.Text, read.Text);
            Assert.Equal(message.To, read.To);
            Assert.Equal(message.Attachments.Select(a => (a.Name, a.Size, a.ContentType, a.Sha256, a.Part)), read.Attachments.Select(a => (a.Name, a.Size, a.ContentType, a.Sha256, a.Part)));
            Assert.Equal(RawMailCodec.FilesOf(mail.Bytes), files.Where(f => f.RawMailId == message.RawMailId).Select(f => f.Sha256));
        }
        Assert.NotEmpty(files);
        Assert.Contains(mails, mail => mail.message.Attachments.Count > 0);
    }

    [Fact]
    public async Task Nothing_is_wrong_with_a_filled_desk_and_it_holds_what_a_used_one_does()
    {
        await using var desk = await FilledAsync(400, seed: 1);

        Assert.Empty(await desk.VerifyAsync());
        await desk.LookAsync(async d =>
        {
            Assert.InRange((await d.Messages.CountAsync()) / 400.0, 4.5, 5.5);
            foreach (var (what, rows) in ((string, IQueryable<object>)[])
            [
                ("deliveries", d.Deliveries), ("outbox", d.Outbox), ("automatic mails", d.AutomaticMails), ("hand-overs", d.HandOvers.Where(h => h.ReturnedAt != null)), ("consultations", d.Consultations),
                ("attachments", d.Attachments), ("tags", d.TicketTags), ("open", d.Tickets.Where(t => t.Lane == Lane.Active)),
            ]) Assert.True(await rows.AnyAsync(), what);
            return true;
        });
    }

    [Fact]
    public async Task Promises_of_filled_tickets_are_what_the_desk_reckons()
    {
        await using var desk = await FilledAsync(60, seed: 3);
        var before = await desk.LookAsync(PromisesAsync);

        var clock = new FakeTimeProvider(s_day);
        foreach (var ticket in await desk.LookAsync(d => d.Tickets.Select(t => t.Id).ToListAsync()))
        {
            await desk.LookAsync(async d =>
            {
                await new KeepPromises(d, new Journal(d, new WriteGate(), new JournalBell(), new StoreHealth(clock), clock), clock).RunAsync([ticket], default);
                return true;
            });
        }

        Assert.NotEmpty(before);
        Assert.Equal(before, await desk.LookAsync(PromisesAsync));
    }

    private static async Task<RunningDesk> FilledAsync(int tickets, ulong seed)
    {
        var desk = await RunningDesk.StartAsync(new DeskWishes { FakeClock = true });
        await desk.StopAsync();
        await new FillDesk(desk.Location, Path.Combine(desk.Folder, "files"), seed, s_day).RunAsync(tickets);
        await desk.ServeAgainAsync();
        return desk;
    }

    /// <summary>Everything that people read of the tickets, without keys.</summary>
    private static async Task<List<string>> LinesAsync(DeskDatabase database)
    {
        var tickets = await database.Tickets.OrderBy(t => t.Number).ToListAsync();
        var messages = (await database.Messages.Include(m => m.Attachments).OrderBy(m => m.Id).ToListAsync()).ToLookup(m => m.TicketId);
        var tags = (await database.TicketTags.Join(database.Tags, link => link.TagId, tag => tag.Id, (link, tag) => new { link.TicketId, tag.Name }).ToListAsync()).ToLookup(tag => tag.TicketId, tag => tag.Name);
        return [.. tickets.SelectMany(t => messages[t.Id].Select(m => $"{m.At:O} {m.Kind} {m.FromName} {m.FromAddress} {m.Subject} {m.Text} {string.Join(' ', m.Attachments.Select(a => a.Sha256))}")
            .Prepend($"{t.Number} {t.Subject} {t.State} {t.Level} {t.Priority} {t.Language} {t.DueAt:O} {string.Join(' ', tags[t.Id].Order(StringComparer.Ordinal))}"))];
    }

    private static async Task<List<string>> PromisesAsync(DeskDatabase database) =>
        [.. (await database.TicketPromises.OrderBy(p => p.TicketId).ThenBy(p => p.Kind).ThenBy(p => p.Run).ToListAsync())
            .Select(p => $"{p.TicketId} {p.Kind} {p.Run} {p.StartedAt:O} {p.Minutes} {p.DueAt:O} {p.WarnAt:O} {p.PausedSince:O} {p.LeftMilliseconds} {p.EndedAt:O} {p.WarnedAt:O} {p.OverdueAt:O} {p.ToldLeadAt:O} {p.NextAt:O} {p.Version}")];
}
