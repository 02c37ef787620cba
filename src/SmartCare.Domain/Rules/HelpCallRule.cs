using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>One-key call (一键呼): is there a press in this message?</summary>
/// <remarks>Every momentary word is a press, also while an alert is open. A held state (<c>sos:true</c>) is one press per rising edge.
/// Null or empty is none: zigbee2mqtt sends it after each press and with every cached state. A firmware's false or 0 is none too, and so is what no
/// person presses: that a battery is low, that a dimmer stops. A word that is not known is a press.</remarks>
public static class HelpCallRule
{
    /// <summary>The press in one message, however many channels tell of it; null when there is none.</summary>
    /// <param name="kept">What each channel said last.</param>
    /// <param name="isAnew">The state never falls on this device, and this message tells of another moment than the last: then each is a press.</param>
    public static ChannelValue? PressIn(
        DeviceModel model, ReadOnlySpan<ChannelValue> values, ReadOnlySpan<ChannelValue> kept, bool isAnew, DateTimeOffset? lastPressAt, DateTimeOffset now, Policy policy)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is (Meaning.Press or Meaning.PressHeld) and var meaning
                && IsPress(meaning, value, meaning is Meaning.PressHeld && !isAnew ? LastValues.BoolOf(kept, value.Channel) : null)
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

    /// <summary>A held state said that the button was let go.</summary>
    public static bool IsLetGo(DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (value is { Kind: ValueKind.Bool, IsTrue: false } && model.MeaningOf(value.Channel) is Meaning.PressHeld)
                return true;
        return false;
    }

    public static bool IsPress(Meaning meaning, in ChannelValue value, bool? before) => meaning switch
    {
        Meaning.Press => !IsFine(value) && value is { Kind: ValueKind.Text, Text: { } word } && !IsNobody(AlarmWords.Plain(word)),
        Meaning.PressHeld => value.IsTrue && before is not true,
        _ => false,
    };

    /// <summary>A Heiman button says single, double or hold, and "off" when it comes up again. Alone, "off" is a key of a remote control, and a release
    /// whose press was lost, or never said (Shelly's long press), is the press.</summary>
    public static bool IsEndOfPress(in ChannelValue value, DateTimeOffset? lastPressAt, DateTimeOffset now, Policy policy) =>
        (value.Text is "off" || value.Text?.EndsWith("release", StringComparison.OrdinalIgnoreCase) is true) && now - lastPressAt <= policy.PressEndsWithin;

    /// <summary>No person pressed: a gateway's empty word, the device's own affairs, the end of something, a keypad that is armed.</summary>
    private static bool IsNobody(string word) => word switch
    {
        "" or "none" or "null" or "false" or "0" or "idle" or "standby" or "unknown" or "unavailable" or "undefined" or "ready" or "not_ready" or "online" or "offline" or "connected"
            or "disconnected" or "heartbeat" or "alive" or "battery_low" or "low_battery" or "battery_ok" or "charging" or "charged" or "disarm" or "exit_delay" or "entry_delay"
            or "presence" or "no_presence" or "stop" => true,
        _ => word.StartsWith("arm_", StringComparison.Ordinal) || word.EndsWith("_stop", StringComparison.Ordinal),
    };

    /// <summary>How it was pressed, for the alert; a word that is not known stands as it is.</summary>
    public static string NoteOf(in ChannelValue press) => press.Text switch
    {
        null => Phrase.Of("pressed", ("word", press.Channel)),
        { } word when Ends(word, "hold") || Ends(word, "long") || Ends(word, "long_press") => Phrase.Of("pressedLong"),
        { } word when Ends(word, "double") => Phrase.Of("pressedTwice"),
        { } word when Ends(word, "triple") => Phrase.Of("pressedThrice"),
        { } word when Ends(word, "single") => Phrase.Of("pressedOnce"),
        { } word => Phrase.Of("pressed", ("word", word)),
    };

    /// <summary>Buttons with several keys put the key before it: 1_single.</summary>
    private static bool Ends(string word, string how) => word == how || word.EndsWith("_" + how, StringComparison.Ordinal);

    /// <summary>"I am fine": the only words of a button that are no call. Every other press is one, also while a fall is suspected.</summary>
    public static bool IsFine(in ChannelValue value) => value is { Kind: ValueKind.Text, Text: "fine" or "cancel" };
}
