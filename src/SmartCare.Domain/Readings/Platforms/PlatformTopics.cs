using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>How a platform spreads what a device says over topics of its own.</summary>
public enum TopicDialect
{
    /// <summary>One value a topic: zigbee2mqtt with <c>output: attribute</c>, <c>zigbee2mqtt/{device}/{channel}</c>.</summary>
    Attribute,

    /// <summary>Shelly of the first generation: <c>shellies/{device}/{part}</c>.</summary>
    ShellyGen1,

    /// <summary>Shelly of the second generation and later: <c>{device}/status/{component}</c> and <c>{device}/events/rpc</c>.</summary>
    ShellyGen2,

    /// <summary>Tasmota: <c>tele/{device}/{part}</c> and <c>stat/{device}/{part}</c>.</summary>
    Tasmota,
}

/// <summary>Makes of one such message the flat object that the payload decoder reads, so a value means the same however it came.</summary>
/// <remarks>What cannot be taken apart goes to the decoder as it is: it reads broken JSON and envelopes too. Shapes after the makers' public documentation.</remarks>
public static class PlatformTopics
{
    private static readonly ChannelValue s_there = ChannelValue.Of(Channels.Availability, Channels.Online);

    /// <param name="part">What stands behind the device in the topic.</param>
    /// <returns>Its values, and that the device is there: a part that tells nothing of ours still tells that.</returns>
    public static Decoded Decode(TopicDialect dialect, string part, ReadOnlySpan<byte> payload, DeviceModel model)
    {
        var flat = dialect switch
        {
            TopicDialect.Attribute => SingleValue.Flatten(part, payload),
            TopicDialect.ShellyGen1 => ShellyGen1.Flatten(part, payload),
            TopicDialect.ShellyGen2 => ShellyGen2.Flatten(part, payload),
            _ => Tasmota.Flatten(part, payload, model),
        };
        if (flat is not null && flat.AsSpan().SequenceEqual("{}"u8)) return new Decoded([s_there], null, null);
        var read = PayloadDecoder.Decode(flat ?? payload, model);
        return read.Values.Length == 0 && read.Trouble is not null ? read : read with { Values = [.. read.Values, s_there] };
    }
}
