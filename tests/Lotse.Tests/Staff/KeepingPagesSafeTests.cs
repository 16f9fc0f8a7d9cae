using System.Net;
using Xunit;

namespace Lotse.Tests.Staff;

public sealed class KeepingPagesSafeTests
{
    [Theory]
    [InlineData("/sign-in", "email")]
    [InlineData("/set-up", "token")]
    [InlineData("/sign-out", "nothing")]
    [InlineData("/things", "nothing")]
    [InlineData("/account", "theme")]
    [InlineData("/account/password", "present")]
    public async Task A_form_without_the_field_of_our_pages_is_refused_with_400(string path, string field)
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SubmitAsync(path, null, (field, "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SubmitAsync(path, "forged", (field, "x"))).StatusCode);
        Assert.True(await visitor.IsInAsync());
    }

    [Fact]
    public async Task A_form_of_one_agent_does_not_serve_another()
    {
        await using var desk = await StaffHost.StartAsync();
        await desk.AddAgentAsync("ben@desk.example");
        using var ada = await desk.SignedInAsync();
        using var ben = await desk.SignedInAsync("ben@desk.example");

        var form = await ada.FormTokenAsync("/account");

        Assert.Equal(HttpStatusCode.OK, (await ada.SubmitAsync("/things", form)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ben.SubmitAsync("/things", form)).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 400)]
    [InlineData("Sec-Fetch-Site", "same-site", 400)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Origin", "https://evil.example", 400)]
    [InlineData("Origin", "null", 400)]
    [InlineData("X-Nothing", "1", 200)]
    public async Task With_a_cookie_the_api_takes_changes_from_our_own_pages_only(string header, string value, int status)
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();
        using var program = desk.Visitor();

        Assert.Equal(status, (int)(await visitor.SendAsync(HttpMethod.Post, "/api/v1/things", null, null, (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.SendAsync(HttpMethod.Post, "/api/v1/things", await desk.TokenAsync(), null, (header, value))).StatusCode);
    }

    [Fact]
    public async Task Every_answer_says_what_a_browser_must_not_do_with_it()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = await desk.SignedInAsync();

        foreach (var path in (string[])["/sign-in", "/account", "/", "/nowhere", "/api/v1/things"])
        {
            var headers = (await visitor.GetAsync(path)).Headers;
            Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Opener-Policy").Single());
            Assert.True(headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task The_cookie_is_for_the_server_only_and_does_not_travel_from_other_sites()
    {
        await using var desk = await StaffHost.StartAsync();
        using var visitor = desk.Visitor();

        var answer = await visitor.PostAsync("/sign-in", ("email", "ada@desk.example"), ("password", StaffHost.Password));

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("lotse=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_closed_to_strangers()
    {
        await using var desk = await StaffHost.StartAsync();
        using var stranger = desk.Visitor();

        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.SubmitAsync("/things", null)).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9 https")]
    [InlineData("127.0.0.0/8", "203.0.113.9 https")]
    [InlineData("192.0.2.1", "127.0.0.1 http")]
    [InlineData(null, "127.0.0.1 http")]
    public async Task Believes_listed_proxies_only(string? proxy, string seen)
    {
        await using var desk = await StaffHost.StartAsync(proxies: proxy is null ? [] : [proxy]);
        using var visitor = desk.Visitor();

        var answer = await visitor.SendAsync(HttpMethod.Get, "/from", null, null, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(seen, await answer.Content.ReadAsStringAsync());
    }
}
