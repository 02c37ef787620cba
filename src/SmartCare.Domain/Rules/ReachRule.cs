using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Would anybody be reached if something urgent happened now? Asked before it happens.</summary>
public static class ReachRule
{
    /// <param name="plan">Null: nobody has planned anything here, and only the wall is asked.</param>
    /// <param name="walls">Null: not known yet.</param>
    /// <returns>What is missing, for people; null when nothing is.</returns>
    public static string? Judge(DutyPlan? plan, int? walls, DateTimeOffset now, string timeZone, Policy policy)
    {
        if (plan is null) return null;
        var lacks = new List<string>();
        var ladder = EscalationRule.LadderOf(default, Priority.High, plan, policy);
        if (walls == 0) lacks.Add("no wall of the duty is signed in");
        if (plan.Shifts.Length > 0 && RosterRule.PeopleAt(plan, now, timeZone) is var onDuty && !onDuty.Any(p => Reachable(p, plan)))
            lacks.Add(onDuty.Length == 0 ? "nobody is on duty now" : "nobody on duty now has a channel");
        if (ladder.Third is not null && !plan.Directors.Any(p => Reachable(p, plan))) lacks.Add("no director can be told");
        if (ladder.Fourth is not null && !plan.Emergency.Any(p => Reachable(p, plan))) lacks.Add("nobody of the emergency list can be told");
        return lacks.Count == 0 ? null : string.Join("; ", lacks);
    }

    private static bool Reachable(Contact person, DutyPlan plan) => person.Channels.Any(c => c.Kind is not ChannelKind.Sms || plan.Sms is not null);
}
