using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Lotse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Lotse.Tests.Ui;

public sealed partial class ServingAssetsTests : IAsyncLifetime
{
    private readonly WebApplication _app = Build();
    private readonly HttpClient _client = new(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None });

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client.BaseAddress = new Uri(address);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("br"), InlineData("gzip"), InlineData(null)]
    public async Task Gives_the_same_bytes_in_every_encoding(string? encoding)
    {
        using var answer = await Get(Assets.Url("app.css"), encoding);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        Assert.Equal(Encoding.UTF8.GetString(Assets.Plain("app.css")), await new StreamReader(plain).ReadToEndAsync());
    }

    [Fact]
    public async Task Lets_browsers_keep_an_asset_for_good_and_answers_304_to_those_who_have_it()
    {
        using var first = await Get(Assets.Url("app.js"), "br");
        Assert.Equal(["public, max-age=31536000, immutable"], first.Headers.NonValidated["Cache-Control"]);
        using var again = new HttpRequestMessage(HttpMethod.Get, Assets.Url("app.js"));
        again.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/000000000000/app.css"), InlineData("/assets/x/manifest.json"), InlineData("/assets/x/..%2Fde.json")]
    public async Task Has_nothing_under_another_address(string address)
    {
        using var answer = await Get(address, null);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Keeps_a_ticket_under_100_KB_on_the_first_visit_and_20_KB_afterwards()
    {
        var html = await Drawing.Draw(SamplePages.All.Single(p => p.Name == "ticket"), "de");
        var linked = LinkedAssets().Matches(html).Select(m => m.Groups["x"].Value).Distinct().ToList();
        Assert.Contains("app.css", linked);
        Assert.Contains("icons.svg", linked);
        // The editor comes when writing begins; with it, it is a first visit too.
        var (page, total) = (Packed(html), Packed(html) + linked.Sum(Assets.SentLength));
        Assert.True(page < 20_000, $"{page} bytes of the page alone");
        Assert.True(total - Assets.SentLength("editor.js") < 100_000, $"{total} bytes");
        Assert.True(total < 120_000, $"{total} bytes with the editor");
        Assert.True(Assets.SentLength("app.css") < 14_000);
    }

    [Fact]
    public void Links_only_fonts_that_are_there_from_the_styles()
    {
        var css = Encoding.UTF8.GetString(Assets.Plain("app.css"));
        Assert.DoesNotContain("url(font:", css);
        Assert.Contains($"..{Assets.Url("inter-latin.woff2").Replace("/assets", "", StringComparison.Ordinal)}", css);
        Assert.Contains($"..{Assets.Url("inter-latin-ext.woff2").Replace("/assets", "", StringComparison.Ordinal)}", css);
    }

    private async Task<HttpResponseMessage> Get(string address, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (encoding is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        return await _client.SendAsync(request);
    }

    private static int Packed(string html)
    {
        var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(Encoding.UTF8.GetBytes(html));
        return (int)bytes.Length;
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapAssets();
        return app;
    }

    [GeneratedRegex(@"/assets/[0-9a-f]{12}/(?<x>[a-z.-]+[0-9]*)", RegexOptions.None, 1000)]
    private static partial Regex LinkedAssets();
}
