using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>Regular visits (巡视探访): one is missed when the working day ends at which the next was due.</summary>
public static class VisitRule
{
    /// <param name="last">The last visit, or when visits were agreed.</param>
    public static Verdict Judge(DateTimeOffset last, int everyDays, string timeZone, Policy policy, DateTimeOffset now)
    {
        var evening = SiteClock.Next(last, policy.VisitBy, timeZone);
        var sameDay = SiteClock.LocalOf(last, timeZone).Date == SiteClock.LocalOf(evening, timeZone).Date;
        return Verdict.Due(evening.AddDays(sameDay ? everyDays : everyDays - 1), now);
    }
}
