using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Adapters.Database.Writing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Adapters.Database;

public sealed class ClaimingDeliveriesTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);

    [Fact]
    public async Task Takes_a_few_of_each_webhook_the_oldest_first_and_nothing_twice()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);
        await FillAsync(database, (1, 300), (2, 1), (3, 7));
        using var gate = new WriteGate();

        Assert.Equal([1, 2, 3, 4, 301, 302, 303, 304, 305], (await TakeAsync(database, gate)).Order());
        Assert.Equal([5, 6, 7, 8, 306, 307, 308], (await TakeAsync(database, gate)).Order());
        Assert.Equal([9, 10, 11, 12], (await TakeAsync(database, gate)).Order());
    }

    [Fact]
    public async Task Two_desks_take_nothing_together()
    {
        await using var place = await Place.MakeAsync(DatabaseKind.Postgres);
        await using (var database = DatabaseParts.Open(place.Location)) await FillAsync(database, [.. Enumerable.Range(1, 50).Select(webhook => (webhook, 4))]);
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var own = DatabaseParts.Open(place.Location);
            using var gate = new WriteGate();
            var ids = new List<long>();
            for (var empty = 0; empty < 3;)
            {
                var some = await TakeAsync(own, gate);
                empty = some.Count == 0 ? empty + 1 : 0;
                ids.AddRange(some);
            }
            return ids;
        }));
        Assert.Equal(Enumerable.Range(1, 200).Select(id => (long)id), taken.SelectMany(ids => ids).Order());
    }

    [Fact]
    public async Task Looks_for_what_is_due_by_its_index()
    {
        await using var place = await Place.MakeAsync();
        await using var database = DatabaseParts.Open(place.Location);
        await FillAsync(database, (1, 20));
        var (isPostgres, plan) = (place.Location.Kind == DatabaseKind.Postgres, new List<string>());
        var sql = RuleClaims.ClaimSql(isPostgres).Replace("{0}", "1800000000000", StringComparison.Ordinal).Replace("{1}", "1800000015000", StringComparison.Ordinal).Replace("{2}", "1800000000000", StringComparison.Ordinal);
        await database.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = isPostgres ? $"SET enable_seqscan = off; EXPLAIN {sql}" : $"EXPLAIN QUERY PLAN {sql}";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) plan.Add(reader.GetString(isPostgres ? 0 : 3));
        Assert.Contains(plan, step => step.Contains("ix_webhook_deliveries_waiting", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan", StringComparison.Ordinal) || (step.StartsWith("SCAN webhook_deliveries", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal)));
    }

    private static Task<List<long>> TakeAsync(DeskDatabase database, WriteGate gate) => RuleClaims.DeliveriesAsync(database, gate, s_now, s_now, s_now.AddSeconds(15), TestContext.Current.CancellationToken);

    private static async Task FillAsync(DeskDatabase database, params (int Webhook, int Count)[] waiting)
    {
        var id = 0;
        foreach (var (webhook, count) in waiting)
        {
            for (var i = 0; i < count; i++) database.WebhookDeliveries.Add(new WebhookDelivery { Id = ++id, WebhookId = webhook, Event = "ruleRan", Body = "{}", NextAt = s_now.AddSeconds(id - 1000) });
        }
        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
