using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace SmartCare.Server.Operations;

/// <summary>A number that only grows.</summary>
internal sealed class Counter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long by = 1) => Interlocked.Add(ref _value, by);
}

/// <summary>What is measured, and its text for Prometheus (text format 0.0.4).</summary>
internal sealed class Metrics
{
    private readonly ConcurrentDictionary<string, Counter> _counters = new();
    private readonly ConcurrentDictionary<string, Func<double>> _gauges = new();
    private readonly ConcurrentDictionary<string, (string Help, string Type)> _families = new();

    /// <summary>The counter of this name and these labels; made at first use.</summary>
    public Counter Counter(string name, string help, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _families.TryAdd(name, (help, "counter"));
        return _counters.GetOrAdd(Key(name, labels), static _ => new Counter());
    }

    /// <summary>A number read when asked for. <paramref name="type"/> is "gauge", or "counter" for one kept elsewhere.</summary>
    public void Observe(string name, string help, string type, Func<double> read, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _families.TryAdd(name, (help, type));
        _gauges[Key(name, labels)] = read;
    }

    public string ToPrometheusText()
    {
        var lines = _counters.Select(c => (c.Key, Value: (double)c.Value.Value)).Concat(_gauges.Select(g => (g.Key, Value: g.Value())))
            .GroupBy(l => l.Key.Split('{')[0]).OrderBy(g => g.Key, StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var family in lines)
        {
            var (help, type) = _families[family.Key];
            text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Key} {help}\n# TYPE {family.Key} {type}\n");
            foreach (var (key, value) in family.OrderBy(l => l.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{key} {value:R}\n");
        }

        return text.ToString();
    }

    private static string Key(string name, ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (labels.IsEmpty) return name;
        var key = new StringBuilder(name).Append('{');
        foreach (var (label, value) in labels)
        {
            if (key[^1] != '{') key.Append(',');
            key.Append(label).Append("=\"").Append(Escape(value)).Append('"');
        }

        return key.Append('}').ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
