using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>The door of an elder with dementia opens at night, or she is out alone for too long.</summary>
public static class WanderingRule
{
    /// <remarks>Who is away already comes back by it.</remarks>
    /// <param name="inBed">What her own bed says; true clears her: somebody else opened.</param>
    /// <param name="ownDoor">Nobody else lives behind it. Of a shared door only her own empty bed can say that it was she.</param>
    public static bool IsLeaving(CarePlan plan, ModeNow mode, bool? inBed, bool ownDoor, DateTimeOffset openedAt, string timeZone, Policy policy) =>
        plan.Dementia && mode.ExpectsLife && inBed is not true && (ownDoor || inBed is false)
        && Night.Holds(openedAt, plan, timeZone, policy);

    /// <param name="outSince">When the door moved for the last time.</param>
    public static Verdict Judge(CarePlan plan, DateTimeOffset outSince, Policy policy, DateTimeOffset now) => !plan.Dementia
        ? Verdict.None
        : Verdict.Due(outSince + (plan.BackHomeMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : policy.BackHome), now);
}
