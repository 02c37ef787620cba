using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>Tells people outside the wall of an alert: everybody of a tier at once, but a family in the order it has chosen. Nobody is told of
/// a drill.</summary>
internal static class Teller
{
    /// <summary>Notices about one alert whose answer is awaited: two hours of repeats to a dozen people.</summary>
    private const int MostAsked = 300;

    public static bool Reaches(SiteState state, Alert alert, int tier, DateTimeOffset now) =>
        !alert.Drill && AudienceRule.Of(state, alert, tier, now).Any(g => g.People.Any(p => FirstWay(state, p) is not null));

    /// <summary>Tells the people of a tier; when it has none, those of the last one before it that has.</summary>
    public static SiteState Tell(SiteState state, string alertId, int tier, Policy policy, IOutbox outbox)
    {
        if (state.Desk.Find(alertId) is not { Drill: false } alert) return state;
        while (tier > 2 && !Reaches(state, alert, tier, outbox.Now)) tier--;
        var notBefore = QuietRule.NotBefore(alert.Priority, outbox.Now, state.Plan, state.TimeZone, policy);
        var telling = state.TellingOf(alertId);
        // The family is asked from the first on; while the tiers after it are asked, those of it who wait keep their turn.
        if (tier == AudienceRule.FamilyTier) telling = telling with { Waiting = [], NextAt = null };
        foreach (var (audience, mode, people) in AudienceRule.Of(state, alert, tier, notBefore ?? outbox.Now))
        {
            var reachable = Array.FindAll(people, p => FirstWay(state, p) is not null);
            if (reachable.Length == 0) continue;
            var inOrder = mode is ContactMode.Order;
            foreach (var person in inOrder ? reachable[..1] : reachable)
                (alert, telling) = Ask(alert, telling, new Asked("", audience, person, FirstWay(state, person) ?? 0, tier, inOrder, null), notBefore, outbox);
            if (inOrder && reachable.Length > 1) telling = telling with { Waiting = [.. telling.Waiting, .. reachable[1..]], NextAt = outbox.Now + policy.NextContactAfter };
        }

        return Keep(state, alert, telling, policy);
    }

    /// <summary>What became of a notice: a line of the alert's history; after a failure the next channel, then the next of the family.</summary>
    public static SiteState Heard(SiteState state, NoticeAnswered answer, Policy policy, IOutbox outbox)
    {
        if (state.Desk.Find(answer.AlertId) is not { } alert) return state;
        var telling = state.TellingOf(answer.AlertId);
        if (Array.Find(telling.Asked, a => a.NoticeId == answer.NoticeId) is not { Delivered: null } asked) return state;
        telling = telling with { Asked = [.. telling.Asked.Select(a => a == asked ? a with { Delivered = answer.Delivered } : a)] };
        var line = $"{asked.Person.Name} ({asked.Person.Channels[asked.Channel].Kind.ToString().ToLowerInvariant()}): {answer.Answer}";
        outbox.Emit(new AlertChanged(alert, new AlertEvent(answer.Delivered ? AlertStep.Told : AlertStep.Untold, outbox.Now, null, line)));
        if (!answer.Delivered && alert.State is AlertState.Open)
        {
            if (FirstWay(state, asked.Person, asked.Channel + 1) is { } next)
                (alert, telling) = Ask(alert, telling, asked with { Channel = next, Delivered = null }, null, outbox);
            else if (asked.InOrder)
                (alert, telling) = Next(state, alert, telling, asked.Tier, policy, outbox);
        }

        return Keep(state, alert, telling, policy);
    }

    /// <summary>Who was told and did nothing has had the time: the next of each family.</summary>
    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var telling in state.Tellings.Where(t => t.NextAt <= outbox.Now))
        {
            if (state.Desk.Find(telling.AlertId) is not { } alert) continue;
            var (asking, told) = Next(state, alert, telling, alert.Tier, policy, outbox);
            state = Keep(state, asking, told, policy);
        }

        return state;
    }

    /// <summary>Somebody answered, or it is over: what was not sent need not be, and family that was told hears the good end.</summary>
    public static SiteState Hush(SiteState state, Alert alert, Policy policy, IOutbox outbox)
    {
        if (alert.State is AlertState.Open || !Array.Exists(state.Tellings, t => t.AlertId == alert.Id)) return state;
        var telling = state.TellingOf(alert.Id) with { Waiting = [], NextAt = null };
        outbox.Emit(new NoticesWithdrawn(alert.Id));
        if (alert.State is AlertState.Arrived or AlertState.Resolved)
        {
            var topic = alert.State is AlertState.Arrived ? NoticeTopic.There : NoticeTopic.Over;
            foreach (var told in telling.Asked.Where(a => a is { Audience: Audience.Family, Delivered: not false }).Reverse().DistinctBy(a => a.Person.Name))
            {
                alert = alert with { Notices = alert.Notices + 1 };
                outbox.Emit(new NoticeWanted(NoticeOf(alert, told, null) with { Topic = topic }));
            }
        }

        if (alert.State is not AlertState.Resolved) return Keep(state, alert, telling, policy);
        return state with { Desk = state.Desk.With(alert, policy), Tellings = Array.FindAll(state.Tellings, t => t.AlertId != alert.Id) };
    }

    private static (Alert, Telling) Next(SiteState state, Alert alert, Telling telling, int tier, Policy policy, IOutbox outbox)
    {
        if (telling.Waiting is not [var next, .. var rest]) return (alert, telling with { NextAt = null });
        telling = telling with { Waiting = rest, NextAt = rest.Length > 0 ? outbox.Now + policy.NextContactAfter : null };
        return Ask(alert, telling, new Asked("", Audience.Family, next, FirstWay(state, next) ?? 0, tier, InOrder: true, null), null, outbox);
    }

    private static int? FirstWay(SiteState state, Contact person, int from = 0) => ReachRule.FirstWay(person, state.Plan, state.Ways, from);

    private static (Alert, Telling) Ask(Alert alert, Telling telling, Asked asked, DateTimeOffset? notBefore, IOutbox outbox)
    {
        alert = alert with { Notices = alert.Notices + 1 };
        var notice = NoticeOf(alert, asked, notBefore);
        outbox.Emit(new NoticeWanted(notice));
        return (alert, telling with { Asked = [.. telling.Asked.TakeLast(MostAsked - 1), asked with { NoticeId = notice.Id }] });
    }

    private static Notice NoticeOf(Alert alert, Asked asked, DateTimeOffset? notBefore) => new(
        $"{alert.Id}.{alert.Notices}", alert.SiteId, alert.Id, alert.Kind, alert.Priority, asked.Tier, asked.Audience, asked.Person.Name,
        asked.Person.Channels[asked.Channel], notBefore);

    private static SiteState Keep(SiteState state, Alert alert, Telling telling, Policy policy) => telling.Asked.Length == 0 ? state : state with
    {
        Desk = state.Desk.With(alert, policy),
        Tellings = [.. state.Tellings.Where(t => t.AlertId != alert.Id), telling],
    };
}
