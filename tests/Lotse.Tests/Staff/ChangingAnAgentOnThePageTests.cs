using System.Net;
using System.Text.RegularExpressions;
using Lotse.Domain.Tickets;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class ChangingAnAgentOnThePageTests
{
    [Fact]
    public async Task An_admin_changes_role_and_communities_by_the_form_of_the_list()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var admin = await desk.SignedInAsync();
        var bo = await IdAsync(desk, PagesDesk.Stranger);
        var hafen = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var form = Form(await (await admin.GetAsync("/staff")).Content.ReadAsStringAsync(), bo);
        Assert.Matches("<option value=\"agent\" selected", form);
        Assert.Matches("value=\"77\" checked", form);
        Assert.DoesNotMatch($"value=\"{hafen}\" checked", form);

        var changed = await admin.PostAsync($"/staff/{bo}", ("name", "Bo"), ("role", "lead"), ("community", $"{hafen}"));
        var after = Form(await (await admin.GetAsync("/staff")).Content.ReadAsStringAsync(), bo);

        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.Matches("<option value=\"lead\" selected", after);
        Assert.Matches($"value=\"{hafen}\" checked", after);
        Assert.DoesNotMatch("value=\"77\" checked", after);
    }

    [Fact]
    public async Task The_last_admin_stays_one_and_the_page_says_why()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var admin = await desk.SignedInAsync();
        var ada = await desk.ReadAsync(d => d.Users.Where(u => u.Role == Role.Admin).Select(u => u.Id).SingleAsync());

        var refused = await admin.PostAsync($"/staff/{ada}", ("name", "Ada"), ("role", "agent"), ("community", "77"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("last-admin", await refused.RefusalAsync());
        Assert.Equal(Role.Admin, await desk.ReadAsync(d => d.Users.Where(u => u.Id == ada).Select(u => u.Role).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_but_an_admin_changes_anybody()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var bo = await desk.SignedInAsync(PagesDesk.Stranger);
        var id = await IdAsync(desk, PagesDesk.Stranger);

        Assert.Equal(HttpStatusCode.Forbidden, (await bo.PostAsync($"/staff/{id}", ("name", "Bo"), ("role", "admin"))).StatusCode);
        Assert.Equal(Role.Agent, await desk.ReadAsync(d => d.Users.Where(u => u.Id == id).Select(u => u.Role).SingleAsync()));
    }

    private static Task<long> IdAsync(PagesDesk desk, string email) => desk.ReadAsync(d => d.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync());

    private static string Form(string page, long agent) =>
        Regex.Match(page, $"<form method=\"post\" action=\"/staff/{agent}\">.*?</form>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Value;
}
