using SmartCare.Simulator.Api;

namespace SmartCare.Simulator.Verdict;

/// <summary>What the hub must show after a step of a script, or must not.</summary>
/// <param name="Device">Whose alert it is.</param>
/// <param name="WithinS">From the step on.</param>
/// <param name="IsNever">It must not come.</param>
internal sealed record Expectation(string Kind, string Device, double WithinS, bool IsNever, params IReadOnlyList<string> Whats)
{
    /// <summary>A need that is announced: a new one, or an open one that is counted once more.</summary>
    public static Expectation Rings(string kind, string device, double withinS) => new(kind, device, withinS, IsNever: false, "raised", "repeated");

    public static Expectation Silent(string kind, string device, double forS) => new(kind, device, forS, IsNever: true, "raised", "repeated");

    public static Expectation Clears(string kind, string device, double withinS) => new(kind, device, withinS, IsNever: false, "cleared");

    /// <summary>Where it must be; null: anywhere.</summary>
    public string? Place { get; init; }

    /// <summary>It must be about somebody.</summary>
    public bool NeedsElder { get; init; }

    public string Title => $"{(IsNever ? "no " : "")}{Kind} of {Device}{(Place is null ? "" : $" in {Place}")}{(NeedsElder ? ", of an elder" : "")}: {string.Join(" or ", Whats)}";

    public bool Fits(AlertChange change) =>
        change.Kind == Kind && change.Device == Device && change.Whats.Intersect(Whats).Any()
        && (Place is null || change.Place == Place) && (!NeedsElder || change.Elder is not null);
}
