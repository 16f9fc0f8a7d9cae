using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Rows.Automation;
using Lotse.Domain.Rules;
using Lotse.Rules.Webhooks;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Rules;

/// <summary>Webhooks that do not answer, or go while they are told, cost others nothing.</summary>
public sealed class WebhooksInTheirOrderTests
{
    private static readonly DeskWishes s_wishes = new() { WebhookNetworks = "127.0.0.0/8", FakeClock = true };

    [Fact]
    public async Task One_where_nobody_answers_does_not_hold_up_the_others_and_rests_with_all_that_waits_for_it()
    {
        await using var dead = new Listener { Answer = 0 };
        await using var alive = new Listener();
        await using var desk = await RunningDesk.StartAsync(s_wishes);
        var (silent, other) = (await HookAsync(desk, dead.Url), await HookAsync(desk, alive.Url));
        await WaitingAsync(desk, [.. Enumerable.Repeat(silent, 30), other]);
        desk.Pass(TimeSpan.FromSeconds(6));
        await alive.UntilAsync(1); // No time passes: those before it are still being told.
        await dead.UntilAsync(4);

        desk.Pass(TimeSpan.FromSeconds(11));
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.WebhookDeliveries.CountAsync(x => x.WebhookId == silent && x.Tries == 1)) == 4, "four are written down");
        await Wait.UntilAsync(async () => !await desk.LookAsync(d => d.WebhookDeliveries.AnyAsync(x => x.WebhookId == silent && x.NextAt <= desk.Clock.GetUtcNow())), "all of it is put off");
        await WaitingAsync(desk, [silent, other]); // What comes meanwhile waits too.
        desk.Pass(TimeSpan.FromSeconds(6));
        await alive.UntilAsync(2);
        desk.Pass(TimeSpan.FromSeconds(6));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(4, dead.All.Count);
        Assert.Equal(31, await desk.LookAsync(d => d.WebhookDeliveries.CountAsync(x => x.WebhookId == silent && x.Step == WebhookStep.Waiting)));

        dead.Answer = 204; // Back again: nothing of it is lost.
        for (var minute = 0; minute < 3; minute++)
        {
            desk.Pass(TimeSpan.FromSeconds(50));
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }
        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromSeconds(6));
            return await desk.LookAsync(d => d.WebhookDeliveries.AllAsync(x => x.Step == WebhookStep.Done));
        }, "all of it is told");
        Assert.Equal(31, dead.All.Select(heard => heard.Delivery).Distinct().Count());
    }

    [Fact]
    public async Task What_has_waited_a_day_for_nobody_is_given_up_but_not_a_test()
    {
        await using var dead = new Listener { Answer = 0 };
        await using var desk = await RunningDesk.StartAsync(s_wishes);
        var silent = await HookAsync(desk, dead.Url);
        await WaitingAsync(desk, [.. Enumerable.Repeat(silent, 10)], desk.Clock.GetUtcNow() - TimeSpan.FromDays(2));
        desk.Pass(TimeSpan.FromSeconds(6));
        await dead.UntilAsync(4);
        desk.Pass(TimeSpan.FromSeconds(11));
        await Wait.UntilAsync(async () => await desk.LookAsync(d => d.WebhookDeliveries.CountAsync(x => x.Step == WebhookStep.GivenUp)) == 6, "the others are given up");
        Assert.Equal(4, await desk.LookAsync(d => d.WebhookDeliveries.CountAsync(x => x.Step == WebhookStep.Waiting && x.Tries == 1)));
        await desk.Api.StatusAsync(HttpMethod.Post, $"/webhooks/{silent}/tests");
        await dead.UntilAsync(5);
        Assert.Equal("test", dead.All[4].Event);
    }

    [Fact]
    public async Task What_was_heard_is_not_told_again_where_another_webhook_goes_meanwhile()
    {
        await using var slow = new Listener { Answer = 0 };
        await using var quick = new Listener();
        await using var desk = await RunningDesk.StartAsync(s_wishes);
        var (going, staying) = (await HookAsync(desk, slow.Url), await HookAsync(desk, quick.Url));
        await WaitingAsync(desk, [going, staying]);
        desk.Pass(TimeSpan.FromSeconds(6));
        await Task.WhenAll(slow.UntilAsync(1), quick.UntilAsync(1));
        Assert.Equal(HttpStatusCode.NoContent, await desk.Api.StatusAsync(HttpMethod.Delete, $"/webhooks/{going}"));
        Assert.False(await desk.LookAsync(d => d.WebhookDeliveries.AnyAsync(x => x.WebhookId == going)));

        for (var steps = 0; steps < 8; steps++)
        {
            desk.Pass(TimeSpan.FromSeconds(6));
            await Task.Delay(150, TestContext.Current.CancellationToken);
        }
        var line = Assert.Single(await desk.LookAsync(d => d.WebhookDeliveries.ToListAsync()));
        Assert.Equal((staying, WebhookStep.Done, 1, ""), (line.WebhookId, line.Step, line.Tries, line.Body));
        Assert.Single(quick.All);
        Assert.Empty(await desk.CheckAsync());
    }

    [Fact]
    public async Task What_was_heard_is_not_told_again_by_a_desk_that_was_stopped_while_it_waited_for_another_one()
    {
        await using var slow = new Listener { Answer = 0 };
        await using var quick = new Listener();
        await using var desk = await RunningDesk.StartAsync(s_wishes);
        var (late, staying) = (await HookAsync(desk, slow.Url), await HookAsync(desk, quick.Url));
        await WaitingAsync(desk, [late, staying]);
        desk.Pass(TimeSpan.FromSeconds(6));
        await Task.WhenAll(slow.UntilAsync(1), quick.UntilAsync(1));
        await Task.Delay(200, TestContext.Current.CancellationToken); // Its answer comes back.
        await desk.RestartAsync();
        await Wait.UntilAsync(async () =>
        {
            desk.Pass(TimeSpan.FromSeconds(6));
            await Task.Delay(150, TestContext.Current.CancellationToken);
            return slow.All.Count >= 2;
        }, "the other one is told anew");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Single(quick.All);
        Assert.Equal(WebhookStep.Done, await desk.LookAsync(d => d.WebhookDeliveries.Where(x => x.WebhookId == staying).Select(x => x.Step).SingleAsync()));
    }

    private static async Task<long> HookAsync(RunningDesk desk, string url) =>
        long.Parse((await ApiClient.ReadAsync<WebhookJson>(await desk.Api.PostAsync("/webhooks", new WriteWebhookJson("Fern", url)))).Id, CultureInfo.InvariantCulture);

    /// <summary>Due at once, in this order.</summary>
    private static Task WaitingAsync(RunningDesk desk, IReadOnlyList<long> webhooks, DateTimeOffset? since = null) => desk.LookAsync(async d =>
    {
        var (last, now) = (await d.WebhookDeliveries.MaxAsync(x => (long?)x.Id) ?? 0, desk.Clock.GetUtcNow());
        d.WebhookDeliveries.AddRange(webhooks.Select((webhook, i) => new WebhookDelivery
        {
            Id = last + i + 1, WebhookId = webhook, Event = "ruleRan", Body = "{}", CreatedAt = since ?? now, NextAt = now.AddMilliseconds(i - webhooks.Count),
        }));
        return await d.SaveChangesAsync();
    });
}
