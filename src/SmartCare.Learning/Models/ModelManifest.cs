namespace SmartCare.Learning.Models;

/// <summary>What a model is, and what it was seen to do; <c>manifest.json</c> beside it.</summary>
/// <param name="Place">Where the sensor is worn.</param>
/// <param name="Version">Its folder's name.</param>
/// <param name="Features">In order.</param>
/// <param name="WindowBeforeS">Seconds before the knock that it looks at.</param>
/// <param name="People">How many of each set it was trained on.</param>
/// <param name="Experimental">Its figures are not good enough to be relied on, and whoever turns it on is told.</param>
/// <param name="FeatureDeciles">By feature the numbers that part the daily life it was taught with into tenths, with the least and the most, to see when a house measures otherwise; null: of before they were written.</param>
/// <param name="TreesSha256">Of <c>trees.json</c>; the bytes of <c>model.zip</c> differ each time.</param>
public sealed record ModelManifest(
    string Place, string Version, string[] Features, double WindowBeforeS, double WindowAfterS, int RateHz, Dictionary<string, int> People, int Seed,
    Dictionary<string, string> Packages, Calibration Calibration, RateThreshold[] Thresholds, FigureRow[] Figures, bool Experimental, string TreesSha256,
    Dictionary<string, float[]>? FeatureDeciles = null);

/// <summary>Platt scaling, fitted out of fold: probability = 1 / (1 + e^-(Slope · raw + Offset)).</summary>
public sealed record Calibration(double Slope, double Offset);

/// <summary>From which raw score on a sensor of at least this rate means a fall.</summary>
public sealed record RateThreshold(double FromHz, double Raw);

/// <summary>What was seen on recordings of people whom the model had not been trained on. Intervals are Wilson's, 95 %, over trials.</summary>
/// <param name="Judge"><c>model</c> or <c>rule</c>.</param>
/// <param name="FalsePerHour">Alarms an hour of daily life; null: of a house's bursts nobody knows of how many hours they are.</param>
public sealed record FigureRow(
    string Set, string Judge, int Falls, Share Sensitivity, int Daily, Share Specificity, double Hours, double? FalsePerHour, Share? EldersSpecificity, string WorstPerson);

public sealed record Share(double Value, double Low, double High)
{
    /// <summary>Wilson's interval at 95 %.</summary>
    public static Share Of(int hits, int all)
    {
        if (all == 0) return new Share(0, 0, 1);
        const double z = 1.959964;
        var (p, n) = ((double)hits / all, (double)all);
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        return new Share(p, Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    public override string ToString() => FormattableString.Invariant($"{Value:0.000} ({Low:0.000}-{High:0.000})");
}
