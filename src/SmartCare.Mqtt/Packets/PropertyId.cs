namespace SmartCare.Mqtt.Packets;

internal enum PropertyId : byte
{
    PayloadFormat = 0x01,
    MessageExpiry = 0x02,
    ContentType = 0x03,
    ResponseTopic = 0x08,
    CorrelationData = 0x09,
    SubscriptionId = 0x0B,
    SessionExpiry = 0x11,
    AssignedClientId = 0x12,
    ServerKeepAlive = 0x13,
    AuthMethod = 0x15,
    AuthBytes = 0x16,
    RequestProblem = 0x17,
    WillDelay = 0x18,
    RequestResponse = 0x19,
    ResponseInformation = 0x1A,
    ServerReference = 0x1C,
    ReasonString = 0x1F,
    ReceiveMaximum = 0x21,
    TopicAliasMaximum = 0x22,
    TopicAlias = 0x23,
    MaximumQos = 0x24,
    RetainAvailable = 0x25,
    UserProperty = 0x26,
    MaximumPacketSize = 0x27,
    WildcardAvailable = 0x28,
    SubscriptionIdAvailable = 0x29,
    SharedAvailable = 0x2A,
}

internal enum PropertyKind : byte { None, Flag, Byte, UInt16, UInt32, VarInt, Binary, Text, Pair }

/// <summary>MQTT 5.0 table 2-4: which property has which type and may stand in which packet.</summary>
internal static class PropertyTable
{
    public const int Size = 0x2B;

    private static readonly (PropertyKind Kind, ushort Packets)[] Rows = Build();

    public static PropertyKind KindOf(byte id) => id < Size ? Rows[id].Kind : PropertyKind.None;

    public static bool MayStandIn(byte id, PacketType packet) => (Rows[id].Packets & (1 << (int)packet)) != 0;

    private static (PropertyKind, ushort)[] Build()
    {
        var rows = new (PropertyKind, ushort)[Size];
        void Row(PropertyId id, PropertyKind kind, params ReadOnlySpan<PacketType> packets)
        {
            var set = 0;
            foreach (var packet in packets) set |= 1 << (int)packet;
            rows[(int)id] = (kind, (ushort)set);
        }
        Row(PropertyId.PayloadFormat, PropertyKind.Flag, PacketType.Publish, PacketType.Will);
        Row(PropertyId.MessageExpiry, PropertyKind.UInt32, PacketType.Publish, PacketType.Will);
        Row(PropertyId.ContentType, PropertyKind.Text, PacketType.Publish, PacketType.Will);
        Row(PropertyId.ResponseTopic, PropertyKind.Text, PacketType.Publish, PacketType.Will);
        Row(PropertyId.CorrelationData, PropertyKind.Binary, PacketType.Publish, PacketType.Will);
        Row(PropertyId.SubscriptionId, PropertyKind.VarInt, PacketType.Publish, PacketType.Subscribe);
        Row(PropertyId.SessionExpiry, PropertyKind.UInt32, PacketType.Connect, PacketType.Connack, PacketType.Disconnect);
        Row(PropertyId.AssignedClientId, PropertyKind.Text, PacketType.Connack);
        Row(PropertyId.ServerKeepAlive, PropertyKind.UInt16, PacketType.Connack);
        Row(PropertyId.AuthMethod, PropertyKind.Text, PacketType.Connect, PacketType.Connack, PacketType.Auth);
        Row(PropertyId.AuthBytes, PropertyKind.Binary, PacketType.Connect, PacketType.Connack, PacketType.Auth);
        Row(PropertyId.RequestProblem, PropertyKind.Flag, PacketType.Connect);
        Row(PropertyId.WillDelay, PropertyKind.UInt32, PacketType.Will);
        Row(PropertyId.RequestResponse, PropertyKind.Flag, PacketType.Connect);
        Row(PropertyId.ResponseInformation, PropertyKind.Text, PacketType.Connack);
        Row(PropertyId.ServerReference, PropertyKind.Text, PacketType.Connack, PacketType.Disconnect);
        Row(PropertyId.ReasonString, PropertyKind.Text, PacketType.Connack, PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel,
            PacketType.Pubcomp, PacketType.Suback, PacketType.Unsuback, PacketType.Disconnect, PacketType.Auth);
        Row(PropertyId.ReceiveMaximum, PropertyKind.UInt16, PacketType.Connect, PacketType.Connack);
        Row(PropertyId.TopicAliasMaximum, PropertyKind.UInt16, PacketType.Connect, PacketType.Connack);
        Row(PropertyId.TopicAlias, PropertyKind.UInt16, PacketType.Publish);
        Row(PropertyId.MaximumQos, PropertyKind.Flag, PacketType.Connack);
        Row(PropertyId.RetainAvailable, PropertyKind.Flag, PacketType.Connack);
        Row(PropertyId.UserProperty, PropertyKind.Pair, PacketType.Will, PacketType.Connect, PacketType.Connack, PacketType.Publish,
            PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp, PacketType.Subscribe, PacketType.Suback,
            PacketType.Unsubscribe, PacketType.Unsuback, PacketType.Disconnect, PacketType.Auth);
        Row(PropertyId.MaximumPacketSize, PropertyKind.UInt32, PacketType.Connect, PacketType.Connack);
        Row(PropertyId.WildcardAvailable, PropertyKind.Flag, PacketType.Connack);
        Row(PropertyId.SubscriptionIdAvailable, PropertyKind.Flag, PacketType.Connack);
        Row(PropertyId.SharedAvailable, PropertyKind.Flag, PacketType.Connack);
        return rows;
    }
}
