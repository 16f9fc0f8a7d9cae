using System.Globalization;
using System.Net;
using Lotse.Domain.Routing;
using Lotse.Routing;
using Lotse.Tests.Desk;
using Lotse.Tests.Rules;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Lotse.Tests.Routing;

public sealed class KeepingCategoriesTests
{
    [Fact]
    public async Task What_another_lead_has_changed_meanwhile_is_not_written_over()
    {
        await using var desk = await PagesDesk.StartAsync();
        using var lead = await desk.SignedInAsync();
        var community = (await desk.ReadAsync(d => d.Communities.Where(c => c.Name == "Hafen").Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        await lead.PostAsync("/responsibilities/categories", ("community", community), ("kind", "product"), ("name", "Atlas"), ("words", "atlas"));
        var id = await desk.ReadAsync(d => d.Categories.Select(c => c.Id).SingleAsync());
        var (page, path) = ($"/responsibilities/categories?community={community}&edit={id}", $"/responsibilities/categories/{id}");
        var first = await lead.VersionAsync(page);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync(path, ("version", first), ("community", community), ("name", "Atlas"), ("words", "atlas, karte"))).StatusCode);

        await (await lead.PostAsync(path, ("version", first), ("community", community), ("name", "Atlas 2"), ("words", "atlas"))).ComesBackAsync("value=\"Atlas 2\"", $"name=\"version\" value=\"{first}\"");
        Assert.Equal("atlas, karte", await desk.ReadAsync(d => d.Categories.Select(c => c.Words).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.PostAsync(path, ("version", await lead.VersionAsync(page)), ("community", community), ("name", "Atlas 2"), ("words", "atlas"))).StatusCode);
    }

    [Fact]
    public async Task A_program_that_says_what_it_has_seen_overwrites_nobody()
    {
        await using var desk = await RunningDesk.StartAsync();
        var community = (await desk.LookAsync(d => d.Communities.Select(c => c.Id).SingleAsync())).ToString(CultureInfo.InvariantCulture);
        var made = await ApiClient.ReadAsync<CategoryJson>(await desk.Api.PostAsync("/categories", new SaveCategoryJson(community, CategoryKind.Topic, "Rechnung", "rechnung")));
        var path = $"/categories/{made.Id}";
        SaveCategoryJson Body(string words, string? seen) => new(community, CategoryKind.Topic, "Rechnung", words, Version: seen);
        Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, Body("rechnung, mahnung", made.Version)));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await desk.Api.PutAsync(path, Body("invoice", made.Version)));
        var now = Assert.Single((await desk.Api.ReadAsync<CategoryListJson>("/categories")).Items);
        Assert.Equal("rechnung, mahnung", now.Words);
        Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, Body("rechnung", now.Version)));
        Assert.Equal(HttpStatusCode.OK, await desk.Api.PutAsync(path, Body("invoice", null)));
    }
}
