using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

public enum Edge
{
    None, Rose, Fell,
}

/// <summary>Smoke, gas, carbon monoxide, water: a state; its rise raises at once, its fall is shown and closes nothing.</summary>
/// <remarks>zigbee2mqtt re-sends the whole cached state with every message, so only a change is an event. The first word of a
/// detector counts as a change when it says alarm.</remarks>
public static class DangerRule
{
    public static AlertKind? KindOf(Meaning meaning) => meaning switch
    {
        Meaning.Fire => AlertKind.Fire,
        Meaning.Gas => AlertKind.Gas,
        Meaning.Co => AlertKind.Co,
        Meaning.Water => AlertKind.Water,
        _ => null,
    };

    public static Edge Judge(in ChannelValue value, bool? before)
    {
        if (value.Kind is not ValueKind.Bool) return Edge.None;
        if (value.IsTrue) return before is true ? Edge.None : Edge.Rose;
        return before is true ? Edge.Fell : Edge.None;
    }
}
