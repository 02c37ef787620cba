using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>Is a battery low, good again, or between the two?</summary>
public static class BatteryRule
{
    /// <returns>True: low. False: good. Null: between, or the value says nothing.</returns>
    public static bool? IsLow(Meaning meaning, in ChannelValue value, Policy policy) => (meaning, value.Kind) switch
    {
        (Meaning.BatteryLow, ValueKind.Bool) => value.IsTrue,
        (Meaning.BatteryPercent, ValueKind.Number) when value.Number <= policy.BatteryLowAt => true,
        (Meaning.BatteryPercent, ValueKind.Number) when value.Number >= policy.BatteryGoodAt => false,
        _ => null,
    };
}
