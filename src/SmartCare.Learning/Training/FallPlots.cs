using SmartCare.Learning.Models;

namespace SmartCare.Learning.Training;

/// <summary>The two drawings beside a model: is a probability what it says, and what does a false alarm more buy?</summary>
internal static class FallPlots
{
    /// <summary>Nearly every trial is certain; narrower bins in the middle hold a handful.</summary>
    private static readonly double[] s_edges = [0.05, 0.2, 0.5, 0.8, 0.95];

    /// <summary>Alarms an hour of scripted daily life up to which the second one goes.</summary>
    private const double MostPerHour = 5;

    /// <summary>By bins of what the calibrated model says of a trial: how many of them were falls. The two numbers of the calibration were fitted to these very
    /// trials, the trees were not.</summary>
    public static string Calibration(IEnumerable<Judged> sets, Calibration by)
    {
        var plot = new Plot("Is it what it says? (trials, out of fold by person; bars 95 %)", "probability that the model gives", "share that were falls", 1, 0);
        plot.Diagonal();
        foreach (var judged in sets)
            plot.Line(judged.Sensor.Name, judged.Trials.Select((t, i) => (t.IsFall, Says: 1 / (1 + Math.Exp(-by.Slope * judged.Score[i] - by.Offset))))
                .GroupBy(t => s_edges.Count(edge => t.Says >= edge)).OrderBy(bin => bin.Key)
                .Select(bin => (Says: bin.Average(t => t.Says), Were: Share.Of(bin.Count(t => t.IsFall), bin.Count())))
                .Select(bin => (bin.Says, bin.Were.Value, bin.Were.Low, bin.Were.High)));
        return plot.ToString();
    }

    /// <summary>Falls that are found, by the false alarms an hour that are allowed.</summary>
    public static string Tradeoff(IEnumerable<Judged> sets)
    {
        var plot = new Plot("What a false alarm buys (out of fold by person)", "false alarms an hour of scripted daily life", "share of the falls that are found", MostPerHour, 0.9);
        foreach (var judged in sets) plot.Line(judged.Sensor.Name, Points(judged));
        return plot.ToString();
    }

    private static IEnumerable<(double PerHour, double Found, double Low, double High)> Points(Judged judged)
    {
        double[] alarms = [.. judged.Examples.Select((e, i) => (e.Label, Score: judged.ExampleScore[i])).Where(e => !e.Label).Select(e => e.Score).OrderDescending()];
        double[] falls = [.. judged.Trials.Select((t, i) => (t.IsFall, Score: judged.Score[i])).Where(t => t.IsFall).Select(t => t.Score)];
        for (var allowed = 0; allowed < alarms.Length && allowed <= MostPerHour * judged.Hours; allowed++)
            yield return (allowed / judged.Hours, falls.Count(f => f > alarms[allowed]) / (double)falls.Length, 0, 0);
    }
}
