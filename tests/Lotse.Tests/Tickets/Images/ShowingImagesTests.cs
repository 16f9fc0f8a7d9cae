using System.Net;
using System.Text.RegularExpressions;
using Lotse.Adapters.RemoteImages;
using Lotse.Tests.Adapters.RemoteImages;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Lotse.Tickets.Images;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Tickets.Images;

public sealed partial class ShowingImagesTests
{
    [Fact]
    public async Task Holds_images_back_until_somebody_asks_and_then_shows_them_through_the_desk()
    {
        await using var server = await PictureServer.StartAsync();
        await using var desk = await PagesDesk.StartAsync(OneHost);
        var id = await MailAsync(desk, $"<img src={server.At("/dot.png?reader=kim")}><img src={server.At("/gone.png")}>");
        using var agent = await desk.SignedInAsync();

        var before = await (await agent.GetAsync($"/messages/{id}/html")).Content.ReadAsStringAsync();
        var line = await (await agent.GetAsync($"/messages/{id}/images")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("/images/", before, StringComparison.Ordinal);
        Assert.Contains("2 ", line, StringComparison.Ordinal);
        Assert.Contains($"target=\"f-{id}\"", line, StringComparison.Ordinal);
        Assert.Empty(server.Asked);

        var answer = await agent.PostAsync($"/messages/{id}/images");
        var shown = await answer.Content.ReadAsStringAsync();
        var policy = string.Join(';', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox ", policy, StringComparison.Ordinal);
        Assert.Contains("img-src 'self' data:;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", shown, StringComparison.Ordinal);
        Assert.Empty(server.Asked);

        var addresses = Address().Matches(shown).Select(match => match.Value).ToList();
        Assert.Equal(2, addresses.Count);
        using var frame = new Visitor(desk.Url); // A frame without an origin sends no cookies.
        var picture = await frame.GetAsync(addresses[0]);
        Assert.Equal(PictureServer.Png, await picture.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(picture.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("sandbox; default-src 'none'", Assert.Single(picture.Headers.GetValues("Content-Security-Policy")));
        Assert.True(picture.Headers.CacheControl is { Private: true });
        Assert.Equal("/dot.png?reader=kim", Assert.Single(server.Asked).Path);
        Assert.Equal(HttpStatusCode.BadGateway, (await frame.GetAsync(addresses[1])).StatusCode);
    }

    [Fact]
    public async Task Fetches_nothing_for_strangers_or_by_addresses_that_the_desk_did_not_make()
    {
        await using var server = await PictureServer.StartAsync();
        await using var desk = await PagesDesk.StartAsync(OneHost);
        var id = await MailAsync(desk, $"<img src={server.At("/dot.png")}>");
        var other = await MailAsync(desk, "<p>nichts</p>");
        using var agent = await desk.SignedInAsync();
        using var stranger = await desk.SignedInAsync(PagesDesk.Stranger);
        using var nobody = new Visitor(desk.Url);
        var address = Address().Match(await (await agent.PostAsync($"/messages/{id}/images")).Content.ReadAsStringAsync()).Value;

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/messages/{id}/images")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/messages/{id}/images")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await agent.SubmitAsync($"/messages/{id}/images", formToken: null)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync($"/messages/{id}/images")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(address.Replace($"/{id}/", $"/{other}/", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(address[..^3] + "AAA")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync($"/messages/{id}/images/http%3A%2F%2F127.0.0.1")).StatusCode);
        Assert.Empty(server.Asked);

        await desk.ReadAsync(async database =>
        {
            foreach (var account in await database.Users.AsTracking().ToListAsync()) account.Active = false;
            return await database.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(address)).StatusCode);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Refuses_a_mail_that_names_this_machine()
    {
        await using var server = await PictureServer.StartAsync();
        await using var desk = await PagesDesk.StartAsync();
        var id = await MailAsync(desk, $"<img src={server.At("/dot.png", "localhost")}>");
        using var agent = await desk.SignedInAsync();
        var address = Address().Match(await (await agent.PostAsync($"/messages/{id}/images")).Content.ReadAsStringAsync()).Value;

        var answer = await agent.GetAsync(address);

        Assert.Equal((HttpStatusCode.BadGateway, "PrivateAddress"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Lotse-Refusal"))));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public void An_address_is_good_for_ten_minutes_and_its_own_message()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var addresses = new ImageAddresses(new EphemeralDataProtectionProvider(), clock);
        var sealedPart = addresses.For(7, 42, "https://bilder.example/ä.png").Split('/')[^1];

        Assert.Equal(new AskedImage(7, "https://bilder.example/ä.png"), addresses.Read(sealedPart, 42));
        Assert.Null(addresses.Read(sealedPart, 43));
        Assert.Null(new ImageAddresses(new EphemeralDataProtectionProvider(), clock).Read(sealedPart, 42));
        clock.Advance(ImageAddresses.Life - TimeSpan.FromSeconds(1));
        Assert.NotNull(addresses.Read(sealedPart, 42));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(addresses.Read(sealedPart, 42));
    }

    private static async Task<long> MailAsync(PagesDesk desk, string html)
    {
        var number = await desk.ReceiveAsync("kim@kunde.example", "Bunt", "", html: html);
        return await desk.ReadAsync(d => d.Messages.Where(m => d.Tickets.Any(t => t.Id == m.TicketId && t.Number == number)).Select(m => m.Id).SingleAsync());
    }

    private static void OneHost(IServiceCollection services) => services.AddSingleton(new RemoteImageOptions { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] });

    [GeneratedRegex("/messages/[0-9]+/images/[A-Za-z0-9_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
