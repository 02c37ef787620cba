using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Would anybody be reached if something urgent happened now? Asked before it happens.</summary>
public static class ReachabilityRule
{
    /// <param name="plan">Null: nobody has planned anything here, and only the wall is asked.</param>
    /// <param name="walls">Null: not known yet.</param>
    /// <param name="ways">By which the silo can send; null: not known yet, and nothing is said to be missing.</param>
    /// <returns>What is missing, for people; null when nothing is.</returns>
    public static string? Judge(DutyPlan? plan, int? walls, ChannelKind[]? ways, DateTimeOffset now, string timeZone, Policy policy)
    {
        if (plan is null) return null;
        var lacks = new List<string>();
        var ladder = EscalationRule.LadderOf(default, Priority.High, plan, policy);
        if (walls == 0) lacks.Add("no wall of the duty is signed in");
        if (plan.Shifts.Length > 0 && RosterRule.PeopleAt(plan, now, timeZone) is var onDuty && !onDuty.Any(p => Reachable(p, plan, ways)))
            lacks.Add(onDuty.Length == 0 ? "nobody is on duty now" : "nobody on duty now can be told");
        if (ladder.Third is not null && !plan.Directors.Any(p => Reachable(p, plan, ways))) lacks.Add("no director can be told");
        if (ladder.Fourth is not null && !plan.Emergency.Any(p => Reachable(p, plan, ways))) lacks.Add("nobody of the emergency list can be told");
        return lacks.Count == 0 ? null : string.Join("; ", lacks);
    }

    public static bool Reachable(Contact person, DutyPlan plan, ChannelKind[]? ways) => FirstWay(person, plan, ways) is not null;

    /// <summary>The first of a person's channels, from this one on, by which a notice can leave; null when there is none.</summary>
    public static int? FirstWay(Contact person, DutyPlan plan, ChannelKind[]? ways, int from = 0)
    {
        var found = Array.FindIndex(person.Channels, Math.Min(from, person.Channels.Length), c => CanLeave(c.Kind, plan, ways));
        return found < 0 ? null : found;
    }

    /// <summary>Mail and text messages need a server that somebody has set up; the others have an address of their own.</summary>
    private static bool CanLeave(ChannelKind kind, DutyPlan plan, ChannelKind[]? ways) =>
        kind is not (ChannelKind.Sms or ChannelKind.Mail) || (kind is ChannelKind.Sms && plan.Sms is not null) || ways is null || ways.Contains(kind);
}
