using System.Net;
using Lotse.Adapters.RemoteImages;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lotse.Tests.Adapters.RemoteImages;

public sealed class FetchingImagesTests
{
    private static readonly RemoteImageOptions OneHost = new() { AllowedNetworks = [IPNetwork.Parse("127.0.0.1/32")] };

    [Fact]
    public async Task Fetches_a_picture_and_says_of_what_kind_it_really_is()
    {
        await using var server = await PictureServer.StartAsync();
        var answer = await FetchAsync(server.At("/dot.png"));
        Assert.Equal("image/png", answer.Image?.ContentType);
        Assert.Equal(PictureServer.Png, answer.Image!.Bytes.ToArray());
    }

    [Fact]
    public async Task Tells_the_other_side_nothing_of_who_is_looking()
    {
        await using var server = await PictureServer.StartAsync();
        using var fetch = new FetchImage(OneHost, TimeProvider.System);
        using var activity = new System.Diagnostics.Activity("looking").Start();
        for (var i = 0; i < 2; i++) await fetch.RunAsync(server.At("/dot.png"), TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Asked.Count);
        Assert.All(server.Asked, asked => Assert.Equal(["Accept", "Host", "User-Agent"], asked.Headers.Keys.Order(StringComparer.Ordinal)));
        Assert.All(server.Asked, asked => Assert.DoesNotContain("lotse", asked.Headers["User-Agent"], StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0.0.0.0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Refuses_this_machine_by_whatever_name(string host)
    {
        await using var server = await PictureServer.StartAsync();
        var answer = await FetchAsync(server.At("/dot.png", host), new RemoteImageOptions());
        Assert.Equal((null, ImageRefusal.PrivateAddress), (answer.Image, answer.Refusal));
        Assert.Empty(server.Asked);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://anna:geheim@127.0.0.1/a.png")]
    [InlineData("/messages/1/raw")]
    [InlineData("")]
    public async Task Refuses_what_is_no_plain_web_address(string address) => Assert.Equal(ImageRefusal.AddressNotAllowed, (await FetchAsync(address)).Refusal);

    [Fact]
    public async Task Refuses_ports_that_no_web_server_has() =>
        Assert.Equal(ImageRefusal.AddressNotAllowed, (await FetchAsync("http://198.41.0.4:25/a.png")).Refusal);

    [Fact]
    public async Task Follows_three_redirects_and_no_fourth()
    {
        await using var server = await PictureServer.StartAsync();
        Assert.NotNull((await FetchAsync(server.At("/hops/2"))).Image);
        Assert.Equal(ImageRefusal.TooManyRedirects, (await FetchAsync(server.At("/hops/3"))).Refusal);
    }

    [Theory]
    [InlineData("http://127.0.0.2:{port}/dot.png", ImageRefusal.PrivateAddress)]
    [InlineData("http://169.254.169.254/latest/meta-data", ImageRefusal.PrivateAddress)]
    [InlineData("http://a:b@127.0.0.1:{port}/dot.png", ImageRefusal.AddressNotAllowed)]
    [InlineData("file:///etc/passwd", ImageRefusal.AddressNotAllowed)]
    public async Task Checks_where_a_redirect_leads_to(string to, ImageRefusal refusal)
    {
        await using var server = await PictureServer.StartAsync();
        to = to.Replace("{port}", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(refusal, (await FetchAsync(server.At($"/elsewhere?to={Uri.EscapeDataString(to)}"))).Refusal);
        Assert.Single(server.Asked);
    }

    [Theory]
    [InlineData("/drawing.svg", ImageRefusal.NotAnImage)]
    [InlineData("/packed.png", ImageRefusal.NotAnImage)]
    [InlineData("/gone.png", ImageRefusal.NotThere)]
    [InlineData("/huge.png?bytes=5242881&said=true", ImageRefusal.TooLarge)]
    [InlineData("/huge.png?bytes=5242881", ImageRefusal.TooLarge)]
    [InlineData("/huge.png?bytes=5242880", ImageRefusal.None)]
    public async Task Takes_pictures_of_a_bearable_size_only(string path, ImageRefusal refusal)
    {
        await using var server = await PictureServer.StartAsync();
        Assert.Equal(refusal, (await FetchAsync(server.At(path))).Refusal);
    }

    [Fact]
    public async Task Gives_up_after_five_seconds_in_the_middle_of_a_picture()
    {
        await using var server = await PictureServer.StartAsync();
        var clock = new FakeTimeProvider();
        using var fetch = new FetchImage(OneHost, clock);
        var answer = fetch.RunAsync(server.At("/slow.png"), TestContext.Current.CancellationToken);
        await server.SlowIsWaiting.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(ImageRefusal.TooSlow, (await answer).Refusal);
    }

    [Fact]
    public async Task Says_that_nobody_is_there()
    {
        var gone = await PictureServer.StartAsync();
        var address = gone.At("/dot.png");
        await gone.DisposeAsync();
        Assert.Equal(ImageRefusal.Unreachable, (await FetchAsync(address)).Refusal);
    }

    [Fact]
    public void Reads_networks_of_the_house_and_names_what_is_none()
    {
        Assert.Equal(2, RemoteImageOptions.Parse("10.1.2.0/24, fd00::/8").AllowedNetworks.Count);
        Assert.Empty(RemoteImageOptions.Parse(null).AllowedNetworks);
        Assert.Contains("intern", Assert.Throws<FormatException>(() => RemoteImageOptions.Parse("intern")).Message, StringComparison.Ordinal);
    }

    private static async Task<ImageAnswer> FetchAsync(string address, RemoteImageOptions? options = null)
    {
        using var fetch = new FetchImage(options ?? OneHost, TimeProvider.System);
        return await fetch.RunAsync(address, TestContext.Current.CancellationToken);
    }
}
