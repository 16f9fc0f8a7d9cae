using System.Globalization;
using Lotse.Tests.Desk;
using Xunit;

namespace Lotse.Tests.Tickets;

public sealed class ListingTicketsTests
{
    [Theory]
    [InlineData("created")]
    [InlineData("updated")]
    [InlineData("oldest")]
    public async Task Pages_have_no_gaps_and_no_doubles_while_tickets_come_in(string order)
    {
        await using var desk = await RunningDesk.StartAsync();
        for (var i = 0; i < 40; i++) await desk.DeliverAsync(Numbered(i));
        await desk.SettledAsync();
        var before = (await desk.Api.ListAsync("?limit=200")).Items.Select(item => item.Number).ToHashSet();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 100; !enough.IsCancellationRequested; i++) await desk.DeliverAsync(Numbered(i));
        });

        var seen = new List<long>();
        string? next = null;
        do
        {
            var page = await desk.Api.ListAsync($"?limit=7&order={order}{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page.Items.Select(item => item.Number));
            next = page.Next;
        }
        while (next is not null && seen.Count < 1000 && !before.IsSubsetOf(seen));
        await enough.CancelAsync();
        await writing;

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), before);
        if (order == "created") Assert.Equal(seen.OrderDescending(), seen);
    }

    [Fact]
    public async Task Finds_by_what_the_query_says()
    {
        await using var desk = await RunningDesk.StartAsync();
        var first = (await desk.PostMailAsync(new CustomerMail("Rechnung 100%"))).Ticket!.Value;
        var second = (await desk.PostMailAsync(new CustomerMail("Rechnung offen") { From = "bert@kunde.example" })).Ticket!.Value;
        (await desk.Api.PatchAsync(second, new { state = "closed", tags = new[] { "Zahlung" }, assignee = RunningDesk.Admin, priority = "urgent" })).EnsureSuccessStatusCode();

        async Task<IEnumerable<long>> FoundAsync(string query) => (await desk.Api.ListAsync(query)).Items.Select(item => item.Number);
        Assert.Equal([second], await FoundAsync("?state=closed"));
        Assert.Equal([second], await FoundAsync("?queue=done"));
        Assert.Equal([second], await FoundAsync("?tag=zahlung"));
        Assert.Equal([second], await FoundAsync($"?assignee={RunningDesk.Admin}"));
        Assert.Equal([first], await FoundAsync("?assignee=none"));
        Assert.Equal([first], await FoundAsync("?q=100%25"));
        Assert.Equal([second], await FoundAsync("?q=bert@kunde.example"));
        Assert.Equal([second, first], await FoundAsync("?q=rechnung"));
        Assert.Empty(await FoundAsync("?q=nirgends"));
    }

    private static CustomerMail Numbered(int i) => new(string.Create(CultureInfo.InvariantCulture, $"Mail {i}"));
}
