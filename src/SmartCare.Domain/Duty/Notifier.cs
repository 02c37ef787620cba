using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Duty;

/// <summary>Tells people outside the wall of an alert: everybody of a tier at once, but a family in the order it has chosen, who has quiet hours last. Nobody is told of
/// a drill.</summary>
internal static class Notifier
{
    /// <summary>Notices about one alert whose answer is awaited: two hours of repeats to a dozen people.</summary>
    private const int MostAsked = 300;

    /// <summary>People whom the alert names: more than a card has room for.</summary>
    private const int MostShown = 12;

    public static bool Reaches(SiteState state, Alert alert, int tier, DateTimeOffset now) =>
        !alert.Drill && AudienceRule.Of(state, alert, tier, now).Any(g => g.People.Any(p => FirstWay(state, p) is not null));

    /// <summary>Tells the people of a tier; when it has none, those of the last one before it that has.</summary>
    public static SiteState Tell(SiteState state, string alertId, int tier, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(alertId) is not { Drill: false } alert) return state;
        while (tier > 2 && !Reaches(state, alert, tier, outbox.Now)) tier--;
        var notBefore = QuietRule.NotBefore(alert.Priority, outbox.Now, state.Plan, state.TimeZone, policy);
        var notification = state.NotificationOf(alertId);
        // The family is asked from the first on; while the tiers after it are asked, those of it who wait keep their turn.
        if (tier == AudienceRule.FamilyTier) notification = notification with { Waiting = [], NextAt = null };
        foreach (var (audience, mode, people) in AudienceRule.Of(state, alert, tier, notBefore ?? outbox.Now))
        {
            var reachable = Array.FindAll(people, p => FirstWay(state, p) is not null);
            if (reachable.Length == 0) continue;
            var (line, atOnce) = QuietRule.InOrder(reachable, mode, outbox.Now, state.TimeZone);
            var inOrder = atOnce < line.Length || mode is ContactMode.Order;
            foreach (var person in line[..atOnce])
                (alert, notification) = Ask(alert, notification, new Asked("", audience, person, FirstWay(state, person) ?? 0, tier, inOrder, null), notBefore, outbox);
            if (atOnce < line.Length) notification = notification with { Waiting = [.. notification.Waiting, .. line[atOnce..]], NextAt = outbox.Now + policy.NextContactAfter };
        }

        return Keep(state, alert, notification, policy);
    }

    /// <summary>The newest people who were asked, each once.</summary>
    public static AskedPerson[] AskedOf(NotificationState notification) =>
    [
        .. notification.Asked.GroupBy(a => a.Person.Name).TakeLast(MostShown).Select(p => new AskedPerson(
            p.Key, p.Last().Audience, p.Any(a => a.Delivered is true) ? true : p.Any(a => a.Delivered is null) ? null : false)),
    ];

    /// <summary>What became of a notice: a line of the alert's history; after a failure the next channel, then the next of the family.</summary>
    public static SiteState Heard(SiteState state, NoticeAnswered answer, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(answer.AlertId) is not { } alert) return state;
        var notification = state.NotificationOf(answer.AlertId);
        if (Array.Find(notification.Asked, a => a.NoticeId == answer.NoticeId) is not { Delivered: null } asked) return state;
        notification = notification with { Asked = [.. notification.Asked.Select(a => a == asked ? a with { Delivered = answer.Delivered } : a)] };
        var line = Phrase.Of("told", ("person", asked.Person.Name), ("way", asked.Person.Channels[asked.Channel].Kind.ToString().ToLowerInvariant()), ("answer", answer.Answer));
        if (!answer.Delivered && alert.State is AlertState.Open)
        {
            if (FirstWay(state, asked.Person, asked.Channel + 1) is { } next)
                (alert, notification) = Ask(alert, notification, asked with { Channel = next, Delivered = null }, null, outbox);
            else if (asked.InOrder)
                (alert, notification) = Next(state, alert, notification, asked.Tier, policy, outbox);
        }

        // Said after the next was asked: it shows who that is.
        alert = alert with { Asked = AskedOf(notification) };
        outbox.Emit(new AlertChanged(alert, new AlertEvent(answer.Delivered ? AlertStep.Told : AlertStep.Untold, outbox.Now, null, line)));
        return Keep(state, alert, notification, policy);
    }

    /// <summary>Who was told and did nothing has had the time: the next of each family.</summary>
    public static SiteState Tick(SiteState state, Policy policy, IOutbox outbox)
    {
        foreach (var notification in state.Notifications.Where(t => t.NextAt <= outbox.Now))
        {
            if (state.Alerts.Find(notification.AlertId) is not { } alert) continue;
            var (asking, told) = Next(state, alert, notification, alert.Tier, policy, outbox);
            state = Keep(state, asking, told, policy);
        }

        return state;
    }

    /// <summary>Somebody answered, or it is over: what was not sent need not be, and family that was told hears the good end.</summary>
    public static SiteState Hush(SiteState state, Alert alert, Policy policy, IOutbox outbox)
    {
        if (alert.State is AlertState.Open || !Array.Exists(state.Notifications, t => t.AlertId == alert.Id)) return state;
        var notification = state.NotificationOf(alert.Id) with { Waiting = [], NextAt = null };
        outbox.Emit(new NoticesWithdrawn(alert.Id));
        if (alert.State is AlertState.Arrived or AlertState.Resolved)
        {
            var topic = alert.State is AlertState.Arrived ? NoticeTopic.There : NoticeTopic.Over;
            foreach (var told in notification.Asked.Where(a => a is { Audience: Audience.Family, Delivered: not false }).Reverse().DistinctBy(a => a.Person.Name))
            {
                alert = alert with { Notices = alert.Notices + 1 };
                outbox.Emit(new NoticeWanted(NoticeOf(alert, told, null) with { Topic = topic }));
            }
        }

        if (alert.State is not AlertState.Resolved) return Keep(state, alert, notification, policy);
        return state with { Alerts = state.Alerts.With(alert, policy), Notifications = Array.FindAll(state.Notifications, t => t.AlertId != alert.Id) };
    }

    /// <summary>A relative sees to it: those of the family who wait are not asked.</summary>
    public static SiteState SpareFamily(SiteState state, string alertId) => state with
    {
        Notifications = [.. state.Notifications.Select(t => t.AlertId == alertId ? t with { Waiting = [], NextAt = null } : t)],
    };

    private static (Alert, NotificationState) Next(SiteState state, Alert alert, NotificationState notification, int tier, Policy policy, IOutbox outbox)
    {
        if (notification.Waiting is not [var next, .. var rest]) return (alert, notification with { NextAt = null });
        notification = notification with { Waiting = rest, NextAt = rest.Length > 0 ? outbox.Now + policy.NextContactAfter : null };
        return Ask(alert, notification, new Asked("", Audience.Family, next, FirstWay(state, next) ?? 0, tier, InOrder: true, null), null, outbox);
    }

    private static int? FirstWay(SiteState state, Contact person, int from = 0) => ReachabilityRule.FirstWay(person, state.Exits, from);

    private static (Alert, NotificationState) Ask(Alert alert, NotificationState notification, Asked asked, DateTimeOffset? notBefore, IOutbox outbox)
    {
        alert = alert with { Notices = alert.Notices + 1 };
        var notice = NoticeOf(alert, asked, notBefore);
        outbox.Emit(new NoticeWanted(notice));
        return (alert, notification with { Asked = [.. notification.Asked.TakeLast(MostAsked - 1), asked with { NoticeId = notice.Id }] });
    }

    private static Notice NoticeOf(Alert alert, Asked asked, DateTimeOffset? notBefore) => new(
        $"{alert.Id}.{alert.Notices}", alert.SiteId, alert.Id, alert.Kind, alert.Priority, asked.Tier, asked.Audience, asked.Person.Name,
        asked.Person.Channels[asked.Channel], notBefore);

    private static SiteState Keep(SiteState state, Alert alert, NotificationState notification, Policy policy) => notification.Asked.Length == 0 ? state : state with
    {
        Alerts = state.Alerts.With(alert, policy),
        Notifications = [.. state.Notifications.Where(t => t.AlertId != alert.Id), notification],
    };
}
