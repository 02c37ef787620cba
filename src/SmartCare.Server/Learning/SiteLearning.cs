using SmartCare.Domain.Registry;
using SmartCare.Learning.Models;
using SmartCare.Learning.Site;
using SmartCare.Server.Learning.Bursts;

namespace SmartCare.Server.Learning;

/// <summary>What <c>--journal</c> adds to <c>train falls</c> and <c>evaluate</c>: the bursts of a house, with what its people said of them.</summary>
internal static class SiteLearning
{
    public const string Key = "journal";

    private const string Data = "data";

    /// <summary><c>--journal</c> alone is the data folder that a house has when nobody named another; the reader of command lines would take the next word for it.</summary>
    public static string[] Whole(string[] args) => [.. args.Select(a => a == $"--{Key}" ? $"--{Key}={Data}" : a)];

    public static int Learn(string house, string? recordings, WearingPlace place, string models, TimeProvider time, TextWriter to)
    {
        var verdict = SiteTraining.Run(SiteBursts.Labelled(house), recordings, place, models, time.GetUtcNow());
        to.WriteLine($"{SiteSetsName(place)}: the candidate out of fold by elder{(verdict.CurrentId is { } current ? $", then {current} on the same bursts" : "; there is no current model")}; intervals 95 %");
        LearnCommand.Print([verdict.Candidate, .. verdict.Current is { } row ? (FigureRow[])[row] : [], .. verdict.Recordings], to);
        foreach (var line in verdict.Below) to.WriteLine($"refused: {line}");
        if (verdict.Made is not { } made)
        {
            to.WriteLine("Nothing was kept.");
            return 1;
        }

        to.WriteLine($"{made.Place}/{made.Version} in {models}; trees {made.TreesSha256}{(made.Experimental ? "; experimental: turn it on for nobody who depends on it" : "")}");
        return 0;
    }

    public static List<FigureRow> Evaluate(string house, string models) => SiteTraining.Evaluate(SiteBursts.Labelled(house), models);

    private static string SiteSetsName(WearingPlace place) => $"{place.ToString().ToLowerInvariant()}, bursts of the house";
}
