using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>An alarm of a device that nobody registered: nobody knows what its channels mean, so each means the worst that any model of ours makes of it.</summary>
public static class StrangerRule
{
    /// <summary>To decode by and to judge by; no device can be registered as one.</summary>
    public static readonly DeviceModel Anything = new("anything", DeviceClass.Call, TimeSpan.MaxValue, Models.All.Values
        .SelectMany(m => m.Meanings).Where(m => m.Value is Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water or Meaning.Press or Meaning.PressHeld or Meaning.Fall)
        .GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.Min(m => m.Value)));

    /// <param name="proposed">What it introduced itself as; null: it is nothing of ours, or nobody knows.</param>
    /// <param name="isIntroduced">Its gateway has said what it is.</param>
    /// <returns>What it said, like <c>smoke=true</c>; null: nothing that may be an alarm.</returns>
    public static string? AlarmIn(ReadOnlySpan<ChannelValue> values, DeviceModel? proposed, bool isIntroduced)
    {
        foreach (ref readonly var value in values)
        {
            // The keys of a lamp's remote control are pressed all day.
            if (isIntroduced && proposed is null && Anything.MeaningOf(value.Channel) is Meaning.Press) continue;
            if (UrgencyRule.MayRaise(Anything, [value])) return $"{value.Channel}={(value.Text ?? "true")}";
        }

        return null;
    }
}
