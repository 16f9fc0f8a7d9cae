using System.Text.Json;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Setup;
using Lotse.Tests.Architecture;
using Xunit;

namespace Lotse.Tests.OpenApi;

public sealed class DescribingTheApiTests : IAsyncLifetime
{
    private const string Refresh = "LOTSE_WRITE_OPENAPI";

    private readonly string _folder = Directory.CreateTempSubdirectory("lotse-api-").FullName;
    private ServeDesk? _desk;
    private HttpClient? _client;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _desk = await ServeDesk.StartAsync(new ServeSettings(DatabaseLocation.Of(_folder, null), "http://127.0.0.1:0"));
        _client = new HttpClient { BaseAddress = new Uri(_desk.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_desk is not null) await _desk.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Is_as_docs_openapi_json_says()
    {
        var file = Path.Combine(House.Root, "docs", "openapi.json");
        var now = await Client.GetStringAsync("/openapi/v1.json");
        if (Environment.GetEnvironmentVariable(Refresh) is not null) await File.WriteAllTextAsync(file, now.TrimEnd() + "\n");
        var written = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        Assert.True(written.TrimEnd() == now.TrimEnd(), $"The API differs from docs/openapi.json{FirstDifference(written, now)}. "
            + $"Where that is meant, run this test with {Refresh}=1 and commit the file with a line in the changelog.");
    }

    [Fact]
    public async Task Tells_of_the_api_and_of_nothing_else()
    {
        using var document = JsonDocument.Parse(await Client.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        Assert.True(paths.Count > 10, string.Join(' ', paths));
        Assert.All(paths, path => Assert.StartsWith("/api/v1/", path));
        Assert.Contains("/api/v1/tickets/{number}/replies", paths);
        Assert.Contains("/api/v1/mailboxes/{address}/messages", paths);
        Assert.Equal("bearer", document.RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.True(document.RootElement.GetProperty("security").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Gives_every_operation_a_name_and_a_summary_of_its_own()
    {
        using var document = JsonDocument.Parse(await Client.GetStringAsync("/openapi/v1.json"));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Where: $"{o.Name} {p.Name}", o.Value))).ToList();

        Assert.Empty(operations.Where(o => !o.Value.TryGetProperty("operationId", out _) || !o.Value.TryGetProperty("summary", out _)).Select(o => o.Where));
        Assert.Equal(operations.Count, operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_reference_page_may_run_its_own_script_and_ask_this_desk_only()
    {
        var page = await Client.GetAsync("/reference/");
        var html = await page.Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();

        Assert.True(page.IsSuccessStatusCode);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.Matches("script-src 'self' 'nonce-[A-Za-z0-9_-]{20,}';", policy);
        Assert.NotEqual(policy, (await Client.GetAsync("/reference/")).Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("application/json", (await Client.GetAsync("/openapi/v1.json")).Content.Headers.ContentType!.MediaType);
    }

    private static string FirstDifference(string written, string now)
    {
        var (before, after) = (written.Split('\n'), now.Split('\n'));
        var at = Enumerable.Range(0, Math.Max(before.Length, after.Length)).FirstOrDefault(i => i >= before.Length || i >= after.Length || before[i] != after[i]);
        return $" in line {at + 1}: {before.ElementAtOrDefault(at)?.Trim()} / {after.ElementAtOrDefault(at)?.Trim()}";
    }
}
