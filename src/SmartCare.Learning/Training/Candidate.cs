using System.Globalization;
using Microsoft.ML;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Site;

namespace SmartCare.Learning.Training;

/// <summary>What would become a model: everything that teaches, and the thresholds that its scores out of fold ask for.</summary>
internal sealed class Candidate
{
    public const string VersionForm = "yyyy-MM-dd-HHmmss";

    private readonly WearingPlace _place;
    private readonly List<Judged> _recordings, _house;
    private readonly RateThreshold[] _thresholds;

    private Candidate(WearingPlace place, List<Judged> recordings, List<Judged> house, RateThreshold[] thresholds) =>
        (_place, _recordings, _house, _thresholds) = (place, recordings, house, thresholds);

    public static Candidate Of(WearingPlace place, List<Judged> recordings, List<Judged> house)
    {
        var (specificity, falsePerHour) = FallTraining.Wanted(place);
        var isFast = (Judged set) => set.Sensor.RateHz >= FallTraining.FastFromHz;
        // A house's bursts have no hours, so no alarms an hour. A rate that nothing was heard of is judged as the other.
        double? Limit(bool fast)
        {
            double[] limits =
            [
                .. recordings.Where(s => isFast(s) == fast).Take(1).Select(_ => FallFigures.Threshold(recordings.Where(s => isFast(s) == fast), specificity, falsePerHour)),
                .. house.Where(s => isFast(s) == fast && s.Trials.Any(t => !t.IsFall)).Select(s => FallFigures.Threshold([s], specificity, double.PositiveInfinity)),
            ];
            return limits.Length == 0 ? null : limits.Max();
        }

        var (slow, quick) = (Limit(fast: false), Limit(fast: true));
        return new Candidate(place, recordings, house, [new(0, slow ?? quick!.Value), new(FallTraining.FastFromHz, quick ?? slow!.Value)]);
    }

    public double Limit(SensorKind sensor) => _thresholds.Last(t => sensor.RateHz >= t.FromHz).Raw;

    /// <summary>Trained on all of it, and written beside the others.</summary>
    public ModelManifest Write(string models, FigureRow[] figures, bool isOfHouseAlone, DateTimeOffset now)
    {
        List<Judged> all = [.. _recordings, .. _house];
        var ml = new MLContext(FallTrainer.Seed);
        var model = FallTrainer.Fit(ml, all.SelectMany(s => s.Examples).Where(e => e.Teaches), out var seen);
        var trees = FallTrainer.Trees(model.Model.SubModel.TrainedTreeEnsemble).ToJson();
        var version = Path.Combine(models, ModelFolder.Name(_place), now.UtcDateTime.ToString(VersionForm, CultureInfo.InvariantCulture));
        Directory.CreateDirectory(version);
        ml.Model.Save(model, seen.Schema, Path.Combine(version, ModelFolder.Zip));
        using (var onnx = File.Create(Path.Combine(version, ModelFolder.Onnx))) ml.Model.ConvertToOnnx(model, seen, onnx);
        var people = new Dictionary<string, int>();
        if (_house.Count > 0) people[SiteSets.House] = PeopleOf(_house);
        if (_recordings.Count > 0) people[RecordingFolder.Sets.First(s => s.Place == _place).Name] = PeopleOf(_recordings);
        var manifest = new ModelManifest(ModelFolder.Name(_place), Path.GetFileName(version), FallFeatures.Names, MotionWindow.Before / (double)MotionWindow.Rate,
            MotionWindow.After / (double)MotionWindow.Rate, MotionWindow.Rate, people, FallTrainer.Seed,
            new() { ["Microsoft.ML.FastTree"] = typeof(Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer).Assembly.GetName().Version!.ToString() },
            PlattFit.Of([.. all.SelectMany(s => s.Trials.Select((t, i) => (Raw: s.Score[i], t.IsFall))).Where(s => double.IsFinite(s.Raw))]), _thresholds, figures,
            Experimental: _place is WearingPlace.Wrist || isOfHouseAlone, ModelFolder.Sum(trees), FeatureDeciles.Of(all.SelectMany(s => s.Examples)));
        ModelFolder.Write(version, manifest, trees);
        File.WriteAllText(Path.Combine(version, ModelFolder.CalibrationPlot), FallPlots.Calibration(all, manifest.Calibration));
        // A house's bursts have no hours.
        if (_recordings.Count > 0) File.WriteAllText(Path.Combine(version, ModelFolder.TradeoffPlot), FallPlots.Tradeoff(_recordings));
        return manifest;
    }

    private static int PeopleOf(List<Judged> sets) => sets.SelectMany(s => s.Trials).Select(t => t.Person).Distinct().Count();
}
