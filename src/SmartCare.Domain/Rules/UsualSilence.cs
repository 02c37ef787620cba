namespace SmartCare.Domain.Rules;

/// <summary>The longest silence of a day among those that begin in one hour, as it usually is: three numbers that can be shown to anyone.</summary>
/// <param name="Days">How many days have taught it; no more are counted than the policy remembers, so that older ones fade.</param>
/// <param name="Mean">min.</param>
/// <param name="Deviation">min, from the mean.</param>
public readonly record struct UsualSilence(int Days, double Mean, double Deviation)
{
    /// <summary>With one more day's longest.</summary>
    public UsualSilence With(double minutes, int memory)
    {
        var days = Math.Min(Days + 1, memory);
        var mean = Mean + (minutes - Mean) / days;
        var variance = (Deviation * Deviation * (days - 1) + (minutes - Mean) * (minutes - mean)) / days;
        return new UsualSilence(days, Math.Round(mean, 2), Math.Round(Math.Sqrt(variance), 2));
    }

    /// <summary>All taken together, as if every day of each were a day of one; its deviation is that of a sample.</summary>
    internal static UsualSilence Together(ReadOnlySpan<UsualSilence> some)
    {
        var (days, sum, squares) = (0, 0d, 0d);
        foreach (var one in some)
        {
            days += one.Days;
            sum += one.Days * one.Mean;
            squares += one.Days * (one.Mean * one.Mean + one.Deviation * one.Deviation);
        }

        if (days < 2) return new UsualSilence(days, sum, 0);
        var mean = sum / days;
        return new UsualSilence(days, mean, Math.Sqrt(Math.Max(0, squares / days - mean * mean) * days / (days - 1)));
    }
}
