using System.Globalization;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <param name="IsNow">It is so at this moment; false: it will be, unless the plan is filled.</param>
public sealed record Lack(string Text, bool IsNow);

/// <summary>Would anybody be reached if something urgent happened now, or at some hour of the coming week? Asked before it happens.</summary>
public static class ReachabilityRule
{
    public static readonly string NoPlan = Phrase.Of("noPlan");

    /// <param name="walls">Null: not known yet.</param>
    /// <returns>What is missing, for people; null when nothing is.</returns>
    public static Lack? Judge(DutyPlan plan, int? walls, NoticeExits exits, DateTimeOffset now, string timeZone, Policy policy)
    {
        var lacks = new List<string>();
        var ladder = EscalationRule.LadderOf(default, Priority.High, plan, policy);
        if (walls == 0) lacks.Add(Phrase.Of("noWall"));
        if (plan.Shifts.Length > 0 && RosterRule.PeopleAt(plan, now, timeZone) is var onDuty && !onDuty.Any(p => Reachable(p, exits)))
            lacks.Add(Phrase.Of(onDuty.Length == 0 ? "nobodyOnDuty" : "onDutyUnreachable"));
        if (plan.Shifts.Length == 0 && ladder is { Second: not null, Third: null, Fourth: null }) lacks.Add(Phrase.Of("nobodyEver"));
        if (ladder.Third is not null && !plan.Directors.Any(p => Reachable(p, exits))) lacks.Add(Phrase.Of("noDirector"));
        if (ladder.Fourth is not null && !plan.Emergency.Any(p => Reachable(p, exits))) lacks.Add(Phrase.Of("noEmergency"));
        if (lacks.Count > 0) return new Lack(Phrase.All(lacks), IsNow: true);
        return NextGap(plan, exits, now, timeZone, policy) is { } gap
            ? new Lack(Phrase.Of("gapFrom", ("at", SiteClock.LocalOf(gap, timeZone).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))), IsNow: false)
            : null;
    }

    /// <summary>The first hour of the coming week at which nobody on duty can be told.</summary>
    private static DateTimeOffset? NextGap(DutyPlan plan, NoticeExits exits, DateTimeOffset now, string timeZone, Policy policy)
    {
        for (var at = RosterRule.NextChange(plan, now, timeZone); at <= now + policy.PlanAhead; at = RosterRule.NextChange(plan, at.Value, timeZone))
            if (!RosterRule.PeopleAt(plan, at.Value, timeZone).Any(p => Reachable(p, exits)))
                return at;
        return null;
    }

    public static bool Reachable(Contact person, NoticeExits exits) => FirstWay(person, exits) is not null;

    /// <summary>The first of a person's channels, from this one on, by which a notice can leave; null when there is none.</summary>
    public static int? FirstWay(Contact person, NoticeExits exits, int from = 0)
    {
        var found = Array.FindIndex(person.Channels, Math.Min(from, person.Channels.Length), exits.Lets);
        return found < 0 ? null : found;
    }
}
