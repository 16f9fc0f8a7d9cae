using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Replies.Automatic;

public sealed class CountingAutomaticMailTests
{
    [Fact]
    public async Task What_has_left_is_counted_from_an_index_and_never_by_looking_through_all()
    {
        await using var desk = await PagesDesk.StartAsync(kind: DatabaseKind.Sqlite);
        var statements = await desk.ReadAsync(database => Task.FromResult<string[]>(
        [
            AutomaticMailCounts.ToAddresses(database, [1, 2, 3], DateTimeOffset.UnixEpoch).CreateDbCommand().CommandText,
            AutomaticMailCounts.OfDesk(database, DateTimeOffset.UnixEpoch, 1000).CreateDbCommand().CommandText,
        ]));

        foreach (var statement in statements)
        {
            var plan = await desk.PlanAsync(statement);
            Assert.Contains(plan, step => step.Contains("SEARCH", StringComparison.Ordinal) && step.Contains("INDEX", StringComparison.Ordinal));
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
        }
    }
}
