using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Site;

/// <summary>The labelled bursts of a house as sets to learn from and judge by: one of slow sensors, one of fast ones, for a model has a threshold for each.</summary>
internal static class SiteSets
{
    /// <summary>Under this name a manifest counts the elders of the house among those it was taught by.</summary>
    public const string House = "house";

    private static readonly SensorKind[] s_sensors = [new("slow", 20, 16), new("fast", 50, 16)];

    public static List<(SensorKind Sensor, Trial[] Trials, Example[] Examples)> Of(IReadOnlyList<SiteBurst> bursts) =>
    [
        .. bursts.GroupBy(b => b.RateHz >= FallTraining.FastFromHz).OrderBy(g => g.Key)
            .Select(g => (s_sensors[g.Key ? 1 : 0], g.Select(b => b.AsTrial()).ToArray(), g.Select((b, i) => b.AsExample(i)).ToArray())),
    ];

    /// <summary>The same by a model that has seen none of them.</summary>
    public static List<Judged> Judge(IReadOnlyList<SiteBurst> bursts, FallTrees trees) =>
        [.. Of(bursts).Select(set => OutOfFold.Of(set.Sensor, set.Trials, set.Examples, [.. set.Examples.Select(e => trees.Raw(e.Features))]))];

    /// <summary>One line of both sets.</summary>
    public static FigureRow Figure(WearingPlace place, string judge, IReadOnlyList<Judged> sets, Func<SensorKind, double> threshold)
    {
        var said = sets.SelectMany(set => set.Trials.Select((trial, i) => (trial.Person, trial.IsFall, SaysFall: set.Score[i] >= threshold(set.Sensor)))).ToList();
        var (falls, daily) = (said.Where(s => s.IsFall).ToList(), said.Where(s => !s.IsFall).ToList());
        var worst = falls.GroupBy(f => f.Person).Select(g => (Person: g.Key, Found: g.Count(f => f.SaysFall), All: g.Count())).OrderBy(p => (double)p.Found / p.All).FirstOrDefault();
        var quiet = Share.Of(daily.Count(d => !d.SaysFall), daily.Count);
        return new FigureRow(NameOf(place), judge, falls.Count, Share.Of(falls.Count(f => f.SaysFall), falls.Count), daily.Count, quiet, 0, null, quiet,
            worst.Person is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{worst.Person}: {worst.Found} of {worst.All}"));
    }

    public static string NameOf(WearingPlace place) => $"{House}, {ModelFolder.Name(place)}";
}
