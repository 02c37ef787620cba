using System.Collections.Frozen;
using System.Text.Json.Serialization;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Registry;

[JsonConverter(typeof(LowerCaseEnum<DeviceClass>))]
public enum DeviceClass
{
    Smoke, Call, Fall, Door, Motion, Gateway, Bed, Wearable, Climate, Vibration, Meter,
}

/// <summary>What a channel's value says when this model sends it.</summary>
[JsonConverter(typeof(LowerCaseEnum<Meaning>))]
public enum Meaning
{
    /// <summary>Kept as a series, decides nothing.</summary>
    None,
    Fire, Gas, Co, Water,

    /// <summary>A momentary word; each one is a press.</summary>
    Press,

    /// <summary>A state; its rising edge is a press.</summary>
    PressHeld,
    Fall,

    /// <summary>What a worn accelerometer felt: the hardest knock in g, the free fall before it in ms, the stillness after it in s.</summary>
    ImpactPeak, FreeFall, Stillness,

    /// <summary>What the learned model that is turned on says of the same, 0 to 1, and what one that is tried does.</summary>
    FallScore, FallTrial,
    BatteryPercent,
    BatteryLow,

    /// <summary>Someone moves or is there.</summary>
    Presence,

    /// <summary>A door; true is closed.</summary>
    Contact,
    /// <summary>Water runs: how fast it does, how much ever did.</summary>
    WaterFlow, WaterCount,
    InBed, HeartRate, BreathingRate, Temperature, Humidity,

    /// <summary>The housing was opened, or the device torn off.</summary>
    Tamper,

    /// <summary>The device says of itself that it does not work.</summary>
    Fault,

    /// <summary>A state: the alarm's sound was turned off at the device; the danger stands.</summary>
    Muted,

    /// <summary>The test button: what the message says besides is none.</summary>
    Test,

    /// <summary>Where to look at what it saw.</summary>
    Clip,
}

/// <summary>A kind of hardware: what its channels mean, and how long it may be silent.</summary>
/// <param name="SilenceLimit">Longest time without a word before it counts as offline.</param>
public sealed record DeviceModel(string Id, DeviceClass Class, TimeSpan SilenceLimit, IReadOnlyDictionary<string, Meaning> Meanings)
{
    /// <summary>It watches for fire or gas, so it has a test button that must be pressed now and then.</summary>
    public bool HasTestButton { get; init; } = Meanings.Values.Any(m => m is Meaning.Fire or Meaning.Gas or Meaning.Co);

    /// <summary>It can tell of a danger, a call or a fall.</summary>
    public bool Alarms { get; } = Meanings.Values.Any(m => m is Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water or Meaning.Press or Meaning.PressHeld or Meaning.Fall);

    /// <summary>Its held state stays until somebody sets it back: that it stands tells of no other press.</summary>
    public bool Latches { get; init; }

    // Asked for every channel of every reading, several times.
    private readonly FrozenDictionary<string, Meaning> _meanings = Meanings.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>It says whether there is a danger or a call: true, false, or a word.</summary>
    public bool IsAlarm(string channel) => MeaningOf(channel) is Meaning.Fire or Meaning.Gas or Meaning.Co or Meaning.Water or Meaning.PressHeld;

    public Meaning MeaningOf(string channel) => _meanings.GetValueOrDefault(channel);

    /// <summary>What these values tell of, a bit for each meaning: asked once a reading, so that no rule looks in vain.</summary>
    public ulong ToldBy(ReadOnlySpan<ChannelValue> values)
    {
        var told = 0UL;
        foreach (var value in values) told |= 1UL << (int)MeaningOf(value.Channel);
        return told;
    }
}

/// <summary>The models this version knows.</summary>
public static class Models
{
    // Mains-powered and talking every minute: five missed words.
    private static readonly TimeSpan Mains = TimeSpan.FromMinutes(5);

    // An elder relies on the button: a quarter of an hour without its heartbeat is a fault to be seen to, not a grey icon.
    private static readonly TimeSpan LifeLine = TimeSpan.FromMinutes(15);

    // Battery sensors that report hourly when nothing changes (zigbee2mqtt's usual reporting): one report and some air.
    private static readonly TimeSpan Battery = TimeSpan.FromMinutes(65);

    // Zigbee devices on a battery sleep and may say nothing all day: zigbee2mqtt itself gives them 25 hours (its passive availability).
    private static readonly TimeSpan Sleepy = TimeSpan.FromHours(25);

    // The spellings in which real detectors say that someone turned their sound off.
    private static readonly (string, Meaning)[] s_muted =
        [(Channels.Silence, Meaning.Muted), (Channels.Muted, Meaning.Muted), (Channels.TemporaryMute, Meaning.Muted), (Channels.BuzzerManualMute, Meaning.Muted)];

    private static readonly (string, Meaning)[] s_call =
        [.. Each(Meaning.Press, AlarmChannels.Press), .. Each(Meaning.PressHeld, AlarmChannels.Call, AlarmChannels.Plain)];

    private static readonly DeviceModel[] s_models =
    [
        Of("smoke", DeviceClass.Smoke, Battery,
            [.. Each(Meaning.Fire, AlarmChannels.Fire, AlarmChannels.Plain), .. Each(Meaning.Gas, AlarmChannels.Gas), .. Each(Meaning.Co, AlarmChannels.Co), .. s_muted]),
        // A flow switch in the pipe of the sprinklers, behind an alarm contact or a leak sensor's input: where water flows, a head has opened. It is tested at the inspector's
        // valve, which the fire equipment's register asks for, and by no button.
        Of("sprinkler", DeviceClass.Smoke, Battery, [.. Each(Meaning.Fire, AlarmChannels.Water, AlarmChannels.Plain, AlarmChannels.Fire)]) with { HasTestButton = false },
        Of("gas", DeviceClass.Smoke, Mains, [.. Each(Meaning.Gas, AlarmChannels.Gas, AlarmChannels.Plain), .. Each(Meaning.Co, AlarmChannels.Co), .. s_muted]),
        Of("water", DeviceClass.Smoke, Battery, [.. Each(Meaning.Water, AlarmChannels.Water, AlarmChannels.Plain), .. s_muted]),
        Of("co", DeviceClass.Smoke, Battery, [.. Each(Meaning.Co, AlarmChannels.Co, AlarmChannels.Plain), .. s_muted]),
        Of("call", DeviceClass.Call, LifeLine, s_call),
        // Stays pulled until someone sets it back: sos is its state.
        Of("cord", DeviceClass.Call, Battery, s_call) with { Latches = true },
        Of("fall-radar", DeviceClass.Fall, Mains,
            [.. Each(Meaning.Fall, AlarmChannels.Fall), (Channels.Status, Meaning.Fall), (Channels.Presence, Meaning.Presence), (Channels.Occupancy, Meaning.Presence),
            (Channels.HeartRate, Meaning.HeartRate), (Channels.BreathingRate, Meaning.BreathingRate)]),
        // It speaks when it sees something, and may see nothing all day. No button of it tests that it would see a fire.
        Of("camera", DeviceClass.Fall, Sleepy,
            [.. Each(Meaning.Fall, AlarmChannels.Fall), .. s_call, .. Each(Meaning.Fire, AlarmChannels.Fire), (Channels.Presence, Meaning.Presence),
            (Channels.Occupancy, Meaning.Presence), (Channels.Clip, Meaning.Clip)]) with { HasTestButton = false },
        Of("door", DeviceClass.Door, Battery, (Channels.Contact, Meaning.Contact)),
        Of("motion", DeviceClass.Motion, Battery, (Channels.Occupancy, Meaning.Presence), (Channels.Presence, Meaning.Presence)),
        Of("bed", DeviceClass.Bed, Mains,
            (Channels.InBed, Meaning.InBed), (Channels.HeartRate, Meaning.HeartRate), (Channels.BreathingRate, Meaning.BreathingRate)),
        Of("wearable", DeviceClass.Wearable, LifeLine,
            [.. s_call, .. Each(Meaning.Fall, AlarmChannels.Fall), (Channels.HeartRate, Meaning.HeartRate),
            (Channels.AccelerationPeak, Meaning.ImpactPeak), (Channels.FreeFallMs, Meaning.FreeFall), (Channels.StillS, Meaning.Stillness),
            (Channels.FallScore, Meaning.FallScore), (Channels.FallTrial, Meaning.FallTrial)]),
        Of("climate", DeviceClass.Climate, Battery, (Channels.Temperature, Meaning.Temperature), (Channels.Humidity, Meaning.Humidity)),
        // Its action "fall" is an object that fell.
        Of("vibration", DeviceClass.Vibration, Battery),
        Of("water-meter", DeviceClass.Meter, Battery,
            (Channels.Flow, Meaning.WaterFlow), (Channels.FlowRate, Meaning.WaterFlow), (Channels.WaterFlow, Meaning.WaterFlow),
            (Channels.WaterConsumed, Meaning.WaterCount)),
        Of("gateway", DeviceClass.Gateway, Mains),
        // A maker's cloud or recorder: it calls when one of its devices has something to say.
        Of("cloud", DeviceClass.Gateway, Sleepy),
    ];

    /// <summary>Every model, and of those that are also built as Zigbee devices a second one with a day of silence: they sleep, or, on mains (gas, radar), say
    /// nothing while nothing changes.</summary>
    public static readonly IReadOnlyDictionary<string, DeviceModel> All = s_models
        .Concat(s_models
            .Where(m => m.Id is "smoke" or "gas" or "fall-radar" or "water" or "co" or "call" or "cord" or "door" or "motion" or "climate" or "vibration" or "water-meter" or "sprinkler")
            .Select(m => m with { Id = $"{m.Id}-zigbee", SilenceLimit = Sleepy }))
        .ToDictionary(m => m.Id);

    private static IEnumerable<(string, Meaning)> Each(Meaning meaning, params IEnumerable<string>[] channels) => channels.SelectMany(c => c).Select(c => (c, meaning));

    private static DeviceModel Of(string id, DeviceClass deviceClass, TimeSpan silence, params (string Channel, Meaning Meaning)[] meanings) =>
        new(id, deviceClass, silence, meanings
            .Concat([
                (Channels.Battery, Meaning.BatteryPercent), (Channels.BatteryLow, Meaning.BatteryLow), (Channels.Tamper, Meaning.Tamper), (Channels.Test, Meaning.Test),
                (Channels.FaultAlarm, Meaning.Fault), (Channels.FaultState, Meaning.Fault), (Channels.SelfTestResult, Meaning.Fault)])
            .ToDictionary(m => m.Item1, m => m.Item2));
}
