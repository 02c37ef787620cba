using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one place remembers.</summary>
public sealed record PlaceState
{
    public static readonly PlaceState New = new();

    public Place? Record { get; init; }

    /// <summary>Who lives here, by id.</summary>
    public ElderId[] Elders { get; init; } = [];

    /// <summary>The devices that watch the place and no single elder, by id.</summary>
    public Source[] Sources { get; init; } = [];

    /// <summary>Of whoever the shared devices measure, while several live here.</summary>
    public BandWatch Heart { get; init; }

    public BandWatch Breath { get; init; }

    public BandWatch Warmth { get; init; }

    public DateTimeOffset? DueAt => null;
}

/// <summary>The grain of a place: a room or a dwelling, who is in it and what is seen there.</summary>
/// <remarks>Where one elder lives, what the place's devices see is that elder. Where several do, nobody knows whom they saw: then only the
/// door is handed on, and rates and warmth are judged here, about the place.</remarks>
public static class PlaceDecision
{
    /// <summary>More beds or devices than any one room has; bounds what a turn may send.</summary>
    private const int MostElders = 16, MostSources = 64;

    public static PlaceState Decide(PlaceState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        switch (message)
        {
            case Register { Record: Place record } register:
                outbox.Emit(new Registered(record, state.Record, register.By));
                return Told(state with { Record = record }, outbox);
            case Unregister { By: var by } when state.Record is { } unused:
                outbox.Emit(new Unregistered(unused, by));
                return PlaceState.New;
            case LivesHere { Elder: var elder }:
                return Told(state with { Elders = [.. Without(state.Elders, elder).Append(elder).OrderBy(e => e.Value, StringComparer.Ordinal).Take(MostElders)] }, outbox);
            case MovedOut { Elder: var elder }:
                return Told(state with { Elders = [.. Without(state.Elders, elder)] }, outbox);
            case SourceIs { Source: var source }:
                return Changed(state with { Sources = Sources.With(state.Sources, source, MostSources) }, outbox);
            case SourceLeft { Device: var device }:
                return Changed(state with { Sources = Sources.Without(state.Sources, device) }, outbox);
            case Sensed sensed:
                return HandOn(state, sensed, policy, outbox);
            default:
                return state;
        }
    }

    public static PlaceState Tick(PlaceState state, Policy policy, IOutbox outbox) => state;

    private static IEnumerable<ElderId> Without(ElderId[] elders, ElderId elder) => elders.Where(e => e != elder);

    /// <summary>Where several live, the place's devices are nobody's to know.</summary>
    private static PlaceState Changed(PlaceState state, IOutbox outbox) => state.Elders.Length == 1 ? Told(state, outbox) : state;

    private static PlaceState Told(PlaceState state, IOutbox outbox)
    {
        if (state.Record is not { } record) return state;
        var alone = state.Elders.Length == 1;
        foreach (var elder in state.Elders) outbox.Tell(Subject.Of(elder), new PlaceIs(record.Id, record.Kind, alone, alone ? state.Sources : []));
        return state;
    }

    private static PlaceState HandOn(PlaceState state, Sensed sensed, Policy policy, IOutbox outbox)
    {
        if (state.Elders is [var only])
        {
            outbox.Tell(Subject.Of(only), sensed);
            return state;
        }

        var doors = sensed.Senses.Where(s => s.Kind is SenseKind.Door).ToArray();
        if (doors.Length > 0)
            foreach (var elder in state.Elders)
                outbox.Tell(Subject.Of(elder), sensed with { Senses = doors });
        if (state is not { Record: { } place, Elders.Length: > 1 } || sensed.Late) return state;
        foreach (var sense in sensed.Senses)
            state = sense.Kind switch
            {
                SenseKind.Heart => state with { Heart = Rate(state.Heart, sense, place, sensed, policy, outbox) },
                SenseKind.Breath => state with { Breath = Rate(state.Breath, sense, place, sensed, policy, outbox) },
                SenseKind.Warmth => state with { Warmth = Rate(state.Warmth, sense, place, sensed, policy, outbox) },
                _ => state,
            };
        return state;
    }

    private static BandWatch Rate(in BandWatch before, in Sense sense, Place place, Sensed sensed, Policy policy, IOutbox outbox)
    {
        var measure = Measure.Of(sense.Kind, CarePlan.Default, policy);
        var need = new Need(measure.Alarm, Subject.Of(place.Id), place.SiteId, place.Id, null, sensed.Device, null, measure.Say(sense), false);
        return measure.Judge(before, sense, need, sensed.At, outbox);
    }
}
