using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>At night nobody's phone rings for a battery.</summary>
public static class QuietRule
{
    /// <returns>When it may be told; null: now.</returns>
    public static DateTimeOffset? NotBefore(Priority priority, DateTimeOffset now, DutyPlan plan, string timeZone, Policy policy)
    {
        if (priority is not Priority.Low) return null;
        var (from, to) = plan.Quiet is { } own ? (own.From, own.To) : (policy.QuietFrom, policy.QuietTo);
        return IsWithin(from, to, now, timeZone) ? SiteClock.Next(now, to, timeZone) : null;
    }

    /// <summary>A family in the order in which it is asked now: those in their own quiet hours last. Nobody is left out: what families are told of is urgent.</summary>
    /// <returns>Them, and how many of them are asked at once.</returns>
    public static (Contact[] People, int AtOnce) InOrder(Contact[] people, ContactMode mode, DateTimeOffset now, string timeZone)
    {
        Contact[] awake = Array.FindAll(people, p => !IsQuiet(p, now, timeZone));
        Contact[] all = [.. awake, .. people.Except(awake)];
        return (all, mode is ContactMode.Order ? Math.Min(1, all.Length) : awake.Length == 0 ? all.Length : awake.Length);
    }

    private static bool IsQuiet(Contact person, DateTimeOffset now, string timeZone) =>
        person.Quiet is { } quiet && IsWithin(quiet.From, quiet.To, now, timeZone);

    /// <summary>Both the same: no quiet hours at all.</summary>
    private static bool IsWithin(TimeOnly from, TimeOnly to, DateTimeOffset now, string timeZone) =>
        from != to && TimeOnly.FromDateTime(SiteClock.LocalOf(now, timeZone).DateTime).IsBetween(from, to);
}
