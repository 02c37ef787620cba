using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Rules;

/// <summary>Was the alarm's sound turned off at the detector? The danger stands all the same.</summary>
/// <remarks>Spellings of real detectors: <c>silence</c> (Tuya), <c>muted</c> with a word and <c>temporary_mute</c> (Heiman),
/// <c>buzzer_manual_mute</c> (Aqara).</remarks>
public static class MuteRule
{
    public static bool? Says(ChannelValue value) => value.Kind switch
    {
        ValueKind.Bool => value.IsTrue,
        ValueKind.Number => value.Number != 0,
        ValueKind.Text => value.Text!.ToLowerInvariant() is not ("" or "normal" or "none" or "false" or "off" or "0" or "unmuted"),
        _ => null,
    };
}
