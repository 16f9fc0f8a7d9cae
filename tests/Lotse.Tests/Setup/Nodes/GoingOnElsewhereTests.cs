using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Notices;
using Lotse.Domain.Routing;
using Lotse.Domain.Tickets;
using Lotse.Rules.Webhooks;
using Lotse.Tests.Databases;
using Lotse.Tests.Desk;
using Lotse.Tests.Rules;
using Lotse.Tests.ServiceTimes;
using Lotse.Tickets.Bulk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Nodes;

/// <summary>What another desk had taken in the moment it died, and has for as long as anybody can have it: all of it goes on here within half a minute, and not before it is free.</summary>
/// <remarks>Mails in and out are in <see cref="KillingANodeTests"/>, mailboxes in <see cref="FetchingByOneNodeTests"/>.</remarks>
public sealed class GoingOnElsewhereTests
{
    private const long Team = 901;

    private static readonly TimeSpan s_taken = HeldWork.Lease - TimeSpan.FromSeconds(2), s_goal = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("slow", "yes")]
    public async Task Webhooks_bulk_runs_notices_by_mail_promises_and_dealing_go_on()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var listener = new Listener();
        await using var sink = new SmtpSink();
        await using var desk = await RunningDesk.StartAsync(new DeskWishes { Kind = DatabaseKind.Postgres, Sink = sink, WebhookNetworks = "127.0.0.0/8" });
        var lena = await HouseAsync(desk);
        (await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Lager", listener.Url))).EnsureSuccessStatusCode();
        await desk.PostMailAsync(new CustomerMail("Vorher"));

        var (until, died) = (DateTimeOffset.FromUnixTimeMilliseconds((TimeProvider.System.GetUtcNow() + HeldWork.Lease).ToUnixTimeMilliseconds()), Stopwatch.GetTimestamp());
        await desk.LookAsync(d => LeaveAsync(d, lena.AgentId, until));
        var number = (await desk.PostMailAsync(new CustomerMail("Nachher"))).Ticket!.Value;

        await Task.WhenAll(
            GoesOnAsync("the webhook", died, () => Task.FromResult(listener.All.Count == 1)),
            GoesOnAsync("the run", died, () => desk.LookAsync(d => d.BulkRuns.AnyAsync(r => r.FinishedAt != null && r.Done == 1))),
            GoesOnAsync("the notice", died, () => Task.FromResult(sink.To("lena@desk.example").Count == 1)),
            GoesOnAsync("the promise", died, () => desk.LookAsync(d => d.Tickets.AnyAsync(t => t.Number == number && t.DueAt != null))),
            GoesOnAsync("dealing", died, () => desk.LookAsync(d => d.Tickets.AnyAsync(t => t.Number == number && t.AssigneeId == lena.AgentId))));
        Assert.Single(listener.All);
        Assert.Equal(Priority.Low, await desk.LookAsync(d => d.Tickets.Where(t => t.Number == 1001).Select(t => t.Priority).SingleAsync()));
        Assert.Empty(await desk.CheckAsync());
    }

    private static async Task GoesOnAsync(string what, long died, Func<Task<bool>> done)
    {
        await Wait.UntilAsync(done, what);
        var after = Stopwatch.GetElapsedTime(died);
        Assert.True(after > s_taken && after < s_goal, $"{what}: after {after}");
    }

    /// <summary>Lena is dealt what comes in, is promised for, and wants her notices by mail.</summary>
    private static async Task<ApiClient> HouseAsync(RunningDesk desk)
    {
        var lena = await desk.AddAgentAsync("Lena", RunningDesk.Community);
        (await lena.SendAsync(HttpMethod.Put, "/notice-settings", JsonContent.Create(new NoticeHabits { Mail = NoticeMail.AtOnce, Assigned = false }, options: ApiClient.Json))).EnsureSuccessStatusCode();
        var community = await desk.LookAsync(async d =>
        {
            var id = await d.Communities.Select(c => c.Id).SingleAsync();
            d.Teams.Add(new() { Id = Team, CommunityId = id, Name = "Anleger", Distribution = DistributionKind.RoundRobin });
            d.AgentTeams.Add(new() { AgentId = lena.AgentId, TeamId = Team });
            await d.SaveChangesAsync();
            return id.ToString(CultureInfo.InvariantCulture);
        });
        (await desk.Api.PostAsync("/responsibilities", new { community, holders = new[] { new { team = Team.ToString(CultureInfo.InvariantCulture) } } })).EnsureSuccessStatusCode();
        await KeepingPromisesTests.PromiseAsync(desk, KeepingPromisesTests.Usual);
        return lena;
    }

    /// <summary>As it stands in the database when a desk dies that had just said that it goes on with all of this.</summary>
    private static async Task<bool> LeaveAsync(DeskDatabase database, long lena, DateTimeOffset until)
    {
        foreach (var lease in (string[])[Setting.NoticeMailLease, Setting.PromisesLease, Setting.DealingLease])
        {
            var moment = until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            await database.Database.ExecuteSqlAsync($"INSERT INTO settings (name, value) VALUES ({lease}, {moment}) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        }
        var (ticket, admin, now) = (await database.Tickets.SingleAsync(), await database.Users.Where(u => u.Email == RunningDesk.Admin).Select(u => u.Id).SingleAsync(), until - HeldWork.Lease);
        database.WebhookDeliveries.Add(new WebhookDelivery { Id = 1, WebhookId = await database.Webhooks.Select(w => w.Id).SingleAsync(), TicketId = ticket.Id, Event = "ticketOpened", Body = "{}", CreatedAt = now, NextAt = now, LeasedUntil = until });
        database.BulkRuns.Add(new BulkRun { Id = 1, AgentId = admin, At = now, Action = JsonSerializer.Serialize(new TicketSteps { Priority = Priority.Low }, StartBulk.AsKept), Total = 1, LeasedUntil = until });
        database.BulkItems.Add(new BulkItem { BulkRunId = 1, TicketId = ticket.Id });
        database.Notices.Add(new Notice { Id = Ids.First(now), AgentId = lena, TicketId = ticket.Id, Kind = "mentioned", Line = 1, ByAgentId = admin, At = now - TimeSpan.FromHours(1) });
        await database.SaveChangesAsync();
        return true;
    }
}
