using System.Globalization;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Soak;

/// <summary>What the silo held at one moment.</summary>
/// <param name="SeriesLagS">How far the charts are behind the journal.</param>
/// <param name="HeapMiB">Alive on the managed heap after its last full collection.</param>
internal sealed record Sample(
    double AtMinutes, double HeapMiB, double ResidentMiB, long Connections, long Sessions, long SubscriberDrops, long Faults, int ErrorLines, double SeriesLagS);

/// <summary>How a figure moved over the second half of a run.</summary>
/// <param name="PerMinute">Slope of the least-squares line.</param>
/// <param name="Growth">What that slope adds over the half.</param>
internal sealed record Trend(double Mean, double PerMinute, double Growth)
{
    /// <summary>Of the mean. Collections and SQLite's caches move a flat process by two or three per cent; over a longer run the same share is
    /// a smaller slope.</summary>
    public const double FlatBelow = 0.05;

    public bool IsFlat => Growth < FlatBelow * Mean;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(IsFlat ? "flat" : "GROWS")}, mean {Mean:0.0} MiB, {PerMinute:+0.00;-0.00} MiB/min");
}

/// <summary>Asks the silo's /metrics and the kernel every five seconds.</summary>
internal sealed class SiloWatch(SiloProcess silo) : IAsyncDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private static readonly string[] s_faults =
    [
        "smartcare_mqtt_faults_total", "smartcare_grain_faults_total", "smartcare_mqtt_state_failures_total", "smartcare_mqtt_malformed_total",
        "smartcare_mqtt_busy_total",
    ];
    private readonly HttpClient _http = new() { BaseAddress = silo.Http };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Sample> _samples = [];
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private Task _watching = Task.CompletedTask;

    public Sample Newest
    {
        get { lock (_samples) return _samples[^1]; }
    }

    public void Start() => _watching = WatchAsync();

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    public async Task<Sample> LookAsync()
    {
        var metrics = new Dictionary<string, double>();
        foreach (var line in (await _http.GetStringAsync("/metrics")).Split('\n'))
            if (line is [not '#', ..] && line.Split(' ') is [var name, var value])
                metrics[name.Replace("{}", "", StringComparison.Ordinal)] = double.Parse(value, CultureInfo.InvariantCulture);
        double Of(string name) => metrics.GetValueOrDefault(name);
        return new Sample(
            _clock.Elapsed.TotalMinutes, Of("smartcare_heap_bytes") / (1024 * 1024),
            ProcessCosts.ResidentKiB(silo.Child.Id) / 1024,
            (long)Of("smartcare_mqtt_connections"), (long)Of("smartcare_mqtt_sessions"),
            (long)metrics.Where(m => m.Key.StartsWith("smartcare_mqtt_dropped_total", StringComparison.Ordinal)).Sum(m => m.Value),
            (long)s_faults.Sum(Of),
            silo.Child.Output.Split('\n').Count(IsError),
            Of("smartcare_series_lag_seconds"));
    }

    /// <summary>A line of the silo's log that says that something failed.</summary>
    public static bool IsError(string line) => line.Contains("Z fail: ", StringComparison.Ordinal) || line.Contains("Z crit: ", StringComparison.Ordinal);

    public Trend Trend(Func<Sample, double> figure)
    {
        var half = _samples[(_samples.Count / 2)..];
        var (meanAt, mean) = (half.Average(s => s.AtMinutes), half.Average(figure));
        var spread = half.Sum(s => (s.AtMinutes - meanAt) * (s.AtMinutes - meanAt));
        var slope = spread == 0 ? 0 : half.Sum(s => (s.AtMinutes - meanAt) * (figure(s) - mean)) / spread;
        return new Trend(mean, slope, slope * (half[^1].AtMinutes - half[0].AtMinutes));
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(s_every);
        try
        {
            do
            {
                var sample = await LookAsync();
                lock (_samples) _samples.Add(sample);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }
}
