using System.Globalization;

namespace SmartCare.Benchmarks;

/// <summary>How times in milliseconds are spread.</summary>
internal sealed class Spread(IEnumerable<double> times)
{
    private readonly double[] _sorted = [.. times.Order()];

    public double P99 => _sorted.Length == 0 ? double.NaN : At(0.99);

    private double At(double share) => _sorted[(int)Math.Min(_sorted.Length - 1, share * _sorted.Length)];

    public override string ToString() => _sorted.Length == 0 ? "none" : string.Create(
        CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, max {_sorted[^1]:0.0} ms");
}
