using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using SmartCare.Learning.Falls;

namespace SmartCare.Learning.Training;

/// <summary>Boosted trees by Microsoft.ML's FastTree.</summary>
internal static class FallTrainer
{
    public const int Seed = 1;

    /// <summary>Chosen out of fold by person, all kinds of sensors together: 200 trees of 10 leaves, 150 of 16, 100 of 12 with larger steps, bags of seven tenths were no better.</summary>
    private static FastTreeBinaryTrainer.Options Options => new()
    {
        NumberOfTrees = 150, NumberOfLeaves = 12, MinimumExampleCountPerLeaf = 40, LearningRate = 0.1, FeatureFraction = 0.7, Seed = Seed,
        // Daily life has three knocks for one of a fall.
        UnbalancedSets = true,
        // One thread: the same examples make the same trees.
        NumberOfThreads = 1,
    };

    public static RawScore Learn(IEnumerable<Example> examples) => Trees(Fit(new MLContext(Seed), examples, out _).Model.SubModel.TrainedTreeEnsemble).Raw;

    public static BinaryPredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>> Fit(
        MLContext ml, IEnumerable<Example> examples, out IDataView data)
    {
        data = Data(ml, examples);
        return ml.BinaryClassification.Trainers.FastTree(Options).Fit(data);
    }

    public static IDataView Data(MLContext ml, IEnumerable<Example> examples)
    {
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, FallFeatures.Count);
        return ml.Data.LoadFromEnumerable(examples, schema);
    }

    public static FallTrees Trees(RegressionTreeEnsemble ensemble) =>
        new(FallFeatures.Names, [.. ensemble.Trees.Select((tree, i) => new FallTree(
            // A tree that stopped early has room behind its last node.
            [.. tree.NumericalSplitFeatureIndexes.Take(tree.NumberOfNodes)], [.. tree.NumericalSplitThresholds.Take(tree.NumberOfNodes)],
            [.. tree.LeftChild.Take(tree.NumberOfNodes)], [.. tree.RightChild.Take(tree.NumberOfNodes)],
            // The weight and the ensemble's bias go into the leaves, so a score is a plain sum.
            [.. tree.LeafValues.Take(tree.NumberOfLeaves).Select(leaf => leaf * ensemble.TreeWeights[i] + (i == 0 ? ensemble.Bias : 0))]))]);
}
