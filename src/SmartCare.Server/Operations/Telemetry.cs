using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SmartCare.Grains.Silo;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;

namespace SmartCare.Server.Operations;

/// <summary>Where meters and traces go: numbers to whoever scrapes <c>/metrics</c>; both to an OTLP collector, when one is set.</summary>
internal static class Telemetry
{
    /// <summary>Under which OpenTelemetry looks for its collector; the form and headers are its other variables' (OTEL_EXPORTER_OTLP_PROTOCOL, _HEADERS).</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string Service = "smartcare", Orleans = "Microsoft.Orleans";

    public static void AddTelemetry(this WebApplicationBuilder builder, Settings settings)
    {
        // Heard through its own factory, not by its name: of two hosts in one process none hears the other.
        builder.Services.AddSingleton<Metrics>().AddMetrics(metrics => metrics.EnableMetrics(Metrics.MeterName, null, null, MeterScope.Local));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(Service, serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Orleans).AddRuntimeInstrumentation().AddView(View).AddPrometheusExporter(text =>
                {
                    // The names are whole as they are, and each scrape is of its own moment.
                    text.ScopeInfoEnabled = text.TargetInfoEnabled = false;
                    text.ScrapeResponseCacheDurationMilliseconds = 0;
                });
                if (settings.Watch.Otlp is not null) metrics.AddOtlpExporter();
            });
        if (settings.Watch.Otlp is not { } collector) return;
        builder.Configuration[OtlpVariable] = collector.OriginalString;
        // Begun for what may be an alarm and nothing else, so that all of them can be kept.
        telemetry.WithTracing(traces => traces.AddSource(AlarmTrace.SourceName).AddOtlpExporter());
    }

    private static MetricStreamConfiguration? View(Instrument instrument) => instrument switch
    {
        // What Orleans counts with every call of a grain would be paid with every reading; what it only looks up when asked is free.
        { Meter.Name: Orleans, IsObservable: false } => MetricStreamConfiguration.Drop,
        _ => new MetricStreamConfiguration { CardinalityLimit = MostOf(instrument.Name) },
    };

    /// <summary>Sets of labels. OpenTelemetry keeps room for that many from the start, 2,000 unless told otherwise; what is beyond stands together as <c>otel_metric_overflow</c>.</summary>
    private static int MostOf(string name) => name switch
    {
        // Of each site the kinds that ring there, with their priority or state.
        AlertMetrics.Raised or StandingMetrics.Standing => SiteLabels.Most * 20,
        DeviceAvailability.Name or StandingMetrics.Stale or StandingMetrics.Unanswered => (SiteLabels.Most + 1) * 3,
        // Every kind with every step.
        "smartcare_alert_changes_total" => 15 * 17,
        _ => 64,
    };
}
