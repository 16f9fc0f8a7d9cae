using Lotse.Adapters.Database.Caring;
using Lotse.Domain.Tickets;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Caring;

public sealed class TidyingCountsTests
{
    [Fact]
    public async Task What_is_done_is_counted_whoever_did_it_and_empty_cells_go()
    {
        await using var desk = await RunningDesk.StartAsync();
        var (clara, kim) = (await desk.AddAgentAsync("Clara", "Hafen"), await desk.AddAgentAsync("Kim", "Hafen"));
        foreach (var who in new[] { clara, kim, clara })
        {
            var number = (await desk.PostMailAsync(new CustomerMail("Frage"))).Ticket!.Value;
            (await desk.Api.PatchAsync(number, new { assignee = Lotse.Tickets.Api.ToJson.Id(who.AgentId), state = "open" })).EnsureSuccessStatusCode();
            (await desk.Api.PatchAsync(number, new { state = "resolved" })).EnsureSuccessStatusCode();
        }
        Assert.Contains(await CellsAsync(desk), cell => cell.Count == 0);

        Assert.NotEqual(0, await TidyAsync(desk));

        Assert.Equal([((int)TicketState.Resolved, 0L, 3L)], await CellsAsync(desk));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Equal(0, await TidyAsync(desk));
    }

    [Fact]
    public async Task Cells_that_an_older_version_has_divided_count_and_are_put_together_while_others_write()
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var n = 0; n < 4; n++)
        {
            var number = (await desk.PostMailAsync(new CustomerMail($"Frage {n}"))).Ticket!.Value;
            (await desk.Api.PatchAsync(number, new { state = "resolved" })).EnsureSuccessStatusCode();
        }
        const int Done = (int)TicketState.Resolved;
        var (clara, kim) = ((await desk.AddAgentAsync("Clara", "Hafen")).AgentId, (await desk.AddAgentAsync("Kim", "Hafen")).AgentId);
        // Three by one agent and one by another, and one by either that has left the whole since.
        await desk.LookAsync(d => d.Database.ExecuteSqlAsync($"INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) SELECT community_id, state, level, {clara}, 0, 3 FROM queue_counts WHERE state = {Done}"));
        await desk.LookAsync(d => d.Database.ExecuteSqlAsync($"INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) SELECT community_id, state, level, {kim}, 0, 2 FROM queue_counts WHERE state = {Done} AND assignee_id = 0"));
        await desk.LookAsync(d => d.Database.ExecuteSqlAsync($"UPDATE queue_counts SET count = -1 WHERE state = {Done} AND assignee_id = 0"));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.RepairAsync());

        await Task.WhenAll(TidyAsync(desk), desk.PostMailAsync(new CustomerMail("Dazwischen")));

        Assert.Equal([(Done, 0L, 4L)], (await CellsAsync(desk)).Where(cell => cell.State == Done));
        Assert.Empty(await desk.VerifyAsync());
    }

    [Fact]
    public async Task Divided_cells_that_are_wrong_are_put_right_as_one()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail())).Ticket!.Value;
        (await desk.Api.PatchAsync(number, new { state = "resolved" })).EnsureSuccessStatusCode();
        var clara = (await desk.AddAgentAsync("Clara", "Hafen")).AgentId;
        await desk.LookAsync(d => d.Database.ExecuteSqlAsync($"INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) SELECT community_id, state, level, {clara}, 0, 3 FROM queue_counts WHERE state = {(int)TicketState.Resolved}"));
        Assert.NotEmpty(await desk.VerifyAsync());

        Assert.Contains("said 4, says 1 now", Assert.Single(await desk.RepairAsync()), StringComparison.Ordinal);

        Assert.Empty(await desk.VerifyAsync());
    }

    private static Task<int> TidyAsync(RunningDesk desk) => desk.WithAsync<TidyCounts, int>(tidy => tidy.RunAsync(TestContext.Current.CancellationToken));

    private static async Task<List<(int State, long Assignee, long Count)>> CellsAsync(RunningDesk desk) =>
        [.. (await desk.LookAsync(d => d.QueueCounts.ToListAsync())).Select(c => (c.State, c.AssigneeId, c.Count))];
}
