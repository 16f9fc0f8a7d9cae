using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lotse.Adapters.Database;
using Lotse.Adapters.Database.Claiming;
using Lotse.Adapters.Database.Opening;
using Lotse.Intake.Mail;
using Lotse.Replies;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lotse.Setup;

/// <summary>Traces and numbers for whoever operates the desk, sent by OTLP where the environment names a collector, and to nobody otherwise.
/// They say how often and how long, never whom or what about.</summary>
public static class Telemetry
{
    /// <summary>As of the OpenTelemetry specification; its other variables (protocol, headers, interval) hold too.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What a trace may say. Everything else is taken out before it leaves: paths and queries hold addresses, tokens and search words.</summary>
    public static readonly FrozenSet<string> AllowedTags = new[]
    {
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version", "error.type",
        "db.system", "db.system.name", "db.operation.name", "lotse.mails",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="collector">Null: nothing is collected at all.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, string? collector, DatabaseKind kind)
    {
        if (string.IsNullOrWhiteSpace(collector)) return;
        builder.Configuration[Endpoint] = collector;
        var version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
        builder.Services.AddSingleton<OutboxGauge>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("lotse", serviceVersion: version))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(http => http.Filter = IsWorthATrace)
                .AddSource(TakeInMail.Activities.Name)
                .TraceDatabase(kind)
                .AddProcessor(new TagFilter()))
            .WithMetrics(numbers => numbers
                .AddAspNetCoreInstrumentation()
                .AddMeter(IntakeNumbers.Meter, SendingNumbers.Meter, OutboxGauge.Meter)
                .AddInstrumentation(provider => provider.GetRequiredService<OutboxGauge>()))
            .UseOtlpExporter();
    }

    /// <summary>Not what balancers and browsers ask for all day, nor streams that are open for hours.</summary>
    private static bool IsWorthATrace(HttpContext http) => http.Request.Path.Value is { } path
        && !path.StartsWith("/health/", StringComparison.Ordinal) && !path.StartsWith("/assets/", StringComparison.Ordinal)
        && path is not ("/live" or "/api/v1/events");

    private sealed class TagFilter : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var tag in data.TagObjects.Where(tag => !AllowedTags.Contains(tag.Key)).ToList()) data.SetTag(tag.Key, null);
            if (data.StatusDescription is not null) data.SetStatus(data.Status); // An exception's message may quote what it was about.
        }
    }
}

/// <summary>How many mails wait to be sent. Asked of the database only when numbers are collected.</summary>
internal sealed class OutboxGauge : IDisposable
{
    public const string Meter = "Lotse.Outbox";

    private readonly IServiceScopeFactory _scopes;
    private readonly Meter _meter = new(Meter);

    public OutboxGauge(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _meter.CreateObservableGauge("lotse.outbox.waiting", Observe, "{mail}", "Mails to single recipients that wait to be sent.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Observe()
    {
        try
        {
            using var scope = _scopes.CreateScope();
            return [new(OutboxClaims.Waiting(scope.ServiceProvider.GetRequiredService<DeskDatabase>()))];
        }
        catch (Exception e) when (StoreHealth.CodeOf(e) is not null || e is ObjectDisposedException)
        {
            return []; // No number is better than a wrong one.
        }
    }
}
