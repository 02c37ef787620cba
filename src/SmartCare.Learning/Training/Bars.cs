using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Learning.Models;

namespace SmartCare.Learning.Training;

/// <summary>What a model must reach on a set, as a file says: <c>[{"set":"sisfall, 50 Hz","sensitivity":0.975,"specificity":0.995,"falsePerHour":1}]</c>.</summary>
/// <param name="Elders">Specificity on the daily life of elders.</param>
public sealed record Bar(string Set, double? Sensitivity, double? Specificity, double? FalsePerHour, double? Elders)
{
    /// <returns>A line for each that is not reached.</returns>
    public IEnumerable<string> Missed(IEnumerable<FigureRow> rows)
    {
        if (rows.FirstOrDefault(r => r.Judge == "model" && r.Set == Set) is not { } row)
        {
            yield return $"{Set}: not tried";
            yield break;
        }

        if (row.Sensitivity.Value < Sensitivity) yield return FormattableString.Invariant($"{Set}: sensitivity {row.Sensitivity.Value:0.0000} is below {Sensitivity}");
        if (row.Specificity.Value < Specificity) yield return FormattableString.Invariant($"{Set}: specificity {row.Specificity.Value:0.0000} is below {Specificity}");
        if (row.FalsePerHour > FalsePerHour) yield return FormattableString.Invariant($"{Set}: {row.FalsePerHour:0.00} false alarms an hour, more than {FalsePerHour}");
        if (row.EldersSpecificity?.Value < Elders) yield return FormattableString.Invariant($"{Set}: elders' daily life {row.EldersSpecificity.Value:0.0000} is below {Elders}");
    }
}

public static class Bars
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static Bar[] Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Bar[]>(File.ReadAllText(file), s_json) ?? [];
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{file}: {wrong.Message}", wrong);
        }
    }
}
