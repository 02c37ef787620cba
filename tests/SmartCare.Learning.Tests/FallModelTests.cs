using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Tests.Support;
using SmartCare.Learning.Training;

namespace SmartCare.Learning.Tests;

/// <summary>The way from recordings to a score, on made motions: what it says of people is found by the command, where recordings are.</summary>
public sealed class FallModelTests(LearnedModel learned) : IClassFixture<LearnedModel>
{
    private string Id => $"waist/{learned.Manifest.Version}";

    [Fact]
    public void It_tells_a_fall_from_a_seat_and_says_why()
    {
        var models = FallModels.Open(learned.Models);
        Assert.Equal([], models.Troubles);
        var (fall, _) = models.Score(Motions.Fall(seed: 9_999), WearingPlace.Waist, Id);
        var (seat, _) = models.Score(Motions.Seat(seed: 9_999), WearingPlace.Waist, Id);
        Assert.True(fall!.Value.Value > 0.5 && seat!.Value.Value < 0.5, $"{fall} {seat}");
        Assert.StartsWith("turned ", fall.Value.Why.ToString());
        Assert.Equal(Id, fall.Value.ModelId);
    }

    [Fact]
    public void Who_wears_it_elsewhere_is_not_judged_and_whoever_turned_nothing_on_has_it_on_trial()
    {
        var models = FallModels.Open(learned.Models);
        Assert.Equal((null, null), models.Score(Motions.Fall(seed: 1), WearingPlace.Wrist, Id));
        var (decides, onTrial) = models.Score(Motions.Fall(seed: 1), WearingPlace.Waist, chosen: null);
        Assert.Null(decides);
        Assert.Equal(Id, onTrial!.Value.ModelId);
        Assert.Null(models.Score(Motions.Fall(seed: 1), WearingPlace.Waist, Id).OnTrial);
    }

    [Fact]
    public void Trees_zip_and_onnx_say_the_same()
    {
        var scorer = ModelFolder.Read(learned.Version, WearingPlace.Waist, out _)!;
        var ml = new MLContext();
        var zip = ml.Model.Load(Path.Combine(learned.Version, ModelFolder.Zip), out _);
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, FallFeatures.Count);
        var engine = ml.Model.CreatePredictionEngine<Example, Said>(zip, ignoreMissingColumns: false, inputSchemaDefinition: schema);
        using var onnx = new InferenceSession(Path.Combine(learned.Version, ModelFolder.Onnx));
        foreach (var example in OutOfFold.Heard(RecordingFolder.Read(learned.Data, RecordingFolder.Sets[0]), SensorKind.All[0]).Examples.Take(100))
        {
            var raw = scorer.Trees.Raw(example.Features);
            Assert.Equal(raw, engine.Predict(example).Score, tolerance: 1e-6 * Math.Max(1, Math.Abs(raw)));
            using var answer = onnx.Run(
            [
                NamedOnnxValue.CreateFromTensor("Features", new DenseTensor<float>(example.Features, [1, FallFeatures.Count])),
                NamedOnnxValue.CreateFromTensor("Label", new DenseTensor<bool>(new[] { false }, [1, 1])),
            ]);
            Assert.Equal(raw, answer.First(a => a.Name.StartsWith("Score", StringComparison.Ordinal)).AsTensor<float>().First(), tolerance: 1e-6 * Math.Max(1, Math.Abs(raw)));
        }
    }

    [Fact]
    public void The_same_recordings_make_the_same_trees()
    {
        var again = FallTraining.Run(learned.Data, WearingPlace.Waist, Path.Combine(learned.Folder, "again"), LearnedModel.Day);
        Assert.Equal(learned.Manifest.TreesSha256, again.TreesSha256);
        Assert.Equal(learned.Manifest.Thresholds, again.Thresholds);
    }

    [Theory]
    [InlineData(ModelFolder.Trees, "removed")]
    [InlineData(ModelFolder.Trees, "bit")]
    [InlineData(ModelFolder.Trees, "emptied")]
    [InlineData(ModelFolder.Manifest, "removed")]
    [InlineData(ModelFolder.Manifest, "emptied")]
    [InlineData(ModelFolder.Manifest, "wrist")]
    public void What_is_damaged_or_of_another_place_scores_nothing_and_is_told(string file, string damage)
    {
        var models = learned.CopyModels();
        var path = Path.Combine(models, "waist", learned.Manifest.Version, file);
        if (damage == "removed") File.Delete(path);
        else if (damage == "emptied") File.WriteAllText(path, "");
        else if (damage == "wrist") File.WriteAllText(path, File.ReadAllText(path).Replace("\"waist\"", "\"wrist\"", StringComparison.Ordinal));
        else
        {
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(path, bytes);
        }

        var opened = FallModels.Open(models);
        Assert.Contains(learned.Manifest.Version, Assert.Single(opened.Troubles));
        Assert.Equal((null, null), opened.Score(Motions.Fall(seed: 1), WearingPlace.Waist, Id));
    }

    /// <summary>A tree that walks in a circle, or out of itself, is none.</summary>
    [Theory]
    [InlineData("{\"features\":[],\"trees\":[]}")]
    [InlineData("{\"features\":FEATURES,\"trees\":[{\"feature\":[0],\"threshold\":[1],\"left\":[0],\"right\":[-1],\"leaf\":[1,2]}]}")]
    [InlineData("{\"features\":FEATURES,\"trees\":[{\"feature\":[0],\"threshold\":[1],\"left\":[-3],\"right\":[-1],\"leaf\":[1,2]}]}")]
    [InlineData("{\"features\":FEATURES,\"trees\":[{\"feature\":[99],\"threshold\":[1],\"left\":[-2],\"right\":[-1],\"leaf\":[1,2]}]}")]
    [InlineData("{\"features\":FEATURES,\"trees\":[{\"feature\":[0],\"threshold\":[1],\"left\":[-2],\"right\":[-1],\"leaf\":[1]}]}")]
    public void A_tree_that_is_not_whole_is_refused(string json)
    {
        var features = System.Text.Json.JsonSerializer.Serialize(FallFeatures.Names);
        Assert.Null(FallTrees.Read(System.Text.Encoding.UTF8.GetBytes(json.Replace("FEATURES", features, StringComparison.Ordinal)), out var trouble));
        Assert.NotEmpty(trouble);
    }

    [Fact]
    public void People_who_judge_have_not_taught()
    {
        var row = learned.Manifest.Figures.First(f => f.Judge == "model");
        Assert.Equal((156, 156), (row.Falls, row.Daily));
        Assert.Equal(13, learned.Manifest.People["sisfall"]);
    }

    private sealed class Said
    {
        public float Score { get; set; }
    }
}
