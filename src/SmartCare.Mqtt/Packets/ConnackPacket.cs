namespace SmartCare.Mqtt.Packets;

/// <summary>CONNACK, 3.2: what a server grants. Written only.</summary>
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
}
