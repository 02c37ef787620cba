using SmartCare.Domain.Alerts;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of an elder, a place or a site remembers: its record and the alerts it answers for.</summary>
public sealed record WatchedState
{
    public static readonly WatchedState New = new();

    public RegistryRecord? Record { get; init; }

    public Desk Desk { get; init; } = Desk.Empty;

    public DateTimeOffset? DueAt => Desk.DueAt;
}

/// <summary>The grain of an elder, a place or a site: makes of each need exactly one alert and lets people answer it.</summary>
public static class WatchedDecision
{
    /// <param name="self">A need is answered for even before its subject is registered: a lost record must not lose an alarm.</param>
    public static WatchedState Decide(WatchedState state, Subject self, CareMessage message, Policy policy, IOutbox outbox)
    {
        switch (message)
        {
            case Register register:
                outbox.Emit(new Registered(register.Record));
                return state with { Record = register.Record };
            case Retire:
                // Open alerts stay until a person has answered them.
                return state.Desk.Open.Length == 0 ? WatchedState.New : state with { Record = null };
            case NeedRaised { Need: var need }:
                return state with { Desk = AlertLife.Raise(state.Desk, need, self, PartitionOf(need), policy, outbox) };
            case NeedStands { Need: var need }:
                return state with { Desk = AlertLife.Stand(state.Desk, need, self, PartitionOf(need), policy, outbox) };
            case NeedCleared cleared:
                return state with { Desk = AlertLife.Clear(state.Desk, cleared, outbox) };
            case AlertCommand command:
                return state with { Desk = AlertLife.Obey(state.Desk, command, outbox) };
            default:
                return state;
        }
    }

    private static string PartitionOf(Need need) => need.PlaceId?.Value ?? need.SiteId.Value;

    public static WatchedState Tick(WatchedState state, IOutbox outbox) => state with { Desk = AlertLife.Tick(state.Desk, outbox) };
}
