namespace SmartCare.Domain.Rules;

/// <summary>Is a battery low, good again, or between the two?</summary>
/// <remarks>Many sensors send a percent and a flag with a threshold of their own; where they differ, low wins and only a percent
/// beyond the gap is good. Otherwise a cell between the two thresholds would ring and be restored with every message.</remarks>
public static class BatteryRule
{
    /// <param name="percent">The last percent it said; null when it never did.</param>
    /// <param name="flag">The last "low" it said.</param>
    /// <returns>True: low. False: good. Null: between, or nothing is known.</returns>
    public static bool? IsLow(double? percent, bool? flag, Policy policy)
    {
        if (flag is true || percent <= policy.BatteryLowAt) return true;
        return percent >= policy.BatteryGoodAt || (percent is null && flag is false) ? false : null;
    }
}
