using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain.Routing.Learning;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

public sealed class WritingBesideOthersTests
{
    /// <summary>On SQLite one writes at a time.</summary>
    [Fact]
    public async Task Takes_the_journals_counter_before_any_other()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres });
        await desk.ChangedAsync(await desk.MailedTicketAsync(new CustomerMail()), new { state = "resolved" });
        await desk.RestedAsync(40);
        await desk.LookAsync(async d =>
        {
            d.Add(new Correction { Id = 7, CommunityId = await d.Communities.Select(c => c.Id).SingleAsync(), TicketId = await d.Tickets.Select(t => t.Id).SingleAsync(), Words = "rechnung" });
            return await d.SaveChangesAsync();
        });
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } } });
        await using var other = DatabaseParts.Open(desk.Location);
        await using var transaction = await other.Database.BeginTransactionAsync();
        await other.Database.ExecuteSqlAsync($"UPDATE sequences SET value = value WHERE name = 'journal'");

        var step = desk.SomeRetainStepAsync();
        await Wait.UntilAsync(() => desk.LookAsync(async d => (await d.Database.SqlQuery<long>(
            $"SELECT COUNT(*) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE sequences%'").ToListAsync())[0] > 0), "it waits for the other desk");
        Assert.Single(await other.Database.SqlQuery<long>($"SELECT value AS \"Value\" FROM sequences WHERE name = 'learned' FOR UPDATE NOWAIT").ToListAsync());
        await transaction.RollbackAsync();
        Assert.Equal(1, await step);
    }

    [Fact]
    public async Task Raises_what_guards_a_problem_whose_tickets_become_fewer()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (goes, stays) = (await desk.MailedTicketAsync(new CustomerMail()), await desk.MailedTicketAsync(new CustomerMail("Bleibt") { From = "bert@kunde.example" }));
        (await desk.Api.PostAsync("/problems", new { title = "Störung", tickets = new[] { goes, stays } })).EnsureSuccessStatusCode();
        await desk.ChangedAsync(goes, new { state = "resolved" });
        await desk.RestedAsync(40);
        await desk.RetainAsync(new { rules = new[] { new { months = 1 } } });
        var before = await desk.LookAsync(d => d.Problems.SingleAsync());
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        var after = await desk.LookAsync(d => d.Problems.SingleAsync());
        Assert.Equal((before.Tickets - 1, before.Customers - 1, before.Changes + 1), (after.Tickets, after.Customers, after.Changes));

        await desk.LookAsync(d => d.Problems.ExecuteUpdateAsync(set => set.SetProperty(p => p.Tickets, 7)));
        Assert.Single(await desk.RepairAsync());
        Assert.Equal(after.Changes + 1, await desk.LookAsync(d => d.Problems.Select(p => p.Changes).SingleAsync()));
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("anonymise")]
    public async Task Leaves_a_ticket_in_which_somebody_is_writing(string act)
    {
        await using var desk = await RunningDesk.StartAsync();
        var (writing, stale) = (await desk.MailedTicketAsync(new CustomerMail("Eins")), await desk.MailedTicketAsync(new CustomerMail("Zwei")));
        foreach (var number in (long[])[writing, stale])
        {
            await desk.ChangedAsync(number, new { state = "resolved" });
            var at = DateTimeOffset.UtcNow.AddHours(number == writing ? -23 : -25);
            await desk.LookAsync(async d =>
            {
                d.Add(new Draft { Id = number, TicketId = await d.Tickets.Where(t => t.Number == number).Select(t => t.Id).SingleAsync(), AgentId = await d.Users.Select(u => u.Id).SingleAsync(), Text = "Angefangen", UpdatedAt = at });
                return await d.SaveChangesAsync();
            });
        }
        await desk.RestedAsync(40);
        await desk.RetainAsync(new { rules = new[] { new { months = 1, act } } });
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Equal([writing], await desk.LookAsync(d => d.Drafts.Select(draft => draft.Id).ToListAsync()));

        await desk.LookAsync(d => d.Drafts.ExecuteUpdateAsync(set => set.SetProperty(draft => draft.UpdatedAt, DateTimeOffset.UtcNow.AddDays(-2))));
        Assert.Equal(1, await desk.SomeRetainStepAsync());
        Assert.Empty(await desk.LookAsync(d => d.Drafts.ToListAsync()));
    }
}
