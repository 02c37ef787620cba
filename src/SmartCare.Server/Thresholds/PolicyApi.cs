using SmartCare.Domain.Rules;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;

namespace SmartCare.Server.Thresholds;

/// <param name="Values">Numbers by name; null: the product's own. What is not named stays as it is.</param>
internal sealed record PolicyInput(IReadOnlyDictionary<string, double?>? Values);

/// <param name="Days">So many of the last ones are lived once more; 7 unless said.</param>
/// <param name="TrialDecides">As if the fall models that are on trial had been turned on everywhere.</param>
internal sealed record RehearsalRequest(IReadOnlyDictionary<string, double?>? Values, int? Days, bool? TrialDecides);

/// <param name="Min">With <paramref name="Max"/>: as far as it may be set, both included.</param>
internal sealed record ThresholdView(double Value, double Default, string Unit, double Min, double Max);

/// <summary>Every threshold, by name.</summary>
internal sealed record PolicyView(IReadOnlyDictionary<string, ThresholdView> Values)
{
    public static PolicyView Of(Policy policy) =>
        new(Threshold.All.ToDictionary(t => t.Name, t => new ThresholdView(t.Of(policy), t.Of(Policy.Default), t.Unit, t.Least, t.Most)));
}

/// <summary>The thresholds of the house: admin sets them, directors may try what others would do.</summary>
internal static class PolicyApi
{
    private const int LongestRehearsal = 31, ShortestRehearsal = 1, UsualRehearsal = 7;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/policy", (Viewer viewer, PolicyBook book) => viewer.MayWriteDuty ? TypedResults.Ok(PolicyView.Of(book.Policy)) : NotFor())
            .Is("getPolicy", Who.Director, "Every threshold of the house, with its unit and limits").Gives<PolicyView>();
        api.MapPut("/policy", Put).Is("putPolicy", Who.Admin, "Sets thresholds; null is the product's own, what is not named stays").Gives<PolicyView>();
        api.MapPost("/policy/rehearse", Rehearse)
            .Is("rehearsePolicy", Who.Director, "Lives the last days once more with other thresholds").Gives<RehearsalView>(202).Refuses(409);
        api.MapGet("/policy/rehearse/{id}", (string id, Viewer viewer, Rehearsals rehearsals) =>
            !viewer.MayWriteDuty ? NotFor() : rehearsals.Find(id) is { } found ? TypedResults.Ok(found) : Problems.NotFound($"There is no rehearsal {id}."))
            .Is("getRehearsal", Who.Director, "A rehearsal and what came of it").Gives<RehearsalView>();
    }

    private static async Task<IResult> Put(PolicyInput input, Viewer viewer, PolicyBook book)
    {
        if (!viewer.IsAdmin) return Problems.Forbidden("Only admin sets the thresholds of the house.");
        var (set, trouble) = Read(book, input.Values);
        if (trouble is not null) return Problems.Invalid(trouble);
        try
        {
            await Task.Run(() => book.Replace(set));
            return TypedResults.Ok(PolicyView.Of(book.Policy));
        }
        catch (IOException away)
        {
            return Problems.Unavailable($"The thresholds could not be written: {away.Message}");
        }
    }

    private static IResult Rehearse(RehearsalRequest request, Viewer viewer, PolicyBook book, Rehearsals rehearsals)
    {
        if (!viewer.MayWriteDuty) return NotFor();
        if (request.Days is not (null or >= ShortestRehearsal and <= LongestRehearsal)) return Problems.Invalid($"days is {ShortestRehearsal} to {LongestRehearsal}.");
        var (set, trouble) = Read(book, request.Values);
        if (trouble is not null) return Problems.Invalid(trouble);
        return rehearsals.Begin(book.Set, set, request.Days ?? UsualRehearsal, request.TrialDecides is true) is { } begun
            ? TypedResults.Accepted($"/api/policy/rehearse/{begun.Id}", begun)
            : Problems.Conflict("Another rehearsal runs; wait until it is done.");
    }

    private static IResult NotFor() => Problems.Forbidden("The thresholds are for director and admin.");

    /// <summary>What would be set, and what is wrong with it as a sentence.</summary>
    private static (Dictionary<string, double> Set, string? Trouble) Read(PolicyBook book, IReadOnlyDictionary<string, double?>? values)
    {
        var set = book.Set.ToDictionary();
        if (values is null) return (set, "values is needed: numbers by name.");
        foreach (var (name, value) in values)
        {
            if (Threshold.Find(name) is not { } threshold) return (set, $"There is no threshold {name}.");
            if (value is null || value == threshold.Of(Policy.Default)) set.Remove(name);
            else if (threshold.Takes(value.Value)) set[name] = value.Value;
            else return (set, $"{name} is {threshold.Least} to {threshold.Most}{(threshold.Unit.Length > 0 ? $" {threshold.Unit}" : ", a whole number")}.");
        }

        return (set, Threshold.Contradiction(Threshold.Apply(set)));
    }
}
