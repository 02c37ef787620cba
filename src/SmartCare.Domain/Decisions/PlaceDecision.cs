using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one place remembers.</summary>
public sealed record PlaceState
{
    public static readonly PlaceState New = new();

    public Place? Record { get; init; }

    public DateTimeOffset? DueAt => null;
}

/// <summary>The grain of a place: a room or a dwelling, who is in it and what is seen there.</summary>
public static class PlaceDecision
{
    public static PlaceState Decide(PlaceState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        switch (message)
        {
            case Register { Record: Place record }:
                outbox.Emit(new Registered(record));
                return state with { Record = record };
            case Retire:
                return PlaceState.New;
            default:
                return state;
        }
    }

    public static PlaceState Tick(PlaceState state, Policy policy, IOutbox outbox) => state;
}
