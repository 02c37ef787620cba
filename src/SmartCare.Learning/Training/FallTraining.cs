using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;
using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Training;

/// <summary>From a folder of recordings to a model folder, with the figures that were seen on people left out.</summary>
public static class FallTraining
{
    /// <summary>Of daily life as people do it for a recording; alarms an hour.</summary>
    private const double MostFalsePerHour = 1;

    /// <summary>A sensor slower than this is judged by the threshold of slow ones.</summary>
    internal const double FastFromHz = 35;

    internal static (double Specificity, double FalsePerHour) Wanted(WearingPlace place) => place is WearingPlace.Waist ? (0.9955, MostFalsePerHour) : (0.955, double.PositiveInfinity);

    /// <param name="isTaught">Whose recordings it learns from; null: everybody's.</param>
    /// <returns>The figures; the model stands in <c>OUT/PLACE/VERSION</c>.</returns>
    /// <exception cref="InvalidDataException">There is nothing to learn from.</exception>
    public static ModelManifest Run(string data, WearingPlace place, string to, DateTimeOffset now, Func<string, bool>? isTaught = null)
    {
        // The set with the most people teaches; another lab's is kept to judge by.
        var set = RecordingFolder.Sets.First(s => s.Place == place);
        var trials = RecordingFolder.Read(data, set);
        if (isTaught is not null) trials.RemoveAll(t => !isTaught(t.Person));
        if (!trials.Exists(t => t.IsFall) || trials.TrueForAll(t => t.IsFall)) throw new InvalidDataException($"There are no falls and daily life in {Path.Combine(data, set.Name)}.");
        var judged = OutOfFold.Judge(trials, SensorKind.All, FallTrainer.Learn);
        var candidate = Candidate.Of(place, judged, house: []);
        return candidate.Write(to,
            [.. judged.SelectMany(j => (FigureRow[])[FallFigures.OfModel($"{set.Name}, {j.Sensor.Name}", j, candidate.Limit(j.Sensor)), FallFigures.OfRule($"{set.Name}, {j.Sensor.Name}", j)])],
            isOfHouseAlone: false, now);
    }

    /// <summary>What a model does on recordings of people that it has not been trained on: whoever runs this vouches for that.</summary>
    public static List<FigureRow> Evaluate(string data, string models)
    {
        var rows = new List<FigureRow>();
        foreach (var set in RecordingFolder.Sets)
        {
            if (ModelFolder.Versions(models, set.Place).LastOrDefault() is not { } version) continue;
            var scorer = ModelFolder.Read(version, set.Place, out var trouble) ?? throw new InvalidDataException($"{version}: {trouble}");
            var trials = RecordingFolder.Read(data, set);
            if (trials.Count == 0) continue;
            foreach (var sensor in SensorKind.All.Where(s => s.RateHz <= trials[0].Motion.Rate))
            {
                var judged = OutOfFold.Judge(trials, sensor, scorer.Trees);
                rows.Add(FallFigures.OfModel($"{set.Name}, {sensor.Name}", judged, scorer.ThresholdAt(sensor.RateHz)));
                rows.Add(FallFigures.OfRule($"{set.Name}, {sensor.Name}", judged));
            }
        }

        return rows;
    }
}
