using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What the grain of one elder remembers.</summary>
public sealed record ElderState
{
    public static readonly ElderState New = new();

    public Elder? Record { get; init; }

    /// <summary>The site's; UTC until the site is registered.</summary>
    public string TimeZone { get; init; } = SiteClock.Utc;

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
                outbox.Tell(Subject.Of(record.SiteId), new ElderIs(record.Id, record.Household) { Place = record.PlaceId });
                return state with { Record = record };
            case SiteIs { Site: var site }:
                return state with { TimeZone = site.TimeZone };
            case Retire:
                if (state.Record is { } left) outbox.Tell(Subject.Of(left.SiteId), new ElderLeft(left.Id));
                return ElderState.New;
            default:
                return state;
        }
    }

    public static ElderState Tick(ElderState state, Policy policy, IOutbox outbox) => state;
}
