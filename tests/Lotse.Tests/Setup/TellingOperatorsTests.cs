using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Opening;
using Lotse.Setup;
using Lotse.Staff.Tokens;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace Lotse.Tests.Setup;

public sealed class TellingOperatorsTests
{
    private const string Mail = "From: karin@kunde.example\r\nTo: hilfe@hafen.example\r\nSubject: Geheimsache Leuchtturm\r\nMessage-ID: <m1@kunde.example>\r\n\r\nVertraulicher Text\r\n";

    [Fact]
    public async Task Traces_say_how_often_and_how_long_but_never_whom_or_what_about()
    {
        var seen = new Seen();
        await WorkAsync(services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new SimpleActivityExportProcessor(seen))), "http://127.0.0.1:9");
        var tags = seen.Said.SelectMany(one => one.Tags).Select(tag => tag.Key).Distinct(StringComparer.Ordinal).ToList();

        Assert.Contains(seen.Said, one => one.Source == "Lotse.Intake" && one.Name == "keep mail");
        Assert.Contains(seen.Said, one => one.Tags.Any(tag => tag is { Key: "http.route", Value: "/api/v1/mailboxes/{address}/messages" }));
        Assert.Empty(tags.Except(Telemetry.AllowedTags));
        var all = string.Join('\n', seen.Said.Select(one => $"{one.Name} {string.Join(' ', one.Tags)}"));
        foreach (var secret in (string[])["hafen.example", "kunde.example", "Leuchtturm", "Vertraulich", "secret-of-an-invite", "sesame"])
        {
            Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Numbers_count_mails_by_door_and_outcome_and_what_waits()
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        var reader = new BaseExportingMetricReader(new Counted(numbers));
        await WorkAsync(services => services.ConfigureOpenTelemetryMeterProvider(meters => meters.AddReader(reader)), "http://127.0.0.1:9", () => reader.Collect());

        Assert.True(numbers.GetValueOrDefault("lotse.mails.taken lotse.door=http") >= 1, string.Join(", ", numbers));
        Assert.True(numbers.GetValueOrDefault("lotse.mails.placed lotse.outcome=opened") >= 1, string.Join(", ", numbers));
        Assert.Equal(0, numbers["lotse.outbox.waiting "]);
        Assert.Contains(numbers.Keys, key => key.StartsWith("http.server.request.duration ", StringComparison.Ordinal));
        Assert.DoesNotContain(numbers.Keys, key => key.Contains("hafen.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collects_nothing_where_no_collector_is_named()
    {
        var provider = (object?)"never looked";
        await WorkAsync(_ => { }, null, look: services => provider = services.GetService<TracerProvider>() ?? (object?)services.GetService<MeterProvider>());
        Assert.Null(provider);
    }

    /// <summary>A desk that takes a mail in and shows some pages.</summary>
    private static async Task WorkAsync(Action<IServiceCollection> tune, string? collector, Action? end = null, Action<IServiceProvider>? look = null)
    {
        var folder = Directory.CreateTempSubdirectory("lotse-operators-").FullName;
        try
        {
            await using var desk = await ServeDesk.StartAsync(new ServeSettings(DatabaseLocation.Of(folder, null), "http://127.0.0.1:0") { Collector = collector, Tune = tune });
            using var client = new HttpClient { BaseAddress = new Uri(desk.Url) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(desk.Services));
            using var mail = new ByteArrayContent(Encoding.ASCII.GetBytes(Mail));
            mail.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/api/v1/mailboxes/hilfe@hafen.example/messages", mail)).StatusCode);
            foreach (var path in (string[])["/invites/secret-of-an-invite", "/sign-in?back=/tickets%3Fq=sesame", "/api/v1/tickets?q=sesame", "/nowhere/sesame"]) await client.GetAsync(path);
            end?.Invoke();
            look?.Invoke(desk.Services);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> TokenAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SetUpDesk>().RunAsync("ada@desk.example", "Ada", "a plain long sentence", "Hafen", ["hilfe@hafen.example"]);
        return (await scope.ServiceProvider.GetRequiredService<CreateApiToken>().ForAsync("ada@desk.example", "test")).Token!;
    }

    private sealed record Trace(string Source, string Name, IReadOnlyList<KeyValuePair<string, string?>> Tags);

    private sealed class Seen : BaseExporter<Activity>
    {
        private readonly List<Trace> _said = [];

        public IReadOnlyList<Trace> Said
        {
            get
            {
                lock (_said) return [.. _said];
            }
        }

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var one in batch)
            {
                var trace = new Trace(one.Source.Name, one.DisplayName, [.. one.TagObjects.Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.ToString()))]);
                lock (_said) _said.Add(trace);
            }
            return ExportResult.Success;
        }
    }

    private sealed class Counted(Dictionary<string, double> numbers) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tags = new List<string>();
                    foreach (var tag in point.Tags) tags.Add($"{tag.Key}={tag.Value}");
                    numbers[$"{metric.Name} {string.Join(' ', tags)}"] = metric.MetricType switch
                    {
                        MetricType.LongSum => point.GetSumLong(),
                        MetricType.LongGauge => point.GetGaugeLastValueLong(),
                        MetricType.Histogram => point.GetHistogramCount(),
                        _ => 0,
                    };
                }
            }
            return ExportResult.Success;
        }
    }
}
