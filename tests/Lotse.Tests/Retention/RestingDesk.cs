using System.Net;
using Lotse.Retention;
using Lotse.Tests.Desk;
using Lotse.Tickets.Redacting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

/// <summary>Tickets that rest, and what the rules do with them.</summary>
internal static class RestingDesk
{
    public const string Secret = "Geheimsache";

    /// <summary>A desk that has just started is busy, and lets others go first.</summary>
    public static async Task<int> SomeRetainStepAsync(this RunningDesk desk)
    {
        var count = 0;
        await Wait.UntilAsync(async () => (count = await desk.RetainStepAsync()) > 0, "the desk has time to delete");
        return count;
    }

    public static async Task<long> MailedTicketAsync(this RunningDesk desk, CustomerMail mail) => (await desk.PostMailAsync(mail)).Ticket!.Value;

    public static Task<string> MailIdAsync(this RunningDesk desk, long number) => desk.LookAsync(async d => (await d.Tickets.Where(t => t.Number == number).Join(d.Messages, t => t.Id, m => m.TicketId, (_, m) => m.MailId).FirstAsync())!);

    public static async Task ChangedAsync(this RunningDesk desk, long number, object change) => (await desk.Api.PatchAsync(number, change)).EnsureSuccessStatusCode();

    /// <summary>As if nobody had touched any ticket for so long. A clock that is turned by weeks would ring every bell of them.</summary>
    public static async Task RestedAsync(this RunningDesk desk, int days)
    {
        foreach (var (id, at) in await desk.LookAsync(async d => (await d.Tickets.Select(t => new { t.Id, t.UpdatedAt }).ToListAsync()).ConvertAll(t => (t.Id, t.UpdatedAt.AddDays(-days)))))
        {
            await desk.LookAsync(d => d.Tickets.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.UpdatedAt, at)));
        }
    }

    public static async Task RetainAsync(this RunningDesk desk, object plan) =>
        (await desk.Api.SendAsync(HttpMethod.Put, $"/communities/{await desk.OnlyCommunityAsync()}/retention", System.Net.Http.Json.JsonContent.Create(plan))).EnsureSuccessStatusCode();

    public static Task<long> OnlyCommunityAsync(this RunningDesk desk) => desk.LookAsync(d => d.Communities.Select(c => c.Id).SingleAsync());

    public static Task<int> RetainStepAsync(this RunningDesk desk) => desk.WithAsync<RetainTickets, int>(retain => retain.StepAsync(default));

    /// <summary>Until nothing is noted any more, as if the hours passed in which files lie aside.</summary>
    public static async Task ForgetFilesAsync(this RunningDesk desk)
    {
        for (var rounds = 0; await desk.LookAsync(d => d.FilesToForget.AnyAsync()); rounds++)
        {
            Assert.True(rounds < 20, "Files are looked at for ever.");
            await desk.LookAsync(d => d.FilesToForget.ExecuteUpdateAsync(set => set.SetProperty(f => f.LookAt, DateTimeOffset.UnixEpoch)));
            await desk.ForgetFilesStepAsync();
        }
    }

    public static Task<int> ForgetFilesStepAsync(this RunningDesk desk) => desk.WithAsync<ForgetFiles, int>(forget => forget.StepAsync(default));

    /// <summary>Of everything that may hang on a ticket, something.</summary>
    public static async Task WorkedOnAsync(this RunningDesk desk, long number, long other)
    {
        var agent = await desk.AddAgentAsync("Bo", RunningDesk.Community);
        await desk.ChangedAsync(number, new { tags = new[] { "vip" } });
        await desk.Api.ReplyAsync(number, $"Zur {Secret}: morgen.");
        (await desk.Api.PostAsync($"/tickets/{number}/notes", new { text = $"{Secret} intern @Bo" })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/links", new { to = other })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync("/problems", new { title = "Störung", tickets = new[] { number, other } })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/consultations", new { level = "third", text = $"Was ist mit {Secret}?" })).EnsureSuccessStatusCode();
        (await desk.Api.PostAsync($"/tickets/{number}/escalations", new { reason = "rights", tried = $"{Secret} geprüft", form = "general", answers = new { wish = Secret } })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, await agent.StatusAsync(HttpMethod.Get, $"/tickets/{number}"));
        await desk.ToldAsync();
        await desk.SentAsync("anna@kunde.example");
        await desk.ChangedAsync(number, new { state = "resolved" });
    }

    /// <summary>No column of text has it.</summary>
    public static async Task SaysNowhereAsync(this RunningDesk desk, string word) => await desk.LookAsync(async d =>
    {
        foreach (var entity in d.Model.GetEntityTypes())
        {
            foreach (var text in entity.GetProperties().Where(p => (p.FindTypeMapping()?.Converter?.ProviderClrType ?? p.ClrType) == typeof(string)).Select(p => p.GetColumnName()))
            {
                var sql = $"SELECT COUNT(*) AS \"Value\" FROM {entity.GetTableName()} WHERE \"{text}\" LIKE '%{word}%'";
                Assert.True((await d.Database.SqlQueryRaw<long>(sql).ToListAsync())[0] == 0, $"{entity.GetTableName()}.{text}");
            }
        }
        return true;
    });
}
