using SmartCare.Domain.Words;
using SmartCare.Server.Figures;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Figures;

/// <summary>Years of made-up alerts, written as the house writes them: for measurements and tests of what a page costs.</summary>
internal static class SimulatedYears
{
    public static readonly Month First = new(2021 * 12);

    private static readonly AlertKind[] s_kinds = [AlertKind.Help, AlertKind.Help, AlertKind.Fall, AlertKind.Fire, AlertKind.Inactivity, AlertKind.Wandering, AlertKind.Battery, AlertKind.Offline];

    /// <returns>Seconds to the answer of each need that must be walked to.</returns>
    public static List<int> Fill(FigureFile file, int sites, int months, int alertsOfMonth)
    {
        var (random, answered, seq) = (new Random(7), new List<int>(), 0L);
        for (var month = First; month.Number < First.Number + months; month = month.Next)
            for (var site = 0; site < sites; site++)
            {
                var facts = Enumerable.Range(0, alertsOfMonth).Select(n => One(random, $"site-{site}", month, $"{site}-{month.Number}-{n}")).ToList();
                answered.AddRange(facts.Where(f => AlertPriorities.MustBeWalkedTo(f.Kind)).Select(f => f.AcknowledgedS!.Value));
                FigureBook.Save(file, facts, [], seq += facts.Count);
            }

        return answered;
    }

    private static AlertFacts One(Random random, string site, Month month, string id)
    {
        var raised = new DateTimeOffset(month.First, TimeOnly.MinValue, TimeSpan.Zero).AddSeconds(random.Next(28 * 86_400));
        var acknowledged = (int)(20 / (1.0001 - random.NextDouble()) % 1_800);
        var arrived = acknowledged + random.Next(20, 900);
        return new AlertFacts(
            id, site, $"device-{site}-{random.Next(120)}", s_kinds[random.Next(s_kinds.Length)], "pressed", $"{random.Next(3)}", FigureSort.Alert, raised, raised, month,
            (int)raised.DayOfWeek * 24 + raised.Hour, acknowledged, arrived, arrived + random.Next(7_200), (Outcome)random.Next(2), false);
    }
}
