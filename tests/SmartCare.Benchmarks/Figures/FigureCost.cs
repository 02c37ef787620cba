using System.Diagnostics;
using SmartCare.Server.Figures;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Server.Tests.Figures;
using SmartCare.Storage;

namespace SmartCare.Benchmarks.Figures;

/// <summary>Years of alerts of some homes, written as the house writes them; then what reading all of them, one month, and one change costs.</summary>
internal static class FigureCost
{
    public static void Run(int homes, int years, int alertsOfMonth)
    {
        var folder = Directory.CreateTempSubdirectory("smartcare-figures-");
        try
        {
            using var store = new SqliteStore(Path.Combine(folder.FullName, "smartcare.db"));
            using var file = new FigureFile(Path.Combine(folder.FullName, FigureFile.Name));
            var clock = Stopwatch.StartNew();
            SimulatedYears.Fill(file, homes, years * 12, alertsOfMonth);
            Console.WriteLine($"{homes} homes, {years} years, {homes * years * 12L * alertsOfMonth:N0} alerts written in {clock.Elapsed.TotalSeconds:0.0} s; {new FileInfo(Path.Combine(folder.FullName, FigureFile.Name)).Length / 1e6:0.0} MB");
            var book = new FigureBook(file, store.Tables, new RegistryIndex(store.Tables), new StoreHealth(), TimeProvider.System);
            var last = new Month(SimulatedYears.First.Number + years * 12 - 1);
            foreach (var (what, from, apart) in ((string, Month, bool)[])[("all years", SimulatedYears.First, false), ("all years, kind by shift by site", SimulatedYears.First, true), ("the last month", last, false)])
                for (var run = 1; run <= 3; run++)
                {
                    clock.Restart();
                    var totals = book.Of(null, from, last, apart: apart);
                    var answers = totals.Answers;
                    foreach (var tally in totals.ByKind.Values.Concat(totals.BySite.Values).Concat(totals.ByMonth.Values).Concat(totals.ByShift.Values).Append(answers))
                        foreach (var percent in (int[])[50, 90, 95]) _ = tally.Acknowledged.Percentile(percent) + tally.Arrived.Percentile(percent) + tally.Resolved.Percentile(percent);
                    Console.WriteLine($"{what}, run {run}: {clock.Elapsed.TotalMilliseconds:0} ms ({answers.Raised:N0} alerts, {totals.Floods.Count} sites' floods, median {answers.Acknowledged.Percentile(50)} s)");
                }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
