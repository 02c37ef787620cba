using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>May this reading be an alarm? Asked before anything is remembered, so that under pressure telemetry yields and alarms do not.</summary>
public static class UrgencyRule
{
    public static bool MayRaise(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
        {
            var meaning = model.MeaningOf(value.Channel);
            var may = meaning switch
            {
                Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water => value.IsTrue,
                Meaning.Press or Meaning.PressHeld => HelpCallRule.IsPress(meaning, value, before: false),
                Meaning.Fall => FallRule.PhaseOf(value) is FallPhase.Suspected or FallPhase.Confirmed,
                Meaning.ImpactPeak => ImpactRule.IsFall(model, values, [], Policy.Default),
                _ => false,
            };
            if (may) return true;
        }

        return false;
    }
}
