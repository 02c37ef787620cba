using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>One-key call (一键呼): is there a press in this message?</summary>
/// <remarks>Every momentary word is a press, also while an alert is open. A held state (<c>sos:true</c>) is one press per rising edge.
/// Null or empty is none: zigbee2mqtt sends it after each press and with every cached state. A firmware's false or 0 is none too.</remarks>
public static class HelpCallRule
{
    /// <summary>The press in one message, however many channels tell of it; null when there is none.</summary>
    /// <param name="before">What a held state's channel said last.</param>
    public static ChannelValue? PressIn(DeviceModel model, ReadOnlySpan<ChannelValue> values, Func<string, bool?> before)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is (Meaning.Press or Meaning.PressHeld) and var meaning && IsPress(meaning, value, before(value.Channel)))
                return value;
        return null;
    }

    /// <summary>Does a held state say that the button is still held?</summary>
    public static bool IsHeld(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is Meaning.PressHeld && value.IsTrue)
                return true;
        return false;
    }

    public static bool IsPress(Meaning meaning, in ChannelValue value, bool? before) => meaning switch
    {
        Meaning.Press => !IsFine(value) && value is { Kind: ValueKind.Text, Text.Length: > 0 } && value.Text is not ("release" or "none" or "false" or "0"),
        Meaning.PressHeld => value.IsTrue && before is not true,
        _ => false,
    };

    /// <summary>"I am fine": the only words of a button that are no call. Every other press is one, also while a fall is suspected.</summary>
    public static bool IsFine(in ChannelValue value) => value is { Kind: ValueKind.Text, Text: "fine" or "cancel" };
}
