namespace SmartCare.Mqtt.Packets;

/// <summary>Control packet types, MQTT 5.0 table 2-1: the upper half of a packet's first byte.</summary>
internal enum PacketType : byte
{
    /// <summary>Not a packet: the will's own properties inside a CONNECT, so that one table serves both.</summary>
    Will = 0,
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Pubrec = 5,
    Pubrel = 6,
    Pubcomp = 7,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Pingreq = 12,
    Pingresp = 13,
    Disconnect = 14,
    Auth = 15,
}

internal static class PacketTypes
{
    public static PacketType Of(byte first) => (PacketType)(first >> 4);

    // [MQTT-2.1.3-1] Reserved flag bits are set to the values of table 2-2: 0010 for PUBREL, SUBSCRIBE and UNSUBSCRIBE, 0000 for
    // the rest; only PUBLISH carries flags of its own. Type 0 is reserved.
    public static bool HasValidFlags(byte first) => Of(first) switch
    {
        PacketType.Will => false,
        PacketType.Publish => true,
        PacketType.Pubrel or PacketType.Subscribe or PacketType.Unsubscribe => (first & 0x0F) == 0x02,
        _ => (first & 0x0F) == 0,
    };
}
