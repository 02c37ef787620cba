using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one elder remembers.</summary>
public sealed record ElderState
{
    public static readonly ElderState New = new();

    public Elder? Record { get; init; }

    public DateTimeOffset? DueAt => null;
}

/// <summary>The grain of an elder: watches over one person.</summary>
public static class ElderDecision
{
    public static ElderState Decide(ElderState state, CareMessage message, Policy policy, IOutbox outbox)
    {
        switch (message)
        {
            case Register { Record: Elder record }:
                outbox.Emit(new Registered(record));
                return state with { Record = record };
            case Retire:
                return ElderState.New;
            default:
                return state;
        }
    }

    public static ElderState Tick(ElderState state, Policy policy, IOutbox outbox) => state;
}
