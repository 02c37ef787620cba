using System.Diagnostics.Metrics;

namespace SmartCare.Server.Operations;

/// <summary>A number that only grows and stands at 0 from the beginning, so that what has never happened is told too; adding costs no listener's time.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long by = 1) => Interlocked.Add(ref _value, by);
}

/// <summary>The meter of this silo (System.Diagnostics.Metrics). Who reads it, and in which form, is <see cref="Telemetry"/>'s. Names are those of Prometheus: unit and <c>_total</c> in the name.</summary>
internal sealed class Metrics(IMeterFactory meters)
{
    public const string MeterName = "SmartCare";

    private readonly Dictionary<string, Counter> _counters = [];
    private readonly Lock _gate = new();

    public Meter Meter { get; } = meters.Create(MeterName);

    /// <summary>The counter of this name, without labels; made at first use.</summary>
    public Counter Counter(string name, string help)
    {
        lock (_gate)
        {
            if (_counters.TryGetValue(name, out var known)) return known;
            var counter = new Counter();
            Meter.CreateObservableCounter(name, () => counter.Value, null, help);
            return _counters[name] = counter;
        }
    }

    /// <summary>A counter with labels, of which there must be few: it adds with each event. For what may happen with every reading, <see cref="Observe(string, string, string, Func{IEnumerable{Measurement{double}}})"/>.</summary>
    public Counter<long> Labelled(string name, string help) => Meter.CreateCounter<long>(name, null, help);

    /// <summary>Seconds.</summary>
    /// <param name="bounds">Upper ends of the buckets.</param>
    public Histogram<double> Seconds(string name, string help, double[] bounds) =>
        Meter.CreateHistogram(name, null, help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    /// <summary>A number read when asked for. <paramref name="type"/> is "gauge", or "counter" for one kept elsewhere.</summary>
    public void Observe(string name, string help, string type, Func<double> read) => Observe(name, help, type, () => [new Measurement<double>(read())]);

    /// <summary>One number for each set of labels.</summary>
    public void Observe(string name, string help, string type, Func<IEnumerable<Measurement<double>>> read)
    {
        if (type is "counter") Meter.CreateObservableCounter(name, read, null, help);
        else Meter.CreateObservableGauge(name, read, null, help);
    }
}
