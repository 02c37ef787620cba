using System.Collections.Frozen;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Readings;

/// <summary>The one word by which cameras, watches and their makers' clouds tell what happened, as a value of a channel.</summary>
/// <remarks>Here stand the words that mean something else than a danger, and those of dangers that are not a fall. Any other word goes to the channel on which the device's model tells of its danger, where what nobody
/// knows rings (ADR 23): "person_lying" is a suspected fall because no list calls it anything better.</remarks>
public static class EventWords
{
    private static readonly FrozenDictionary<string, ChannelValue?> s_words = new (string Words, ChannelValue? Says)[]
    {
        ("heartbeat alive online ping keepalive keep_alive", ChannelValue.Of(Channels.Availability, Channels.Online)),
        ("offline disconnected signal_lost", ChannelValue.Of(Channels.Availability, Channels.Offline)),
        ("person_lying lying lying_down person_down man_down lying_on_floor", ChannelValue.Of(Channels.Fall, "suspected")),
        ("person_fallen person_falling fall_detection", ChannelValue.Of(Channels.Fall, "confirmed")),
        ("person_up person_stood_up stand_up got_up", ChannelValue.Of(Channels.Fall, "none")),
        ("sos emergency panic help help_call call_for_help hand_wave scream", ChannelValue.Of(Channels.Sos, true)),
        ("smoke fire flame smoke_detected fire_detected flame_detected", ChannelValue.Of(Channels.Smoke, true)),
        ("person person_detected human human_detected motion motion_detected presence occupied", ChannelValue.Of(Channels.Presence, true)),
        ("no_person no_motion motion_end absence vacant", ChannelValue.Of(Channels.Presence, false)),
        ("low_battery battery_low", ChannelValue.Of(Channels.BatteryLow, true)),
        ("tamper tampering covered occluded view_blocked scene_change", ChannelValue.Of(Channels.Tamper, true)),
        ("test", ChannelValue.Of(Channels.Test, true)),
        ("vehicle animal pet package line_crossing recording_started recording_stopped", null),
    }.SelectMany(row => row.Words.Split(' ').Select(word => KeyValuePair.Create(word, row.Says))).ToFrozenDictionary();

    /// <param name="model">Of the device: it decides where an unknown word belongs.</param>
    /// <returns>Null: it tells of nothing that this house watches.</returns>
    public static ChannelValue? Of(string word, DeviceModel model) =>
        s_words.TryGetValue(AlarmWords.Plain(word), out var says) ? AsPress(says, model)
        : ChannelValue.Of(model.MeaningOf(Channels.Fall) is Meaning.Fall ? Channels.Fall : AlarmChannels.Plain[0], word);

    /// <summary>A call is a moment and no state: the next one is another. Where the model knows no presses it is at least seen.</summary>
    private static ChannelValue? AsPress(ChannelValue? says, DeviceModel model) =>
        says is { Channel: Channels.Sos } && model.MeaningOf(Channels.Action) is Meaning.Press ? ChannelValue.Of(Channels.Action, "emergency") : says;
}
