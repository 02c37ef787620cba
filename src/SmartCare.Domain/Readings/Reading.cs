using SmartCare.Domain.Words;

namespace SmartCare.Domain.Readings;

public enum ValueKind : byte
{
    /// <summary>The key was there and said nothing (JSON null).</summary>
    Null, Bool, Number, Text,
}

/// <summary>What one channel said.</summary>
public readonly record struct ChannelValue(string Channel, ValueKind Kind, double Number, string? Text)
{
    public static ChannelValue Of(string channel, bool value) => new(channel, ValueKind.Bool, value ? 1 : 0, null);

    public static ChannelValue Of(string channel, double value) => new(channel, ValueKind.Number, value, null);

    public static ChannelValue Of(string channel, string value) => new(channel, ValueKind.Text, 0, value);

    public static ChannelValue Null(string channel) => new(channel, ValueKind.Null, 0, null);

    public bool IsTrue => Kind is ValueKind.Bool && Number != 0;

    /// <summary>The same channels in the same order, as nearly every message of a device and the one before it: the newest values are then
    /// simply the news.</summary>
    public static bool AreOfTheSameChannels(ReadOnlySpan<ChannelValue> some, ReadOnlySpan<ChannelValue> others)
    {
        if (some.Length != others.Length) return false;
        for (var i = 0; i < some.Length; i++)
            if (some[i].Channel != others[i].Channel)
                return false;
        return true;
    }
}

/// <summary>One message of one device, decoded.</summary>
/// <param name="DeviceTimeMs">The device's own clock, Unix ms; null when it sent none.</param>
/// <param name="Content">Hash of the payload as sent: with the time or the packet id it tells a redelivery from a new event.</param>
/// <param name="Redelivered">The sender said DUP.</param>
/// <param name="PacketId">MQTT packet id; 0 at QoS 0.</param>
public sealed record Reading(DeviceId Device, long? DeviceTimeMs, ulong Content, bool Redelivered, ushort PacketId, ChannelValue[] Values)
{
    /// <summary>Sent at QoS 2: the sender counts on it that a redelivery is not taken once more, whatever it says.</summary>
    public bool ExactlyOnce { get; init; }

    /// <summary>A broker gave it from its retained store: how things stood when nobody knows, not that anything happens.</summary>
    public bool Replayed { get; init; }

    /// <summary>What is known of the device's clock speaks against its time, which only tells one message from another then.</summary>
    public bool ClockDoubted { get; init; }

    /// <summary>What the device said where nothing is known of its clock and its time is not believed: it only tells one moment of the device from another.</summary>
    public long? UnbelievedTimeMs { get; init; }

    /// <summary>Of what may be an alarm: where its way is measured from.</summary>
    public Origin? Origin { get; init; }

    public ChannelValue? Find(string channel)
    {
        foreach (var value in Values)
            if (value.Channel == channel)
                return value;
        return null;
    }
}
