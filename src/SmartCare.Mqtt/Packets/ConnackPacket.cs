namespace SmartCare.Mqtt.Packets;

/// <summary>CONNACK, 3.2: what a server grants. The server writes it, the client reads it.</summary>
internal sealed record ConnackPacket
{
    public bool SessionPresent { get; init; }

    /// <summary>A 5.0 reason; in 3.1.1 it is written as the nearest of the six return codes.</summary>
    public MqttReason Reason { get; init; }
    public uint? SessionExpiryS { get; init; }
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;
    public uint PacketMax { get; init; } = uint.MaxValue;
    public string? AssignedClientId { get; init; }
    public ushort TopicAliasMaximum { get; init; }
    public ushort? ServerKeepAliveS { get; init; }

    /// <summary>3.1.1 table 3.1.</summary>
    public byte ReturnCode => Reason switch
    {
        MqttReason.Success => 0,
        MqttReason.UnsupportedProtocolVersion => 1,
        MqttReason.ClientIdentifierNotValid => 2,
        MqttReason.BadUserNameOrPassword => 4,
        MqttReason.NotAuthorized or MqttReason.Banned or MqttReason.BadAuthenticationMethod => 5,
        _ => 3,
    };

    public static MqttReason TryRead(ReadOnlySpan<byte> body, byte level, out ConnackPacket? packet)
    {
        packet = null;
        var reader = new SpanReader(body);
        var flags = reader.Byte();
        var code = reader.Byte();
        // [MQTT-3.2.2-1] bits 7 to 1 are 0.
        if (reader.Failed || flags > 1) return MqttReason.MalformedPacket;
        Properties properties = default;
        if (level == 5 && Properties.TryRead(ref reader, PacketType.Connack, out properties) is var fault and not MqttReason.Success)
            return fault;
        if (reader.Remaining > 0) return MqttReason.MalformedPacket;
        packet = new ConnackPacket
        {
            SessionPresent = flags == 1,
            Reason = level == 5 ? (MqttReason)code : FromReturnCode(code),
            SessionExpiryS = properties.Has(PropertyId.SessionExpiry) ? properties.Number(PropertyId.SessionExpiry, 0) : null,
            ReceiveMaximum = (ushort)properties.Number(PropertyId.ReceiveMaximum, ushort.MaxValue),
            PacketMax = properties.Number(PropertyId.MaximumPacketSize, uint.MaxValue),
            AssignedClientId = properties.Text(PropertyId.AssignedClientId),
            TopicAliasMaximum = (ushort)properties.Number(PropertyId.TopicAliasMaximum, 0),
            ServerKeepAliveS = properties.Has(PropertyId.ServerKeepAlive) ? (ushort)properties.Number(PropertyId.ServerKeepAlive, 0) : null,
        };
        return MqttReason.Success;
    }

    private static MqttReason FromReturnCode(byte code) => code switch
    {
        0 => MqttReason.Success,
        1 => MqttReason.UnsupportedProtocolVersion,
        2 => MqttReason.ClientIdentifierNotValid,
        3 => MqttReason.ServerUnavailable,
        4 => MqttReason.BadUserNameOrPassword,
        _ => MqttReason.NotAuthorized,
    };
}
