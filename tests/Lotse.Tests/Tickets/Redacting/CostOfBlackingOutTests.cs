using Lotse.Adapters.Database.Opening;
using Lotse.Domain.Tickets;
using Lotse.Tests.Databases;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Redacting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Tickets.Redacting;

public sealed class CostOfBlackingOutTests
{
    private static readonly string[] s_large = ["deliveries", "messages", "raw_mails", "attachments"];

    /// <summary>As PostgreSQL names them, and as SQLite does.</summary>
    private static readonly string[] s_whole = [.. s_large, "d", "m", "r", "a"];

    /// <summary>Where the law wants it done, it must be done on a desk with millions of mails too.</summary>
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Blacking_out_looks_through_no_mails_and_no_messages(DatabaseKind kind)
    {
        Assert.SkipWhen(kind == DatabaseKind.Postgres && PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var desk = await PagesDesk.StartAsync(kind: kind);
        await desk.ReceiveAsync("kim@kunde.example", "Sache", "Ein geheimes Wort");
        var (message, admin) = (await desk.ReadAsync(d => d.Messages.Select(m => m.Id).SingleAsync()), await desk.ReadAsync(d => d.Users.Select(u => u.Id).FirstAsync()));

        var asked = await desk.AskedAsync(() => desk.WithAsync<IHttpContextAccessor, bool>(http => desk.WithAsync<RedactMessage, bool>(async redact =>
        {
            http.HttpContext = new DefaultHttpContext();
            var done = await redact.RunAsync(new Acting(admin, "Ada", Role.Admin, []), message, new WantedRedaction(["geheimes"], []), default);
            Assert.Null(done.Refusal);
            return true;
        })));

        var looks = asked.Where(statement => statement.StartsWith("SELECT", StringComparison.Ordinal) && s_large.Any(table => statement.Contains(table, StringComparison.Ordinal))).ToList();
        Assert.Contains(looks, statement => statement.Contains("deliveries", StringComparison.Ordinal) && statement.Contains("raw_mail_id", StringComparison.Ordinal) && statement.Contains("EXISTS", StringComparison.Ordinal));
        var whole = new List<string>();
        foreach (var statement in looks)
        {
            whole.AddRange((await desk.PlanAsync(statement)).Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && s_whole.Contains(step.Split(' ')[1].TrimEnd(':'))).Select(step => $"{step}: {statement}"));
        }
        Assert.True(whole.Count == 0, string.Join('\n', whole));
    }
}
