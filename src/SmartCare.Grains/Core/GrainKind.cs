using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Core;

/// <summary>The pure decision behind one kind of grain, and how its state is kept.</summary>
/// <param name="Matters">Does the new state hold anything that a crash must not lose?</param>
/// <param name="FirmDueAt">When it must be woken even if it is not in memory.</param>
/// <param name="SilenceOf">The silence it waits for.</param>
public sealed record GrainKind<TState>(
    TState AsNew,
    Func<TState, CareMessage, Policy, IOutbox, TState> Decide,
    Func<TState, Policy, IOutbox, TState> Tick,
    Func<TState, TState, bool> Matters,
    Func<TState, DateTimeOffset?> DueAt,
    Func<TState, DateTimeOffset?> FirmDueAt,
    Func<TState, Policy, SilenceDue?> SilenceOf,
    JsonTypeInfo<TState> Json) where TState : class;

/// <summary>The four kinds there are. A simulation puts a changed one in its place.</summary>
public sealed record GrainKinds(GrainKind<DeviceState> Device, GrainKind<ElderState> Elder, GrainKind<PlaceState> Place, GrainKind<SiteState> Site)
{
    // Nothing reaches elders, places and sites but letters and commands, and each of them is remembered.
    public static readonly GrainKinds Default = new(
        new(DeviceState.New, DeviceDecision.Decide, DeviceDecision.Tick, DeviceDurability.Matters, s => s.DueAt, s => s.FirmDueAt,
            DeviceDurability.SilenceOf, CareJson.Default.DeviceState),
        Of(ElderState.New, ElderDecision.Decide, ElderDecision.Tick, s => s.DueAt, CareJson.Default.ElderState),
        Of(PlaceState.New, PlaceDecision.Decide, PlaceDecision.Tick, s => s.DueAt, CareJson.Default.PlaceState),
        Of(SiteState.New, SiteDecision.Decide, SiteDecision.Tick, s => s.DueAt, CareJson.Default.SiteState));

    /// <summary>A grain as its row has it; as new when there is none.</summary>
    /// <exception cref="System.Text.Json.JsonException">The row cannot be read.</exception>
    public GrainCore Awaken(Subject id, GrainRow? row, SiloContext silo) => id.Kind switch
    {
        SubjectKind.Device => new GrainCore<DeviceState>(id, Device, row, silo),
        SubjectKind.Elder => new GrainCore<ElderState>(id, Elder, row, silo),
        SubjectKind.Place => new GrainCore<PlaceState>(id, Place, row, silo),
        SubjectKind.Site => new GrainCore<SiteState>(id, Site, row, silo),
        var kind => throw new ArgumentException($"There is no grain of kind {kind}."),
    };

    private static GrainKind<TState> Of<TState>(
        TState asNew, Func<TState, CareMessage, Policy, IOutbox, TState> decide, Func<TState, Policy, IOutbox, TState> tick, Func<TState, DateTimeOffset?> dueAt,
        JsonTypeInfo<TState> json) where TState : class =>
        new(asNew, decide, tick, (before, after) => !ReferenceEquals(before, after), dueAt, dueAt, (_, _) => null, json);
}
