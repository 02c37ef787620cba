using System.Text.RegularExpressions;
using SmartCare.Domain.Readings;

namespace SmartCare.Domain.Registry;

/// <summary>One channel of a device that introduced itself, or that was heard before anybody registered it.</summary>
/// <param name="Settable">It can be told what to be: a siren's "alarm" or a plug's "state", so it tells of nothing by itself.</param>
/// <param name="Words">Its possible words, where they were told.</param>
public sealed record OfferedChannel(string Name, bool Settable, IReadOnlyList<string> Words)
{
    public static OfferedChannel Heard(string name) => new(name, Settable: false, []);
}

/// <summary>
/// The model that a device nobody registered is most likely of, by what it says. The most dangerous thing comes first: a detector of smoke and of carbon monoxide is a
/// smoke detector, whose model hears both. It is a proposal: a person who is wrong about it changes it with one choice.
/// </summary>
public static partial class ModelProposal
{
    /// <summary>From the first that fits. What decides is what the device says; its description only where that is not enough.</summary>
    private static readonly (string Model, Func<Offer, bool> Fits)[] s_rules =
    [
        ("smoke", o => o.Tells(AlarmChannels.Fire) || o.IsPlain(SmokeText())),
        ("gas", o => o.Tells(AlarmChannels.Gas) && !o.IsMeter || o.IsPlain(GasText())),
        ("co", o => o.Tells(AlarmChannels.Co) || o.IsPlain(CoText())),
        ("wearable", o => o.Tells(AlarmChannels.Call) && (o.Tells(AlarmChannels.Fall) || o.Tells([Channels.HeartRate, Channels.AccelerationPeak])) || o.Tells([Channels.AccelerationPeak])),
        ("camera", o => o.Tells([Channels.Clip])),
        ("fall-radar", o => o.Tells(AlarmChannels.Fall) || FallText().IsMatch(o.Description) && o.Tells([Channels.Status])),
        ("water", o => o.Tells(AlarmChannels.Water) || o.IsPlain(WaterText())),
        ("cord", o => CordText().IsMatch(o.Description) && o.CanCall),
        ("call", o => o.CanCallForHelp),
        ("bed", o => o.Tells([Channels.InBed])),
        ("vibration", o => ShakeText().IsMatch(o.Description) && !OtherText().IsMatch(o.Description) && (o.Tells(["vibration"]) || o.CanBePressed)),
        // A contact is what it is, whatever a gateway lets one set.
        ("door", o => o.Has(Channels.Contact) && !o.IsSwitch && !BedText().IsMatch(o.Description)),
        ("motion", o => o.Tells([Channels.Occupancy, Channels.Presence]) && !o.IsThermostat),
        ("vibration", o => o.Tells(["vibration"])),
        ("call", o => o.CanCall),
        ("water-meter", o => o.Tells([Channels.WaterConsumed, Channels.Flow, Channels.FlowRate, Channels.WaterFlow])),
        ("climate", o => o.Tells([Channels.Temperature, Channels.Humidity]) && !o.IsThermostat && !o.IsSwitch && !o.Tells(["soil_moisture"])),
    ];

    /// <summary>Words of a dimmer, a remote control or a knob: its buttons are pressed all day, and nobody calls with them.</summary>
    private static readonly string[] s_remote = ["brightness", "color", "hue", "rotat", "recall", "scene", "volume", "track", "arm_", "toggle", "move", "step", "open", "close", "dial", "side", "on", "off"];

    private static readonly string[] s_button = ["single", "double", "hold", "long", "press", "click", "short", "push"];

    private static readonly string[] s_call = ["emergency", "sos", "panic", "help"];

    /// <param name="channels">What it says, or says that it can say.</param>
    /// <param name="description">Of its kind of hardware, in English; null: nobody knows.</param>
    /// <param name="isZigbee">Such devices sleep and may say nothing all day: then the model with the longer silence, where there is one.</param>
    /// <returns>An id of <see cref="Models"/>; null: it is nothing that this house watches by (a lamp, a plug), or it is not known yet.</returns>
    public static string? Of(IReadOnlyCollection<OfferedChannel> channels, string? description, bool isZigbee)
    {
        var offer = new Offer(channels, description ?? "");
        foreach (var (model, fits) in s_rules)
            if (fits(offer))
                return isZigbee && Models.All.ContainsKey($"{model}-zigbee") ? $"{model}-zigbee" : model;
        return null;
    }

    private sealed class Offer(IReadOnlyCollection<OfferedChannel> channels, string description)
    {
        public string Description => description;

        public bool IsThermostat { get; } = channels.Any(c => c.Name is "local_temperature" or "system_mode" or "occupied_heating_setpoint" or "current_heating_setpoint");

        public bool IsSwitch { get; } = channels.Any(c => c.Settable && (c.Name == "state" || c.Name.StartsWith("state_", StringComparison.Ordinal)));

        /// <summary>What it counts is sold: its "gas" is cubic metres.</summary>
        public bool IsMeter { get; } = channels.Any(c => c.Name is "energy" or "metering_device_type");

        public bool CanBePressed { get; } = channels.Any(c => AlarmChannels.Press.Contains(c.Name));

        /// <summary>That is what it is for.</summary>
        public bool CanCallForHelp => Tells(AlarmChannels.Call) || (Tells(AlarmChannels.Plain) || CanBePressed && !IsSwitch) && CallText().IsMatch(Description) || Presses(words => Has(words, s_call));

        /// <summary>It is a button, and no lamp's: somebody who calls may press it. One whose words nobody has told yet may be one.</summary>
        public bool CanCall => CanCallForHelp || !IsSwitch && (CanBePressed && ButtonText().IsMatch(Description) || Presses(words => words.Count == 0 || Has(words, s_button) && !Has(words, s_remote)));

        private bool Presses(Func<IReadOnlyList<string>, bool> with) => channels.Any(c => AlarmChannels.Press.Contains(c.Name) && with(c.Words));

        public bool Has(string name) => channels.Any(c => c.Name == name);

        public bool Tells(IReadOnlyCollection<string> names) => channels.Any(c => !c.Settable && names.Contains(c.Name));

        /// <summary>It says "alarm" and no more, and its description says of what.</summary>
        public bool IsPlain(Regex text) => Tells(AlarmChannels.Plain) && text.IsMatch(Description);

        private static bool Has(IReadOnlyList<string> words, string[] parts) =>
            words.Any(w => w.ToLowerInvariant().Split(' ', '_', '-') is var split && parts.Any(p => p.Length > 3 ? w.Contains(p, StringComparison.OrdinalIgnoreCase) : split.Contains(p)));
    }

    private const RegexOptions Text = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex("smoke|fire|heat (alarm|detector|sensor)", Text)] private static partial Regex SmokeText();

    [GeneratedRegex("gas", Text)] private static partial Regex GasText();

    [GeneratedRegex(@"carbon monoxide|\bco\b", Text)] private static partial Regex CoText();

    [GeneratedRegex("leak|flood|water (sensor|detector)", Text)] private static partial Regex WaterText();

    [GeneratedRegex(@"\bsos\b|panic|emergency|call button", Text)] private static partial Regex CallText();

    [GeneratedRegex(@"^(?!.*(dimmer|remote|control|keypad|rotary)).*\bbutton\b", Text)] private static partial Regex ButtonText();

    [GeneratedRegex("vibration", Text)] private static partial Regex ShakeText();

    [GeneratedRegex("contact|door|window|motion", Text)] private static partial Regex OtherText();

    [GeneratedRegex("fall detect", Text)] private static partial Regex FallText();

    [GeneratedRegex(@"pull.?cord|pull.?switch|\bcord\b", Text)] private static partial Regex CordText();

    [GeneratedRegex(@"\bbed\b|sleep|mattress", Text)] private static partial Regex BedText();
}
