using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Domain;
using Lotse.Domain.Staff;
using Lotse.Domain.Tickets;
using Lotse.Staff.Agents;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class AdministeringAgentsTests
{
    [Fact]
    public async Task A_deactivated_agent_loses_cookie_and_token_at_once_and_gets_them_back_by_signing_in_anew()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync("ben@desk.example");
        using var admin = await desk.SignedInAsync();
        using var agent = await desk.SignedInAsync("ben@desk.example");
        using var program = desk.Visitor();
        var token = await desk.TokenAsync(agent: ben);
        Assert.True(await agent.IsInAsync());

        Assert.Equal(HttpStatusCode.SeeOther, (await admin.PostAsync($"/staff/{ben}/deactivation")).StatusCode);

        Assert.False(await agent.IsInAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.SendAsync(HttpMethod.Get, "/api/v1/things", token)).StatusCode);
        Assert.Equal("sign-in-refused", await (await agent.PostAsync("/sign-in", ("email", "ben@desk.example"), ("password", StaffHost.Password))).RefusalAsync());

        await admin.PostAsync($"/staff/{ben}/activation");
        Assert.False(await agent.IsInAsync());
        using var again = await desk.SignedInAsync("ben@desk.example");
        Assert.True(await again.IsInAsync());
        Assert.Equal(["agentDeactivated", "agentActivated"], (await desk.FactsAsync()).Where(f => f.EndsWith("activated", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Another_role_and_other_communities_count_from_the_next_request_on()
    {
        await using var desk = await StaffHost.StartAsync();
        var ben = await desk.AddAgentAsync("ben@desk.example");
        using var agent = await desk.SignedInAsync("ben@desk.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.GetAsync("/staff")).StatusCode);

        await ChangeAsync(desk, ben, new(Name: "Benno", Role: Role.Admin, Communities: []));

        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync("/staff")).StatusCode);
        Assert.Equal("desk of Benno in ", await (await agent.GetAsync("/")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_last_active_admin_stays()
    {
        await using var desk = await StaffHost.StartAsync();

        Assert.Equal(ChangeAgent.LastAdmin, (await ChangeAsync(desk, desk.Admin, new(Active: false)))?.Code);
        Assert.Equal(ChangeAgent.LastAdmin, (await ChangeAsync(desk, desk.Admin, new(Role: Role.Lead)))?.Code);
        var other = await desk.AddAgentAsync("ben@desk.example", Role.Admin);
        Assert.Null(await ChangeAsync(desk, desk.Admin, new(Active: false)));
        Assert.Equal(ChangeAgent.LastAdmin, (await ChangeAsync(desk, other, new(Active: false)))?.Code);
    }

    [Fact]
    public async Task Two_admins_who_deactivate_each_other_at_once_leave_one()
    {
        await using var desk = await StaffHost.StartAsync();
        var other = await desk.AddAgentAsync("ben@desk.example", Role.Admin);
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(ChangeAsync(desk, desk.Admin, new(Active: false)), ChangeAsync(desk, other, new(Active: false)));

            Assert.Equal(1, await desk.WithAsync<DeskDatabase, int>(d => d.Users.CountAsync(a => a.Active)));
            await desk.WithAsync<DeskDatabase>(d => d.Users.ExecuteUpdateAsync(s => s.SetProperty(a => a.Active, true)));
        }
    }

    [Fact]
    public async Task An_admin_adds_somebody_and_hands_over_the_link()
    {
        await using var desk = await StaffHost.StartAsync();
        using var admin = await desk.SignedInAsync();

        var bad = await admin.PostAsync("/staff", ("name", "Cleo"), ("email", "cleo at desk"), ("role", "agent"), ("community", $"{desk.Community}"));
        var homeless = await admin.PostAsync("/staff", ("name", "Cleo"), ("email", "cleo@desk.example"), ("role", "agent"));
        var foreign = await admin.PostAsync("/staff", ("name", "Cleo"), ("email", "cleo@desk.example"), ("role", "agent"), ("community", "1"));
        var taken = await admin.PostAsync("/staff", ("name", "Cleo"), ("email", "ADA@desk.example"), ("role", "agent"), ("community", $"{desk.Community}"));
        var made = await admin.PostAsync("/staff", ("name", "Cleo"), ("email", "cleo@desk.example"), ("role", "lead"), ("community", $"{desk.Community}"));

        Assert.Equal("address-bad", await bad.RefusalAsync());
        Assert.Equal("community-missing", await homeless.RefusalAsync());
        Assert.Equal("community-unknown", await foreign.RefusalAsync());
        Assert.Equal("address-taken", await taken.RefusalAsync());
        var link = new Uri((await made.ShownAsync("invite-link"))[0]);
        using var cleo = desk.Visitor();
        var weak = await cleo.PostAsync(link.AbsolutePath, ("password", "short"));
        var answer = await cleo.PostAsync(link.AbsolutePath, ("password", "one long sentence"));
        Assert.Equal("password-too-short", await weak.RefusalAsync());
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Equal($"desk of Cleo in {desk.Community}", await (await cleo.GetAsync("/")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_program_of_an_admin_adds_changes_and_invites_again()
    {
        await using var desk = await StaffHost.StartAsync();
        using var program = desk.Visitor();
        var token = await desk.TokenAsync();

        var added = await program.SendAsync(HttpMethod.Post, "/api/v1/agents", token,
            new { email = "dora@desk.example", name = "Dora", communities = new[] { $"{desk.Community}" } });
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("agent").GetString();
        var changed = await program.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{id}", token, new { role = "lead" });
        var again = await program.SendAsync(HttpMethod.Post, $"/api/v1/agents/{id}/invites", token, new { secondStep = true });
        var last = await program.SendAsync(HttpMethod.Patch, $"/api/v1/agents/{desk.Admin}", token, new { active = false });
        var nobody = await program.SendAsync(HttpMethod.Patch, "/api/v1/agents/1", token, new { active = false });
        var agents = await (await program.SendAsync(HttpMethod.Get, "/api/v1/agents", token)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound],
            [added.StatusCode, changed.StatusCode, again.StatusCode, last.StatusCode, nobody.StatusCode]);
        Assert.EndsWith("last-admin", await last.CodeAsync());
        Assert.Equal("lead", agents.EnumerateArray().Single(a => a.GetProperty("id").GetString() == id).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Nobody_but_an_admin_administers()
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.AddAgentAsync("lea@desk.example", Role.Lead);
        using var lead = await desk.SignedInAsync("lea@desk.example");
        using var stranger = desk.Visitor();

        Assert.Equal(HttpStatusCode.Forbidden, (await lead.PostAsync("/staff", ("name", "X"), ("email", "x@desk.example"), ("role", "admin"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await lead.PostAsync($"/staff/{desk.Admin}/deactivation")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await lead.PostAsync($"/staff/{desk.Admin}/invites")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.PostAsync($"/staff/{desk.Admin}/invites")).StatusCode);
        Assert.Equal(2, await desk.WithAsync<DeskDatabase, int>(d => d.Users.CountAsync(a => a.Active && a.PasswordHash != null)));
    }

    private static Task<Refusal?> ChangeAsync(StaffHost desk, long id, ChangeAgent change) =>
        desk.WithAsync<ChangeAnAgent, Refusal?>(c => c.RunAsync(id, change, null, default));
}
