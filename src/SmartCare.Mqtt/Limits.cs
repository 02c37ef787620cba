namespace SmartCare.Mqtt;

/// <summary>
/// Every bound of the endpoint, each with its reason. What an operator may want to change stands in MqttOptions with these defaults.
/// </summary>
internal static class Limits
{
    /// <summary>Longest packet: a radar's point cloud or an acceleration burst is tens of KiB; more is not a reading.</summary>
    public const int PacketMax = 256 * 1024;

    /// <summary>
    /// Longest PUBLISH of a client that tells much at once (<see cref="Server.MqttClientSession.MayBeLong"/>): zigbee2mqtt describes all its devices in one
    /// message, 310 KB for 120 of them and 1.1 MB for 380. Four times as much is taken; what is longer is passed over, and the connection stays.
    /// </summary>
    public const int LongPacketMax = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes of long PUBLISHes that are arriving, of all connections: two hundred gateways that describe their devices at the same moment. One that finds
    /// no room is passed over too, so what gateways can hold is bounded however many there are.
    /// </summary>
    public const long LongBytesMax = 64L * 1024 * 1024;

    /// <summary>Longest topic or filter in bytes: the longest real ones (zigbee2mqtt, friendly names in UTF-8) stay below 200.</summary>
    public const int TopicBytesMax = 512;

    /// <summary>Most levels of a topic or filter: bounds the depth of the subscription tree's recursion.</summary>
    public const int TopicLevelsMax = 32;

    /// <summary>Longest client id in bytes: a UUID with a prefix is 60.</summary>
    public const int ClientIdBytesMax = 256;

    /// <summary>
    /// Inbound publishes of one connection that wait for the house. It covers a commit of 0.5 ms at 250,000 readings/s; a full ring
    /// costs a connection 128 slots of 8 bytes, allocated with its first PUBLISH.
    /// </summary>
    public const int InboundInFlightMax = 128;

    /// <summary>QoS 2 packet ids of one session between PUBREC and PUBREL. 5.0 is held by receive maximum; this holds 3.1.1.</summary>
    public const int InboundQos2Max = 1024;

    /// <summary>Outbound QoS 1/2 messages of one session without an acknowledgement, whatever more the client allows.</summary>
    public const int OutboundInFlightMax = 64;

    /// <summary>Messages that wait for one session. A wall that was away an hour at one change per 4 s finds all of them.</summary>
    public const int QueueMessagesMax = 1000;

    /// <summary>Payload bytes that wait for one session: bounds what a thousand absent sessions can hold.</summary>
    public const int QueueBytesMax = 1024 * 1024;

    /// <summary>Bytes written for one connection and not yet taken by its socket; over it, publishes wait in the session's queue.</summary>
    public const int OutboxBytesMax = 256 * 1024;

    /// <summary>A reader that takes nothing for so long is dead: its connection is cut.</summary>
    public const int SendStallMs = 30_000;

    /// <summary>From accept to CONNACK: a slow password hash and a slow radio link fit; a silent socket does not stay.</summary>
    public const int UnauthenticatedMs = 10_000;

    /// <summary>Open connections: a district's devices behind gateways on one box; 6 KiB each when idle.</summary>
    public const int ConnectionsMax = 50_000;

    /// <summary>
    /// Open connections of one address (IPv6: of one /64). A district may well stand behind one carrier's NAT, so this only leaves
    /// the larger half of the house to others.
    /// </summary>
    public const int ConnectionsPerAddressMax = 20_000;

    /// <summary>Connections above a limit that are still told why; a few seconds' worth. More are cut unheard.</summary>
    public const int RefusalsMax = 1_000;

    /// <summary>
    /// CONNECTs per second from one address, after as many at once: 400 devices behind one gateway that all come back after a power cut
    /// do not feel it, nor does a load test; a client that reconnects in a tight loop does.
    /// </summary>
    public const int ConnectRateMax = 2_000;

    /// <summary>
    /// Longest that a CONNECT above the rate waits its turn before it is refused with 0x9F: clients wait 30 s for a CONNACK.
    /// </summary>
    public const int ConnectWaitMaxMs = 10_000;

    /// <summary>
    /// Packets per second of one device or gateway, over all its connections (of one connection where the house names nobody): a
    /// gateway of a thousand devices needs a tenth of it, and it is a twenty-fifth of what the journal takes, so a device in a flood
    /// delays nobody, however often it connects. A packet counts once for itself and once for each KiB.
    /// </summary>
    public const int InboundRateMax = 10_000;

    /// <summary>Sessions, connected or kept. A kept session costs memory long after its client has gone.</summary>
    public const int SessionsMax = 100_000;

    /// <summary>Subscriptions of one session: a gateway listens for a set topic per device.</summary>
    public const int SubscriptionsMax = 1_000;

    /// <summary>Longest life of a kept session without its client: a device away for a week starts anew.</summary>
    public const uint SessionExpiryMaxS = 7 * 24 * 3600;

    /// <summary>A silent device must be noticed; 5.0 clients that ask for more are told this instead (server keep alive).</summary>
    public const ushort KeepAliveMaxS = 1200;

    /// <summary>Retained messages in all: two per device of a district.</summary>
    public const int RetainedMax = 200_000;

    /// <summary>Bytes of retained payloads in all.</summary>
    public const long RetainedBytesMax = 256L * 1024 * 1024;

    /// <summary>Topic aliases a client may set, and most that we use towards it: gateways alternate between few topics.</summary>
    public const ushort TopicAliasMax = 32;

    /// <summary>Topics remembered per connection (text and route); a gateway with more starts the memory anew.</summary>
    public const int TopicCacheMax = 4096;
}
