using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Checking;
using Lotse.Domain.Setup;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Setup.Checks;

public sealed class RepairingCountersTests
{
    [Theory]
    [InlineData("UPDATE queue_counts SET count = count + 7", "queue_counts")]
    [InlineData("DELETE FROM queue_counts", "queue_counts")]
    [InlineData("INSERT INTO queue_counts (community_id, state, level, assignee_id, team_id, count) SELECT id, 2, 3, 0, 0, 5 FROM communities", "queue_counts")]
    [InlineData("UPDATE problems SET tickets = 9, customers = 8", "problems")]
    [InlineData("UPDATE tickets SET lane = 2 WHERE number = 1001", "tickets number 1001 lane")]
    [InlineData("UPDATE tickets SET lane = 4 WHERE number = 1002", "tickets number 1002 lane")]
    [InlineData("UPDATE sequences SET value = 1003 WHERE name = 'ticket'", "sequences ticket")]
    [InlineData("UPDATE sequences SET value = 3 WHERE name = 'journal'", "sequences journal")]
    [InlineData("DELETE FROM sequences WHERE name = 'journal'", "sequences journal")]
    public async Task What_was_spoiled_is_put_right_while_the_desk_works_and_is_told(string damage, string counter)
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var n = 0; n < 5; n++) await desk.PostMailAsync(new CustomerMail($"Frage {n}"));
        await ProblemAsync(desk, 1001, 1002, 1003);
        Assert.Empty(await desk.VerifyAsync());
        await desk.LookAsync(d => d.Database.ExecuteSqlRawAsync(damage));
        Assert.NotEmpty(await desk.VerifyAsync());

        // While the journal's counter is wrong nobody can work; all else is repaired beside the work.
        var working = counter == "sequences journal" ? Task.CompletedTask : WorkAsync(desk);
        var said = await desk.RepairAsync();
        await working;

        Assert.NotEmpty(said);
        Assert.Contains(said, line => line.StartsWith(counter, StringComparison.Ordinal));
        Assert.Empty(await desk.VerifyAsync());
        Assert.Empty(await desk.RepairAsync());
        await desk.PostMailAsync(new CustomerMail("Danach"));
        Assert.Empty(await desk.VerifyAsync());
        var kind = FactNames.Name(typeof(CounterRepaired));
        var told = await desk.LookAsync(d => d.Journal.Where(line => line.Kind == kind).Select(line => line.Data).ToListAsync());
        Assert.Equal(said.Count, told.Count);
        Assert.Contains(told, data => data.Contains(counter, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_good_desk_is_left_as_it_is()
    {
        await using var desk = await RunningDesk.StartAsync();
        await desk.PostMailAsync(new CustomerMail());
        var last = await desk.LookAsync(d => d.Journal.MaxAsync(line => line.Id));
        Assert.Empty(await desk.RepairAsync());
        Assert.Equal(last, await desk.LookAsync(d => d.Journal.MaxAsync(line => line.Id)));
    }

    [Fact]
    public async Task A_ticket_whose_lane_is_put_right_is_found_by_it()
    {
        await using var desk = await RunningDesk.StartAsync();
        var number = (await desk.PostMailAsync(new CustomerMail("Fahrplan"))).Ticket!.Value;
        await desk.LookAsync(d => d.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Lane, Domain.Tickets.Lane.Archived)));
        (await desk.Api.PatchAsync(number, new { priority = "high" })).EnsureSuccessStatusCode();
        await desk.FindableAsync();
        Assert.Equal(0, await FoundAsync(desk, "Fahrplan"));

        Assert.NotEmpty(await desk.RepairAsync());

        await desk.FindableAsync();
        Assert.Equal(1, await FoundAsync(desk, "Fahrplan"));
        Assert.Equal("counterRepaired", (await desk.Api.HistoryAsync(number))[^1].Kind);
    }

    private static async Task<int> FoundAsync(RunningDesk desk, string query)
    {
        using var answer = System.Text.Json.JsonDocument.Parse(await (await desk.Api.GetAsync($"/search?q={query}")).Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("items").GetArrayLength();
    }

    private static async Task WorkAsync(RunningDesk desk)
    {
        for (var n = 0; n < 12; n++)
        {
            await desk.PostMailAsync(new CustomerMail($"Mittendrin {n}"));
            using var changed = await desk.Api.PatchAsync(1004 + (n % 2), new { state = n % 4 < 2 ? "resolved" : "open" });
        }
    }

    private static async Task ProblemAsync(RunningDesk desk, params long[] numbers)
    {
        using var opened = await desk.Api.PostAsync("/problems", new { title = "Störung", tickets = numbers });
        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
    }
}
