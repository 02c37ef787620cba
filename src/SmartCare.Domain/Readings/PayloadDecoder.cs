using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Readings;

/// <summary>A payload after decoding.</summary>
/// <param name="Values">The channels that could be read.</param>
/// <param name="Trouble">What could not be read, for the quarantine; null when all was well. A bad channel never takes a good one with it.</param>
public readonly record struct Decoded(ChannelValue[] Values, long? DeviceTimeMs, string? Trouble)
{
    /// <summary>There is something to decide on.</summary>
    public bool IsUsable => Values.Length > 0 || (Trouble is null && DeviceTimeMs is not null);

    /// <summary>Among the values are channels whose type the contract does not give.</summary>
    public bool HasUntyped { get; init; }

    /// <summary>What a worn sensor felt, whole, for a model to judge; its <see cref="ImpactMeasure"/> is among the values.</summary>
    public MotionBurst? Motion { get; init; }
}

/// <summary>Turns a device's payload (flat JSON object, see the contract) into channel values. Pure; bad input is a value.</summary>
public static class PayloadDecoder
{
    /// <summary>More channels than any real device has; bounds the work of one message.</summary>
    public const int MostChannels = 64;

    /// <summary>Longest channel name and text value in characters.</summary>
    public const int LongestText = 128;

    /// <summary>Characters of a whole number that a double holds exactly.</summary>
    private const int LongestWhole = 15;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 32 };

    /// <param name="model">Decides what is an alarm: a siren's "alarm":"beep" is none. Null: whatever may be one is read as one.</param>
    public static Decoded Decode(ReadOnlySpan<byte> payload, DeviceModel? model = null)
    {
        var strict = DecodeStrictly(payload, model, out var isBroken);
        if (!isBroken) return Unwrap(payload, model, strict);
        if (PayloadRepair.Repair(payload, out var setAside) is not { } clean) return strict;
        var read = Unwrap(clean, model, DecodeStrictly(clean, model, out _));
        return read with { Trouble = $"{strict.Trouble}, read in part{setAside}{(read.Trouble is { } trouble ? $"; {trouble}" : "")}" };
    }

    /// <summary>Nothing flat tells this model anything, and something lies deeper.</summary>
    private static bool IsWrapped(ReadOnlySpan<byte> payload, DeviceModel model, ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (model.MeaningOf(value.Channel) is not Meaning.None)
                return false;
        return payload.Length > 1 && payload[1..].Contains((byte)'{');
    }

    private static Decoded Unwrap(ReadOnlySpan<byte> payload, DeviceModel? model, Decoded flat)
    {
        if (model is not { Alarms: true } || !IsWrapped(payload, model, flat.Values) || Envelope.Open(payload, model) is not { } inside) return flat;
        var read = DecodeStrictly(inside, model, out _);
        var values = flat.Values.Take(Math.Max(0, MostChannels - read.Values.Length)).Concat(read.Values).ToArray();
        return new Decoded(values, flat.DeviceTimeMs ?? read.DeviceTimeMs, read.Trouble) { HasUntyped = flat.HasUntyped, Motion = flat.Motion ?? read.Motion };
    }

    private static Decoded DecodeStrictly(ReadOnlySpan<byte> payload, DeviceModel? model, out bool isBroken)
    {
        isBroken = true;
        var few = default(FewValues);
        var values = new ValueList(few);
        long? time = null;
        string? trouble = null;
        var untyped = false;
        float[]? axes = null;
        double? rate = null;
        try
        {
            var json = new Utf8JsonReader(payload, s_options);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return new Decoded([], null, "not a JSON object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (name, known) = Channels.Find(json.HasValueSequence || json.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan);
                json.Read();
                if (known is ChannelType.Alarm && model is not null && !model.IsAlarm(name)) known = null;
                if (name == "ts") time = ReadTime(ref json, ref trouble);
                else if (name.Length is 0 or > LongestText) Refuse(ref json, out trouble, "a channel's name is empty or too long");
                else if (Channels.IsOurs(name)) Refuse(ref json, out trouble, $"{name}: the house says that itself");
                else if (known is null && PlainText.FirstBad(name) >= 0)
                    Refuse(ref json, out trouble, $"{PlainText.Shown(name)}: a channel's name has no control characters, and nothing invisible");
                else if (name == Channels.Availability) json.Skip(); // Has a topic of its own; here it would hide the rest of the message.
                else if (name == Channels.Position && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    if (PositionReader.Read(ref json) is not var (latitude, longitude)) continue;
                    values.TryAdd(latitude, isOptional: false);
                    values.TryAdd(longitude, isOptional: false);
                }
                else if (name == Channels.Acceleration && json.TokenType is JsonTokenType.StartArray) axes = BurstReader.Read(ref json, ref trouble);
                else if (ReadValue(ref json, name, known, ref trouble) is { } value)
                {
                    if (name is Channels.Rate or Channels.SampleRate && value.Kind is ValueKind.Number) rate = value.Number;
                    untyped |= known is null;
                    if (!values.TryAdd(value, isOptional: known is null)) trouble = $"more than {MostChannels} channels";
                }
            }

            if (json.Read()) trouble = "something follows the object";
        }
        catch (JsonException)
        {
            // What stood before the break may be cut too: what of it can be believed is looked at apart.
            return new Decoded([], null, "not JSON");
        }
        catch (InvalidOperationException)
        {
            return new Decoded([], null, "not UTF-8");
        }

        isBroken = false;
        var motion = axes is null ? null : BurstReader.At(axes, rate, ref trouble);
        if (motion is not null)
        {
            var (peakG, freeFallMs, stillS) = ImpactMeasure.Of(motion);
            values.TryAdd(ChannelValue.Of(Channels.AccelerationPeak, peakG), isOptional: false);
            values.TryAdd(ChannelValue.Of(Channels.FreeFallMs, freeFallMs), isOptional: false);
            values.TryAdd(ChannelValue.Of(Channels.StillS, stillS), isOptional: false);
        }

        if (values.Count == 0 && time is null) trouble ??= "no channel";
        return new Decoded(values.ToArray(), time, trouble) { HasUntyped = untyped, Motion = motion };
    }

    private static long? ReadTime(ref Utf8JsonReader json, ref string? trouble)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var ms) && Math.Abs(ms) < 1e15) return (long)ms;
        if (json.TokenType != JsonTokenType.Null) trouble = "ts: Unix milliseconds expected";
        json.Skip();
        return null;
    }

    private static void Refuse(ref Utf8JsonReader json, out string? trouble, string why)
    {
        trouble = why;
        json.Skip();
    }

    private static ChannelValue? ReadValue(ref Utf8JsonReader json, string name, ChannelType? known, ref string? trouble)
    {
        ChannelValue? value = json.TokenType switch
        {
            JsonTokenType.Null => ChannelValue.Null(name),
            JsonTokenType.True or JsonTokenType.False => FromBool(name, json.TokenType == JsonTokenType.True, known),
            JsonTokenType.Number => FromNumber(name, ref json, known),
            JsonTokenType.String => known is ChannelType.Alarm ? FromWord(name, json.GetString()!, ref trouble) : FromText(name, json.GetString()!, known),
            _ when known is ChannelType.Alarm => ChannelValue.Of(name, true),
            _ => null,
        };
        if (known is ChannelType.Alarm && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) trouble = CountsAsAlarm(name, "nested");
        json.Skip();
        // Nested objects and arrays of channels the contract does not name are a gateway's own affair (zigbee2mqtt's "update").
        if (value is null && known is { } type) trouble = $"{name}: {type.ToString().ToLowerInvariant()} expected";
        return value;
    }

    private static ChannelValue? FromBool(string name, bool value, ChannelType? known) => known switch
    {
        // Radars that say true for a fall.
        ChannelType.Text => ChannelValue.Of(name, value ? "true" : "false"),
        ChannelType.Number or ChannelType.Link => null,
        // Alarms, flags, and what the contract does not name.
        _ => ChannelValue.Of(name, value),
    };

    private static ChannelValue? FromNumber(string name, ref Utf8JsonReader json, ChannelType? known)
    {
        // Nearly every number of a sensor is a whole one, and reading those costs a fifth.
        double number;
        if (json.ValueSpan.Length <= LongestWhole && json.TryGetInt64(out var whole) && (whole != 0 || json.ValueSpan[0] != '-')) number = whole;
        else if (!json.TryGetDouble(out number) || !double.IsFinite(number)) return null;
        return known switch
        {
            // Firmware that says 1 for true means it; a smoke alarm is not lost over a type.
            ChannelType.Bool => number is 0 or 1 ? ChannelValue.Of(name, number == 1) : null,
            ChannelType.Alarm => ChannelValue.Of(name, number != 0),
            ChannelType.Text => ChannelValue.Of(name, number.ToString(CultureInfo.InvariantCulture)),
            ChannelType.Number => Measured(name, number),
            ChannelType.Link => null,
            _ => ChannelValue.Of(name, number),
        };
    }

    private static ChannelValue? FromText(string name, string text, ChannelType? known) => known switch
    {
        ChannelType.Bool => text.ToUpperInvariant() switch
        {
            "TRUE" or "ON" or "1" => ChannelValue.Of(name, true),
            "FALSE" or "OFF" or "0" => ChannelValue.Of(name, false),
            _ => null,
        },
        // A number in quotes is one.
        ChannelType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Measured(name, number) : null,
        ChannelType.Link => ClipRule.IsLink(text) ? ChannelValue.Of(name, text) : null,
        // A press is a press however long its word is; a text that nobody reads is not kept in part.
        ChannelType.Text => ChannelValue.Of(name, text.Length <= LongestText ? text : text[..LongestText]),
        _ => text.Length <= LongestText ? ChannelValue.Of(name, text) : null,
    };

    private static ChannelValue FromWord(string name, string word, ref string? trouble)
    {
        var says = AlarmWords.Says(word, out var known);
        if (!known) trouble = CountsAsAlarm(name, word.Length <= LongestText ? word : word[..LongestText]);
        return says is { } alarm ? ChannelValue.Of(name, alarm) : ChannelValue.Null(name);
    }

    private static string CountsAsAlarm(string name, string word) => $"{name}: \"{word}\" is not known and counts as an alarm";

    /// <summary>What the device means by a number that it cannot have measured is that it does not know.</summary>
    private static ChannelValue Measured(string name, double number) => name switch
    {
        Channels.Battery when number is < 0 or > 200 => ChannelValue.Null(name),
        Channels.HeartRate or Channels.BreathingRate when number < 0 => ChannelValue.Null(name),
        _ => ChannelValue.Of(name, number),
    };

    [InlineArray(12)]
    private struct FewValues
    {
        private ChannelValue _first;
    }

    /// <summary>Values as they are found: a device says about seven, and for those nothing is allocated until all are known.</summary>
    private ref struct ValueList(Span<ChannelValue> room)
    {
        private Span<ChannelValue> _room = room;

        public int Count { get; private set; }

        /// <summary>When there is no room, a channel that the contract does not name makes some: an alarm is heard wherever it stands in the message.</summary>
        public bool TryAdd(in ChannelValue value, bool isOptional)
        {
            if (Count < MostChannels)
            {
                Add(value);
                return true;
            }

            if (!isOptional && LastOptional() is >= 0 and var place) _room[place] = value;
            return false;
        }

        private readonly int LastOptional()
        {
            for (var place = Count - 1; place >= 0; place--)
                if (Channels.TypeOf(_room[place].Channel) is null)
                    return place;
            return -1;
        }

        private void Add(in ChannelValue value)
        {
            if (Count == _room.Length)
            {
                var more = new ChannelValue[MostChannels];
                _room.CopyTo(more);
                _room = more;
            }

            _room[Count++] = value;
        }

        public readonly ChannelValue[] ToArray() => _room[..Count].ToArray();
    }
}
