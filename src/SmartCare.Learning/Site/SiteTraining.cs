using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Site;

/// <summary>What came of learning from a house.</summary>
/// <param name="Made">The model; null: it was refused, and nothing is kept of it.</param>
/// <param name="Candidate">On the house's bursts, out of fold by elder.</param>
/// <param name="CurrentId">The newest model of the place; null: there was none to be better than.</param>
/// <param name="Current">The current one on the very same bursts.</param>
/// <param name="Recordings">The candidate on recordings, out of fold; empty without them.</param>
/// <param name="Below">Where the candidate is below the current one, a sentence each.</param>
public sealed record SiteVerdict(
    ModelManifest? Made, FigureRow Candidate, string? CurrentId, FigureRow? Current, IReadOnlyList<FigureRow> Recordings, IReadOnlyList<string> Below);

/// <summary>From the bursts of a house, with recordings or without, to a model that is not worse there than the one it has.</summary>
public static class SiteTraining
{
    /// <summary>To judge by: a fall is 10 points of sensitivity with ten of them, and with fewer nothing is said at all. The same of people: each fold leaves one out.</summary>
    public const int LeastFalls = 10, LeastDaily = 50, LeastPeople = 5;

    /// <summary>Without recordings the falls must teach as well: a leaf of a tree has 20 examples.</summary>
    public const int LeastFallsAlone = 40;

    /// <param name="data">Recordings that teach too; null: none.</param>
    /// <exception cref="InvalidDataException">There is too little to learn from.</exception>
    public static SiteVerdict Run(IReadOnlyList<SiteBurst> bursts, string? data, WearingPlace place, string models, DateTimeOffset now)
    {
        List<SiteBurst> ours = [.. bursts.Where(b => b.WornAt == place && b.Label is not BurstLabel.None)];
        var current = CurrentOf(models, place);
        var taughtUntil = TaughtByHouseUntil(current);
        List<SiteBurst> unseen = [.. ours.Where(b => !(b.At <= taughtUntil))];
        Require(ours, data is null ? LeastFallsAlone : LeastFalls, place, "");
        if (taughtUntil is { } until) Require(unseen, LeastFalls, place, FormattableString.Invariant($" since {current!.Id} was taught by this house ({until:yyyy-MM-dd})"));

        var recorded = Recorded(data, place);
        var judged = OutOfFold.Judge([.. recorded, .. SiteSets.Of(ours)], FallTrainer.Learn);
        var (ofRecordings, ofHouse) = (judged[..recorded.Count], judged[recorded.Count..]);
        var candidate = Candidate.Of(place, ofRecordings, ofHouse);
        var sameBursts = ofHouse.Select(set => Only(set, ours, b => !(b.At <= taughtUntil))).ToList();
        var figure = SiteSets.Figure(place, "model", sameBursts, candidate.Limit);
        var figureOfCurrent = current is null ? null : SiteSets.Figure(place, "model", SiteSets.Judge(unseen, current.Trees), s => current.ThresholdAt(s.RateHz));
        var rows = ofRecordings.Select(set => FallFigures.OfModel($"recordings, {set.Sensor.Name}", set, candidate.Limit(set.Sensor))).ToList();
        List<string> below = figureOfCurrent is null ? [] : [.. Below(figure, figureOfCurrent)];
        var made = below.Count > 0 ? null : candidate.Write(models, [figure, .. rows], data is null, now);
        return new SiteVerdict(made, figure, current?.Id, figureOfCurrent, rows, below);
    }

    /// <summary>What the newest model of each place does on the labelled bursts of a house; those that taught it are left out.</summary>
    public static List<FigureRow> Evaluate(IReadOnlyList<SiteBurst> bursts, string models)
    {
        var rows = new List<FigureRow>();
        foreach (var place in Enum.GetValues<WearingPlace>())
        {
            if (CurrentOf(models, place) is not { } current) continue;
            var taughtUntil = TaughtByHouseUntil(current);
            List<SiteBurst> ours = [.. bursts.Where(b => b.WornAt == place && b.Label is not BurstLabel.None && !(b.At <= taughtUntil))];
            if (ours.Count > 0) rows.Add(SiteSets.Figure(place, "model", SiteSets.Judge(ours, current.Trees), s => current.ThresholdAt(s.RateHz)));
        }

        return rows;
    }

    /// <summary>A point estimate that is lower at all: whoever replaces a model must not lose a fall of those the house has seen.</summary>
    private static IEnumerable<string> Below(FigureRow candidate, FigureRow current)
    {
        if (candidate.Sensitivity.Value < current.Sensitivity.Value) yield return $"sensitivity {candidate.Sensitivity} is below {current.Sensitivity} of the current model";
        if (candidate.Specificity.Value < current.Specificity.Value) yield return $"specificity {candidate.Specificity} is below {current.Specificity} of the current model";
    }

    private static void Require(List<SiteBurst> bursts, int leastFalls, WearingPlace place, string since)
    {
        var (falls, daily, people) = (bursts.Count(b => b.IsFall), bursts.Count(b => !b.IsFall), bursts.Select(b => b.Person).Distinct().Count());
        if (falls < leastFalls || daily < LeastDaily || people < LeastPeople)
            throw new InvalidDataException(
                $"the house has {falls} falls and {daily} bursts of daily life of {people} people at the {ModelFolder.Name(place)}{since}; {leastFalls}, {LeastDaily} and {LeastPeople} are needed");
    }

    private static FallScorer? CurrentOf(string models, WearingPlace place) => ModelFolder.Versions(models, place).LastOrDefault() is not { } version ? null
        : ModelFolder.Read(version, place, out var trouble) ?? throw new InvalidDataException($"{version}: {trouble}");

    /// <summary>A model knows what it was taught with; only what came after judges it.</summary>
    private static DateTimeOffset? TaughtByHouseUntil(FallScorer? model) => model?.Manifest.People.ContainsKey(SiteSets.House) is true
        ? DateTimeOffset.ParseExact(model.Manifest.Version, Candidate.VersionForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;

    private static List<(SensorKind Sensor, Trial[] Trials, Example[] Examples)> Recorded(string? data, WearingPlace place)
    {
        if (data is null) return [];
        var set = RecordingFolder.Sets.First(s => s.Place == place);
        var trials = RecordingFolder.Read(data, set);
        return trials.Count > 0 ? [.. SensorKind.All.Select(sensor => OutOfFold.Heard(trials, sensor))] : throw new InvalidDataException($"There is no recording in {Path.Combine(data, set.Name)}.");
    }

    /// <summary>Of the house's sets each example is its trial, in the order of the bursts of its rate.</summary>
    private static Judged Only(Judged set, List<SiteBurst> bursts, Func<SiteBurst, bool> which)
    {
        List<SiteBurst> same = [.. bursts.Where(b => b.RateHz >= FallTraining.FastFromHz == set.Sensor.RateHz >= FallTraining.FastFromHz)];
        int[] kept = [.. Enumerable.Range(0, same.Count).Where(i => which(same[i]))];
        return OutOfFold.Of(set.Sensor, [.. kept.Select(i => set.Trials[i])], [.. kept.Select((i, n) => same[i].AsExample(n))], [.. kept.Select(i => set.ExampleScore[i])]);
    }
}
