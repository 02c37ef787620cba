namespace SmartCare.Domain.Rules;

/// <summary>A device that is lost and found again and again: one alert, not a dozen.</summary>
public static class FlapRule
{
    /// <summary>With this loss added, without those that no longer count; never longer than one more than is allowed.</summary>
    public static DateTimeOffset[] Remember(DateTimeOffset[] losses, DateTimeOffset now, Policy policy)
    {
        var first = Math.Max(0, losses.Length - policy.FlapsAllowed);
        while (first < losses.Length && now - losses[first] > policy.FlapWindow) first++;
        return [.. losses.AsSpan(first), now];
    }

    public static bool IsFlapping(DateTimeOffset[] losses, Policy policy) => losses.Length > policy.FlapsAllowed;
}
