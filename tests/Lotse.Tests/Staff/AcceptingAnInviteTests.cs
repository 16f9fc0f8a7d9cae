using System.Net;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Rows;
using Lotse.Domain;
using Lotse.Staff.Agents;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class AcceptingAnInviteTests
{
    [Fact]
    public async Task Works_once()
    {
        await using var desk = await StaffHost.StartAsync();
        var made = await desk.InviteAsync("ben@desk.example");

        Assert.Null((await AcceptAsync(desk, made.Token)).Refusal);
        Assert.Equal(AcceptInvite.Gone, (await AcceptAsync(desk, made.Token)).Refusal?.Code);
        using var visitor = desk.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/invites/{made.Token}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsync($"/invites/{made.Token}", ("password", "another long sentence"))).StatusCode);
    }

    [Fact]
    public async Task Of_two_at_the_same_time_one_is_too_late()
    {
        await using var desk = await StaffHost.StartAsync();
        var made = await desk.InviteAsync("ben@desk.example");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AcceptAsync(desk, made.Token)));

        Assert.Single(answers, a => a.Refusal is null);
        Assert.Single(await desk.FactsAsync(), "inviteAccepted");
    }

    [Fact]
    public async Task Works_for_three_days()
    {
        await using var desk = await StaffHost.StartAsync();
        var (early, late) = (await desk.InviteAsync("ben@desk.example"), await desk.InviteAsync("cleo@desk.example"));

        desk.Clock.Advance(TimeSpan.FromHours(71.9));
        Assert.Null((await AcceptAsync(desk, early.Token)).Refusal);
        desk.Clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(AcceptInvite.Gone, (await AcceptAsync(desk, late.Token)).Refusal?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task An_empty_or_wrong_token_never_matches(string? token)
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.InviteAsync("ben@desk.example");
        // Even where a row with an empty hash, or with the hash of nothing, had come into the table.
        await desk.WithAsync<DeskDatabase>(async d =>
        {
            d.Invites.Add(new Invite { Id = 1, AgentId = desk.Admin, Hash = "", ExpiresAt = desk.Clock.GetUtcNow().AddDays(1) });
            d.Invites.Add(new Invite { Id = 2, AgentId = desk.Admin, Hash = Ids.HashOf(""), ExpiresAt = desk.Clock.GetUtcNow().AddDays(1) });
            await d.SaveChangesAsync();
        });

        Assert.Equal(AcceptInvite.Gone, (await AcceptAsync(desk, token)).Refusal?.Code);
    }

    [Fact]
    public async Task A_new_link_ends_the_old_one_the_old_password_and_its_sessions()
    {
        await using var desk = await StaffHost.StartAsync();
        var first = await desk.InviteAsync("ben@desk.example");
        var second = await AgainAsync(desk, first.AgentId);
        Assert.Equal(AcceptInvite.Gone, (await AcceptAsync(desk, first.Token)).Refusal?.Code);
        Assert.Null((await AcceptAsync(desk, second.Token)).Refusal);
        using var session = await desk.SignedInAsync("ben@desk.example");

        var third = await AgainAsync(desk, first.AgentId);

        Assert.False(await session.IsInAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await session.PostAsync("/sign-in", ("email", "ben@desk.example"), ("password", StaffHost.Password))).StatusCode);
        Assert.NotEqual(second.Token, third.Token);
    }

    [Fact]
    public async Task Lets_nobody_in_who_was_deactivated_meanwhile()
    {
        await using var desk = await StaffHost.StartAsync();
        var made = await desk.InviteAsync("ben@desk.example");
        await desk.WithAsync<ChangeAnAgent>(change => change.RunAsync(made.AgentId, new(Active: false), null, default));

        Assert.Equal(AcceptInvite.Gone, (await AcceptAsync(desk, made.Token)).Refusal?.Code);
        Assert.Equal(AddAgent.Inactive, (await AgainAsync(desk, made.AgentId)).Refusal?.Code);
    }

    [Fact]
    public async Task Is_kept_as_a_hash_only()
    {
        await using var desk = await StaffHost.StartAsync();
        var made = await desk.InviteAsync("ben@desk.example");

        var row = await desk.WithAsync<DeskDatabase, Invite>(d => d.Invites.SingleAsync());
        var facts = await desk.WithAsync<DeskDatabase, List<string>>(d => d.Journal.Select(j => j.Data).ToListAsync());

        Assert.NotEqual(made.Token, row.Hash);
        Assert.DoesNotContain(facts, data => data.Contains(made.Token!, StringComparison.Ordinal) || data.Contains(row.Hash, StringComparison.Ordinal));
    }

    private static Task<(Refusal? Refusal, AgentAccount? Account)> AcceptAsync(StaffHost desk, string? token) =>
        desk.WithAsync<AcceptInvite, (Refusal?, AgentAccount?)>(accept => accept.RunAsync(token, StaffHost.Password, default));

    private static Task<Invitation> AgainAsync(StaffHost desk, long agent) =>
        desk.WithAsync<AddAgent, Invitation>(add => add.AgainAsync(agent, alsoSecondStep: false, null, default));
}
