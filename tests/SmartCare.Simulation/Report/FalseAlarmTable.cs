using System.Globalization;
using System.Text;

namespace SmartCare.Simulation.Report;

/// <summary>What ordinary life cost in false alarms, and what was missed beside it: a rule that never rings has none of the first.</summary>
internal static class FalseAlarmTable
{
    public static string Of(Totals totals)
    {
        var text = new StringBuilder();
        var weeks = totals.HomeWeeks;
        text.AppendLine(CultureInfo.InvariantCulture, $"{totals.Seeds} homes, {weeks:0.0} home-weeks, {totals.Elders / Math.Max(1, totals.Seeds)} elders a home");
        text.AppendLine("kind         false/home-week  true/home-week |  needs  in time   late  missed");
        foreach (var (kind, tally) in totals.Tally.Kinds)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{kind.ToString().ToLowerInvariant(),-12} {tally.False / weeks,15:0.000} {tally.True / weeks,15:0.000} | {tally.Needs,6} {tally.InTime,8} {tally.Late,6} {tally.Missed,7}");
        return text.ToString();
    }
}
