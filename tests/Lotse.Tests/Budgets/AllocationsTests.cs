using System.Globalization;
using System.Net;
using Lotse.Tests.Databases;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Xunit;

namespace Lotse.Tests.Budgets;

/// <summary>Tests that count what the whole process does: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>What a page and a mail may allocate, in kilobytes with the test's own asking. It is counted and not timed, so a busy machine changes nothing; of several rounds the least counts, because
/// the desk's workers look around meanwhile, and a budget is called too wide only where it is more than twice what a quiet desk asks for. Whoever needs more says so here.</summary>
[Collection(Alone.Name)]
public sealed class AllocationsTests
{
    private const int Rounds = 6, Requests = 20;

    [Theory]
    [InlineData("/tickets?queue=open", 480, 520)]
    [InlineData("/tickets?queue=done", 290, 325)]
    [InlineData("/tickets/{number}", 785, 860)]
    [InlineData("/tickets/{number}/beside", 535, 635)]
    [InlineData("/search?q=Worte", 770, 810)]
    [InlineData("/search?q=Kahn+state:open", 690, 725)]
    [InlineData("/notices", 210, 245)]
    public async Task A_page_asks_for_no_more_memory_than_it_is_given(string path, int sqlite, int postgres)
    {
        await using var desk = await PagesDesk.StartAsync();
        using var agent = await desk.SignedInAsync();
        var number = await FilledAsync(desk, agent);
        var asked = path.Replace("{number}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var least = await LeastAsync(async () =>
        {
            using var answer = await agent.GetAsync(asked);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await answer.Content.ReadAsByteArrayAsync();
        }, Requests);
        Judge(path, least, PostgresServer.IsAskedFor ? postgres : sqlite);
    }

    [Fact]
    public async Task A_mail_asks_for_no_more_memory_than_it_is_given()
    {
        await using var desk = await PagesDesk.StartAsync();
        var count = 0;
        var least = await LeastAsync(() => desk.ReceiveAsync($"kim{count++}@kunde.example", "Frage zum Kahn", "Guten Tag,\r\n\r\nder Kahn liegt seit gestern im falschen Hafen. Können Sie nachsehen?\r\n\r\nViele Grüße\r\nKim"), Requests);
        Judge("a mail", least, PostgresServer.IsAskedFor ? 410 : 320);
    }

    private static void Judge(string what, double least, int budget)
    {
        TestContext.Current.SendDiagnosticMessage("{0}: {1:n0} of {2} kB", what, least, budget);
        Assert.True(least <= budget, string.Create(CultureInfo.InvariantCulture, $"{what} asks for {least:n0} kB, and has {budget}."));
        Assert.True(least >= budget * 0.4, string.Create(CultureInfo.InvariantCulture, $"{what} asks for {least:n0} kB only: give it less than {budget}, so that what it would lose again is seen."));
    }

    /// <returns>Kilobytes each time, in the round with the fewest.</returns>
    private static async Task<double> LeastAsync(Func<Task> act, int times)
    {
        var least = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var n = 0; n < times; n++) await act();
            if (round > 0) least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / times);
        }
        return least;
    }

    private static async Task<long> FilledAsync(PagesDesk desk, Visitor agent)
    {
        long number = 0;
        for (var n = 0; n < 50; n++) number = await desk.ReceiveAsync($"kim{n % 20}@kunde.example", $"Kahn {n}", "Worte, die etwas sagen, und noch einige mehr davon.");
        for (var n = 0; n < 6; n++) await agent.PostAsync($"/tickets/{number}/notes", ("text", $"Notiz {n}: im Hafen nachgefragt."));
        await desk.FindableAsync(); // A search that finds nothing yet asks for little.
        return number;
    }
}
