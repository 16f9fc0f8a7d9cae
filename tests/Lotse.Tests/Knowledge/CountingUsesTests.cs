using Lotse.Adapters.Live;
using Lotse.Knowledge.Offering;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lotse.Tests.Knowledge;

/// <summary>Uses of text blocks where several desks follow the journal at once.</summary>
public sealed class CountingUsesTests
{
    private const int Tickets = 6, Reopened = 2;

    [Fact]
    public async Task Two_followers_count_and_learn_each_use_once()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var ada = await desk.SignedInAsync();
        var block = await desk.MakeBlockAsync(ada, "Rechnung", "rechnung", "<div>Die Rechnung liegt bei.</div>");
        await desk.CountedAsync();
        // As another desk on the same database has one.
        using var second = await desk.WithAsync<IServiceScopeFactory, FollowUses>(scopes => desk.WithAsync<JournalTail, FollowUses>(tail => Task.FromResult(new FollowUses(scopes, tail, TimeProvider.System, NullLogger<FollowUses>.Instance))));
        await second.StartAsync(default);
        var numbers = new List<long>();
        for (var n = 0; n < Tickets; n++)
        {
            var number = await desk.ReceiveAsync($"kim{n}@kunde.example", "Mahnung erhalten", "Warum kommt schon wieder eine Zahlungserinnerung?");
            numbers.Add(number);
            await ada.PostAsync($"/tickets/{number}/replies", ("text", "Die Rechnung liegt bei."), ("textBlocks", $"{block}"), ("then", "resolve"));
        }
        foreach (var number in numbers.Take(Reopened)) await ada.PostAsync($"/tickets/{number}/state", ("state", "open"));
        await desk.CountedAsync();
        var last = await desk.ReadAsync(d => d.Journal.MaxAsync(line => line.Id));
        for (var tries = 0; second.At < last; tries++)
        {
            Assert.True(tries < 600, "The second follower does not come on.");
            await Task.Delay(20);
        }
        await second.StopAsync(default);

        var counted = await desk.ReadAsync(d => d.TextBlocks.SingleAsync(b => b.Id == block));
        Assert.Equal((Tickets, Tickets - Reopened), (counted.Sent, counted.Solved));
        var uses = await desk.ReadAsync(d => d.TextBlockUses.Where(u => u.Solved).Select(u => u.Words).ToListAsync());
        var learned = await desk.ReadAsync(d => d.TextBlockWords.Where(w => w.TextBlockId == block && w.Learned).ToDictionaryAsync(w => w.Word, w => w.Weight));
        Assert.NotEmpty(learned);
        Assert.All(learned, word => Assert.Equal(uses.Count(words => words.Split(' ').Contains(word.Key)), word.Value));
    }
}
