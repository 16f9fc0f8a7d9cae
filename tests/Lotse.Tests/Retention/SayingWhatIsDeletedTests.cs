using System.Net;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Retention;

/// <summary>The page for leads.</summary>
public sealed class SayingWhatIsDeletedTests
{
    [Fact]
    public async Task One_looks_first_confirms_and_it_is_kept()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        var path = $"/retention/{community}";
        Assert.Contains(path, await (await lead.GetAsync("/retention")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var token = await lead.FormTokenAsync(path);

        using var looked = await lead.SubmitAsync(path, token, ("what-0", "done"), ("months-0", "12"), ("action", "preview"));
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Contains("role=\"status\"", await looked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var unsure = await lead.SubmitAsync(path, token, ("what-0", "done"), ("months-0", "12"), ("action", "save"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        Assert.Contains("value=\"12\"", await unsure.Content.ReadAsStringAsync(), StringComparison.Ordinal); // What was typed stays.
        using var wrong = await lead.SubmitAsync(path, token, ("what-0", "done"), ("months-0", "zwölf"), ("action", "preview"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(0, await desk.ReadAsync(d => d.RetentionPlans.CountAsync()));

        using var saved = await lead.SubmitAsync(path, token, ("what-0", "done"), ("months-0", "12"), ("what-1", "spam"), ("months-1", "1"), ("sure", "yes"), ("action", "save"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(1, await desk.ReadAsync(d => d.RetentionPlans.CountAsync()));
        Assert.Contains("value=\"12\"", await (await lead.GetAsync(path)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var agent = await desk.ColleagueAsync("cleo@desk.example", "Cleo");
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync("/retention")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_form_from_before_a_legal_hold_does_not_take_it_away()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync());
        await desk.ReadAsync(d =>
        {
            d.Tags.Add(new Domain.Communities.Tag { Id = 77, CommunityId = community, Name = "rechtsstreit" });
            return d.SaveChangesAsync();
        });
        var path = $"/retention/{community}";
        var first = await lead.VersionAsync(path);
        using var other = await lead.PostAsync(path, ("version", first), ("what-0", "done"), ("months-0", "12"), ("holds", "rechtsstreit"), ("sure", "yes"), ("action", "save"));
        Assert.Equal(HttpStatusCode.SeeOther, other.StatusCode);

        using var stale = await lead.PostAsync(path, ("version", first), ("what-0", "done"), ("months-0", "3"), ("sure", "yes"), ("action", "save"));
        await stale.ComesBackAsync("value=\"3\"", $"name=\"version\" value=\"{first}\"");
        Assert.Contains("77", await desk.ReadAsync(d => d.RetentionPlans.Select(p => p.Plan).SingleAsync()), StringComparison.Ordinal);
        using var looked = await lead.PostAsync(path, ("version", first), ("what-0", "done"), ("months-0", "3"), ("action", "preview"));
        Assert.Contains($"name=\"version\" value=\"{first}\"", await looked.Content.ReadAsStringAsync(), StringComparison.Ordinal); // Looking is not seeing anew.
        using var again = await lead.PostAsync(path, ("version", await lead.VersionAsync(path)), ("what-0", "done"), ("months-0", "3"), ("holds", "rechtsstreit"), ("sure", "yes"), ("action", "save"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }
}
