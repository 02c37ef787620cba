using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>The door moved and then nobody was noticed: the elder of a home of one has gone out, and is back with the next sign.</summary>
/// <remarks>She may as well lie behind the door. So what the watch concludes only stretches the time until someone asks; what a person
/// says ends the asking.</remarks>
public static class AwayRule
{
    public static Verdict Judge(DateTimeOffset doorAt, Policy policy, DateTimeOffset now) => Verdict.Due(doorAt + policy.AwayAfter, now);

    /// <summary>Does a sign after the door say that somebody stayed?</summary>
    /// <param name="news">It began then; false: it was so before and still is.</param>
    public static bool IsStay(DateTimeOffset doorAt, DateTimeOffset signAt, bool news, Policy policy) =>
        signAt > doorAt && (news || signAt - doorAt > policy.PresenceLingers);

    /// <summary>Does a sign bring home who is away? What the watch concluded, any sign corrects; who said that she goes is given time to go.</summary>
    public static bool IsReturn(ModeNow mode, DateTimeOffset signAt, Policy policy) =>
        mode.Mode is WatchMode.Away && signAt > mode.Since && (mode.By is null || signAt - mode.Since > policy.LeavingTakes);
}
