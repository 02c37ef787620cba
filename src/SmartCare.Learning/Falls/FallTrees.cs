using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCare.Learning.Falls;

/// <summary>One decision tree. Nodes are numbered from 0; a child below 0 is the leaf <c>~child</c>.</summary>
/// <param name="Feature">By node, an index into <see cref="FallFeatures.Names"/>.</param>
/// <param name="Threshold">By node; what is not greater goes left.</param>
internal sealed record FallTree(int[] Feature, float[] Threshold, int[] Left, int[] Right, double[] Leaf)
{
    public double Value(ReadOnlySpan<float> features)
    {
        if (Feature.Length == 0) return Leaf[0];
        var node = 0;
        while (node >= 0) node = features[Feature[node]] <= Threshold[node] ? Left[node] : Right[node];
        return Leaf[~node];
    }

    /// <summary>Every walk from the root ends in a leaf that is there.</summary>
    public bool IsWhole()
    {
        var nodes = Feature.Length;
        if (Threshold.Length != nodes || Left.Length != nodes || Right.Length != nodes || Leaf.Length != nodes + 1 || !Leaf.All(double.IsFinite)) return false;
        for (var node = 0; node < nodes; node++)
        {
            if (Feature[node] < 0 || Feature[node] >= FallFeatures.Count || float.IsNaN(Threshold[node])) return false;
            // A child has a greater number than its node, so no walk turns back.
            foreach (var child in (ReadOnlySpan<int>)[Left[node], Right[node]])
                if (child >= 0 ? child <= node || child >= nodes : ~child >= Leaf.Length)
                    return false;
        }

        return true;
    }
}

/// <summary>What Microsoft.ML's FastTree has learned, as numbers that can be read: the sum of what its trees say. Scoring needs nothing else.</summary>
/// <param name="Features">The names in the order of the indices, to refuse a model of other features.</param>
internal sealed record FallTrees(string[] Features, FallTree[] Trees)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public double Raw(ReadOnlySpan<float> features)
    {
        var sum = 0.0;
        foreach (var tree in Trees) sum += tree.Value(features);
        return sum;
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <returns>Null: no trees of these features, and the trouble says why.</returns>
    public static FallTrees? Read(ReadOnlySpan<byte> json, out string trouble)
    {
        trouble = "";
        try
        {
            var trees = JsonSerializer.Deserialize<FallTrees>(json, s_json);
            if (trees is null || trees.Trees.Length == 0) trouble = "there are no trees";
            else if (!trees.Features.SequenceEqual(FallFeatures.Names)) trouble = "it was learned on other features";
            else if (!trees.Trees.All(t => t.IsWhole())) trouble = "a tree is not whole";
            else return trees;
        }
        catch (JsonException wrong)
        {
            trouble = $"trees: {wrong.Message}";
        }

        return null;
    }
}
