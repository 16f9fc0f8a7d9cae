using Lotse.Adapters.Database;
using Lotse.Staff.Agents;
using Lotse.Staff.Tokens;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

/// <summary>Whoever has been in an account must be out of it for good when it is rescued: by cookie, and by any token they have left behind.</summary>
public sealed class RescuingAnAccountTests
{
    private const string Ben = "ben@desk.example";

    [Fact]
    public async Task A_new_password_ends_all_tokens_of_the_agent_and_of_nobody_else()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var (one, two, others) = (await desk.TokenAsync(agent: ben), await desk.TokenAsync(agent: ben), await desk.TokenAsync());
        using var here = await desk.SignedInAsync(Ben);

        await here.PostAsync("/account/password", ("present", "not the one"), ("password", "another long sentence"));
        Assert.Equal((200, 200), (await StatusAsync(desk, one), await StatusAsync(desk, two)));
        await here.PostAsync("/account/password", ("present", StaffHost.Password), ("password", "another long sentence"));

        Assert.Equal((401, 401, 200), (await StatusAsync(desk, one), await StatusAsync(desk, two), await StatusAsync(desk, others)));
        Assert.Equal(["passwordChanged", "tokenRevoked", "tokenRevoked"], (await desk.FactsAsync())[^3..]);
        Assert.All(await RevokedByAsync(desk), by => Assert.Equal(ben, by));
    }

    [Fact]
    public async Task Inviting_again_ends_all_tokens()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var token = await desk.TokenAsync(agent: ben);
        using var admin = await desk.SignedInAsync();

        await admin.PostAsync($"/staff/{ben}/invites");

        Assert.Equal(401, await StatusAsync(desk, token));
        Assert.Equal(["agentInvitedAgain", "tokenRevoked"], (await desk.FactsAsync())[^2..]);
        Assert.All(await RevokedByAsync(desk), by => Assert.Equal(desk.Admin, by));
    }

    [Fact]
    public async Task Whoever_is_let_in_again_after_being_deactivated_has_no_token()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var token = await desk.TokenAsync(agent: ben);
        using var admin = await desk.SignedInAsync();

        await admin.PostAsync($"/staff/{ben}/deactivation");
        Assert.Equal("tokenRevoked", (await desk.FactsAsync())[^1]);
        await admin.PostAsync($"/staff/{ben}/activation");

        Assert.Equal(401, await StatusAsync(desk, token));
        Assert.Equal(0, await desk.WithAsync<DeskDatabase, int>(d => d.ApiTokens.CountAsync(t => t.AgentId == ben)));
    }

    [Fact]
    public async Task A_token_of_somebody_whom_an_older_version_deactivated_does_not_come_back_either()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var token = await desk.TokenAsync(agent: ben);
        await desk.WithAsync<DeskDatabase>(d => d.Users.Where(a => a.Id == ben).ExecuteUpdateAsync(set => set.SetProperty(a => a.Active, false)));

        await desk.WithAsync<ChangeAnAgent>(change => change.RunAsync(ben, new(Active: true), null, default));

        Assert.Equal(401, await StatusAsync(desk, token));
    }

    /// <summary>A program that makes tokens without end while the account is rescued: whichever comes first, none is left.</summary>
    [Fact]
    public async Task No_token_is_made_past_the_rescue()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var token = await desk.TokenAsync(agent: ben);
        using var over = new CancellationTokenSource();

        var makers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            using var program = desk.Visitor();
            while (!over.IsCancellationRequested) await program.SendAsync(HttpMethod.Post, "/api/v1/account/tokens", token, new { name = "more", scopes = new[] { "write" } });
        })).ToList();
        await Desk.Wait.UntilAsync(() => desk.WithAsync<DeskDatabase, bool>(async d => await d.ApiTokens.CountAsync(t => t.AgentId == ben) > 3), "tokens are made");
        await desk.WithAsync<AddAgent, Invitation>(add => add.AgainAsync(ben, alsoSecondStep: false, null, default));
        await over.CancelAsync();
        await Task.WhenAll(makers);

        Assert.Equal(0, await desk.WithAsync<DeskDatabase, int>(d => d.ApiTokens.CountAsync(t => t.AgentId == ben)));
    }

    [Fact]
    public async Task Who_came_in_before_the_rescue_makes_no_token_after_it()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync(Ben);
        var stamp = await desk.WithAsync<DeskDatabase, string?>(d => d.Users.Where(a => a.Id == ben).Select(a => a.SecurityStamp).SingleAsync());
        await desk.WithAsync<AddAgent, Invitation>(add => add.AgainAsync(ben, alsoSecondStep: false, null, default));

        var late = await desk.WithAsync<CreateApiToken, NewToken>(create => create.RunAsync(ben, "late", ["read"], null, new TokenMaker(stamp, null, null)));

        Assert.Equal((CreateApiToken.AgentUnknown, null), (late.Refusal?.Code, late.Token));
        Assert.Equal(0, await desk.WithAsync<DeskDatabase, int>(d => d.ApiTokens.CountAsync(t => t.AgentId == ben)));
    }

    private static async Task<int> StatusAsync(StaffHost desk, string token)
    {
        using var program = desk.Visitor();
        return (int)(await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode;
    }

    private static Task<List<long?>> RevokedByAsync(StaffHost desk) =>
        desk.WithAsync<DeskDatabase, List<long?>>(d => d.Journal.Where(line => line.Kind == "tokenRevoked").Select(line => line.AgentId).ToListAsync());
}
