using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Models;

namespace SmartCare.Learning.Falls;

/// <summary>The models of a folder that can be used. A burst from another place than a model's own is not judged by it.</summary>
public sealed class FallModels : IFallModel
{
    private readonly Dictionary<string, FallScorer> _byId = [];
    private readonly Dictionary<WearingPlace, FallScorer> _newest = [];

    private FallModels()
    {
    }

    /// <summary>What stands in the folder and cannot be used, a sentence each: those bursts are judged by the threshold rule.</summary>
    public List<string> Troubles { get; } = [];

    public IEnumerable<FallModelCard> Cards => _byId.Values.Select(s => s.Card).OrderBy(c => c.Id, StringComparer.Ordinal);

    /// <summary>Of the newest model of a place, by feature: how the daily life looked that it was taught with. Null: there is none, or it is of before they were written.</summary>
    public IReadOnlyDictionary<string, float[]>? DecilesOf(WearingPlace place) => _newest.GetValueOrDefault(place)?.Manifest.FeatureDeciles;

    public bool Has(string id) => _byId.ContainsKey(id);

    /// <param name="folder">Holds <c>waist/VERSION/</c>, <c>wrist/VERSION/</c>; need not be there: then there is no model.</param>
    public static FallModels Open(string folder)
    {
        var models = new FallModels();
        foreach (var place in Enum.GetValues<WearingPlace>())
            foreach (var version in ModelFolder.Versions(folder, place))
            {
                if (ModelFolder.Read(version, place, out var trouble) is not { } scorer) models.Troubles.Add($"models: {version} is not used: {trouble}");
                else models._byId[scorer.Id] = models._newest[place] = scorer;
            }

        return models;
    }

    public (FallScore? Decides, FallScore? OnTrial) Score(MotionBurst burst, WearingPlace place, string? chosen)
    {
        var newest = _newest.GetValueOrDefault(place);
        var decides = chosen is null ? null : _byId.GetValueOrDefault(chosen);
        if (decides?.Place != place) decides = null;
        return (decides?.Score(burst), newest == decides ? null : newest?.Score(burst));
    }
}

/// <summary>A model as people see it who turn it on.</summary>
/// <param name="Id"><c>waist/2026-11-26-101500</c>.</param>
/// <param name="Place">Where the sensor must be worn.</param>
/// <param name="Experimental">Its figures are not good enough to be relied on.</param>
/// <param name="People">How many of each set of recordings it was trained on.</param>
/// <param name="Figures">On people left out; the threshold rule's beside.</param>
public sealed record FallModelCard(string Id, WearingPlace Place, bool Experimental, IReadOnlyDictionary<string, int> People, IReadOnlyList<FigureRow> Figures);
