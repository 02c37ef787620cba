namespace SmartCare.Mqtt.Server;

/// <summary>What an operator may set. Defaults and their reasons stand in Limits.cs.</summary>
public sealed class MqttOptions
{
    /// <summary>Serve anonymous clients on any topic with <see cref="OpenAuthenticator"/>. Loopback only; the host sees to that.</summary>
    public bool Open { get; set; }
    public int PacketMax { get; set; } = Limits.PacketMax;

    /// <summary>Of a client that may say much at once.</summary>
    public int LongPacketMax { get; set; } = Limits.LongPacketMax;

    /// <summary>Of all long packets that are arriving.</summary>
    public long LongBytesMax { get; set; } = Limits.LongBytesMax;
    public int ConnectionsMax { get; set; } = Limits.ConnectionsMax;
    public int ConnectionsPerAddressMax { get; set; } = Limits.ConnectionsPerAddressMax;

    /// <summary>CONNECTs per second from one address; what is above it waits its turn.</summary>
    public int ConnectRateMax { get; set; } = Limits.ConnectRateMax;

    /// <summary>Packets (or KiB, when that is more) per second of one name; it is not read beyond that. 0: no such limit.</summary>
    public int InboundRateMax { get; set; } = Limits.InboundRateMax;
    public int SubscriptionsMax { get; set; } = Limits.SubscriptionsMax;
    public int RetainedMax { get; set; } = Limits.RetainedMax;
    public long RetainedBytesMax { get; set; } = Limits.RetainedBytesMax;
    public int SessionsMax { get; set; } = Limits.SessionsMax;

    /// <summary>Announced as receive maximum; at most 65,535.</summary>
    public ushort InboundInFlightMax { get; set; } = Limits.InboundInFlightMax;
    public ushort KeepAliveMaxS { get; set; } = Limits.KeepAliveMaxS;
    public uint SessionExpiryMaxS { get; set; } = Limits.SessionExpiryMaxS;
    public int UnauthenticatedMs { get; set; } = Limits.UnauthenticatedMs;
    public int SendStallMs { get; set; } = Limits.SendStallMs;
    public ushort TopicAliasMax { get; set; } = Limits.TopicAliasMax;
}
