using SmartCare.Domain.Words;

namespace SmartCare.Server.Tests.Figures;

/// <summary>The figures counted once more, from the script, one alert after the other, with nothing of what the silo counts with.</summary>
internal static class HandCount
{
    private static readonly AlertKind[] s_walked =
        [AlertKind.Fire, AlertKind.Gas, AlertKind.Co, AlertKind.Water, AlertKind.Help, AlertKind.Fall, AlertKind.Inactivity, AlertKind.Wandering, AlertKind.Vitals];

    public static bool IsReal(ScriptedAlert a) => !a.Drill && a.Outcome is not (Outcome.Drill or Outcome.Test);

    public static bool IsWalked(ScriptedAlert a) => s_walked.Contains(a.Kind);

    /// <summary>On the wall of both sites, which are in Shanghai.</summary>
    public static DateTime Local(ScriptedAlert a) => a.Raised.UtcDateTime.AddHours(8);

    public static string Shift(ScriptedAlert a) => Local(a).Hour switch { >= 8 and < 16 => "白班", >= 16 => "中班", _ => "夜班" };

    /// <summary>Who comes or ends it has answered too.</summary>
    public static int? Answer(ScriptedAlert a) => a.Acknowledged ?? a.Arrived ?? (a.Outcome is null ? null : a.Resolved);

    public static (int Within, int Of) AcknowledgedWithin(IEnumerable<ScriptedAlert> of, int limit) => Within(of, Answer, limit);

    public static (int Within, int Of) AttendedWithin(IEnumerable<ScriptedAlert> of, int limit) => Within(of, a => a.Arrived, limit);

    private static (int Within, int Of) Within(IEnumerable<ScriptedAlert> of, Func<ScriptedAlert, int?> when, int limit)
    {
        var (within, all) = (0, 0);
        foreach (var a in of)
        {
            // It let go by itself before anybody had to come.
            if (Answer(a) is null && a.Resolved <= limit) continue;
            all++;
            if (when(a) <= limit) within++;
        }

        return (within, all);
    }

    public static int? Percentile(IEnumerable<int?> of, double share)
    {
        var sorted = of.OfType<int>().Order().ToArray();
        return sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(Math.Round(share * sorted.Length, 6)) - 1];
    }
}
