using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Rules;

/// <summary>One-key call (一键呼): is there a press in this message?</summary>
/// <remarks>Every momentary word is a press, also while an alert is open. A held state (<c>sos:true</c>) is one press per rising edge.
/// Null or empty is none: zigbee2mqtt sends it after each press and with every cached state. A firmware's false or 0 is none too.</remarks>
public static class HelpCallRule
{
    /// <summary>The press in one message, however many channels tell of it; null when there is none.</summary>
    /// <param name="kept">What each channel said last.</param>
    public static ChannelValue? PressIn(
        DeviceModel model, ReadOnlySpan<ChannelValue> values, ReadOnlySpan<ChannelValue> kept, DateTimeOffset? lastPressAt, DateTimeOffset now, Policy policy)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is (Meaning.Press or Meaning.PressHeld) and var meaning
                && IsPress(meaning, value, meaning is Meaning.PressHeld ? LastValues.BoolOf(kept, value.Channel) : null)
                && !IsEndOfPress(value, lastPressAt, now, policy))
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
        Meaning.Press => !IsFine(value) && value is { Kind: ValueKind.Text, Text.Length: > 0 } && value.Text is not ("none" or "false" or "0")
            && !value.Text.EndsWith("release", StringComparison.OrdinalIgnoreCase),
        Meaning.PressHeld => value.IsTrue && before is not true,
        _ => false,
    };

    /// <summary>A Heiman button says single, double or hold, and "off" when it comes up again. Alone, "off" is a key of a remote control.</summary>
    public static bool IsEndOfPress(in ChannelValue value, DateTimeOffset? lastPressAt, DateTimeOffset now, Policy policy) =>
        value.Text is "off" && now - lastPressAt <= policy.PressEndsWithin;

    /// <summary>How it was pressed, for the alert; a word that is not known stands as it is.</summary>
    public static string NoteOf(in ChannelValue press) => press.Text switch
    {
        null => press.Channel,
        { } word when Ends(word, "hold") || Ends(word, "long") || Ends(word, "long_press") => "long press",
        { } word when Ends(word, "double") => "double press",
        { } word when Ends(word, "triple") => "triple press",
        { } word when Ends(word, "single") => "single press",
        { } word => word,
    };

    /// <summary>Buttons with several keys put the key before it: 1_single.</summary>
    private static bool Ends(string word, string how) => word == how || word.EndsWith("_" + how, StringComparison.Ordinal);

    /// <summary>"I am fine": the only words of a button that are no call. Every other press is one, also while a fall is suspected.</summary>
    public static bool IsFine(in ChannelValue value) => value is { Kind: ValueKind.Text, Text: "fine" or "cancel" };
}
