using Lotse.Adapters.Database.Forgetting;
using Lotse.Adapters.Database.Opening;
using Lotse.Tests.Databases;
using Lotse.Tests.Tickets.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

/// <summary>While a step goes on nobody else writes.</summary>
public sealed class StepsOfRetentionTests
{
    /// <summary>Tables that have no index by what goes, see decision 32, and those that stay small.</summary>
    private static readonly string[] s_small = ["bulk_items", "inform_items", "informed_customers", "informings", "webhook_deliveries", "sequences", "draft_files", "drafts", "hand_over_drafts", "procedures", "text_blocks"];

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_step_looks_through_no_table_that_grows(DatabaseKind kind)
    {
        Assert.SkipWhen(kind == DatabaseKind.Postgres && PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await PagesDesk.StartAsync(kind: kind);
        await desk.ReceiveAsync("kim@kunde.example", "Sache", "Worte");
        var tickets = await desk.ReadAsync(d => d.Tickets.Select(t => t.Id).ToListAsync());
        // As if a request did it: what workers ask meanwhile is not meant.
        var asked = await desk.AskedAsync(() => desk.WithAsync<IHttpContextAccessor, bool>(http => desk.ReadAsync(async database =>
        {
            http.HttpContext = new DefaultHttpContext();
            await using var transaction = await database.Database.BeginTransactionAsync();
            await ForgetTickets.RunAsync(database, tickets, stay: false, default);
            return true;
        })));
        Assert.Contains(asked, statement => statement.StartsWith("DELETE FROM automatic_mails", StringComparison.Ordinal));
        var whole = new List<string>();
        foreach (var statement in asked)
        {
            whole.AddRange((await desk.PlanAsync(statement)).Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && step != "SCAN CONSTANT ROW" && !s_small.Contains(step["SCAN ".Length..].Split(' ')[0])).Select(step => $"{step}: {statement}"));
        }
        Assert.True(whole.Count == 0, string.Join('\n', whole));
    }
}
