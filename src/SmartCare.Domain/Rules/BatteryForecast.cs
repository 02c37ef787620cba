using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>A cell's percent on one day.</summary>
/// <param name="Day">Days since 1970, UTC.</param>
public readonly record struct DayPoint(int Day, double Percent);

/// <summary>How many days a cell will last, from one point a day.</summary>
/// <remarks>The slope is the median of the slopes between all pairs of points (Theil-Sen): a cold night or one bad reading does not turn it.</remarks>
public static class BatteryForecast
{
    /// <summary>A month: what came before says little about the cell of today. Bounds the state.</summary>
    private const int MostPoints = 30;

    /// <summary>Fewer say nothing: most cells are told in steps of several percent.</summary>
    private const int LeastPoints = 5;

    /// <summary>A rise of so many percent is a new cell; warmth alone gives back less.</summary>
    private const double NewCell = 20;

    /// <summary>Percent a day; less than this is a cell that will outlive the device.</summary>
    private const double LeastLoss = 0.02;

    public static DayPoint[] Remember(DayPoint[] cell, double percent, DateTimeOffset now)
    {
        if (percent is not (>= 0 and <= 100)) return cell;
        var point = new DayPoint((int)(now.ToUnixTimeSeconds() / 86_400), percent);
        if (cell.Length == 0 || percent >= cell[^1].Percent + NewCell) return [point];
        return cell[^1].Day == point.Day ? cell : [.. cell.AsSpan(Math.Max(0, cell.Length - (MostPoints - 1))), point];
    }

    /// <summary>Null when nothing can be said.</summary>
    public static double? DaysLeft(DayPoint[] cell, double percent)
    {
        if (cell.Length < LeastPoints) return null;
        var slopes = new List<double>(cell.Length * (cell.Length - 1) / 2);
        for (var i = 0; i < cell.Length; i++)
            for (var j = i + 1; j < cell.Length; j++)
                slopes.Add((cell[j].Percent - cell[i].Percent) / (cell[j].Day - cell[i].Day));
        slopes.Sort();
        var slope = (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
        return slope > -LeastLoss ? null : percent / -slope;
    }

    /// <summary>What the alert says of a low cell.</summary>
    public static string NoteOf(DayPoint[] cell, double? percent, bool? flag)
    {
        if (percent is not { } left) return Phrase.Of("batteryFlag");
        return Phrase.All(
            flag is true ? Phrase.Of("batteryFlag") : null, Phrase.Of("batteryLeft", ("percent", Math.Round(left))),
            DaysLeft(cell, left) is { } days ? Phrase.Of("batteryDays", ("days", Math.Round(days))) : null);
    }
}
