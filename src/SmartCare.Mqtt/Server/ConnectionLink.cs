using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;

namespace SmartCare.Mqtt.Server;

/// <summary>What others send through this connection: the session its publishes, the ring its acknowledgements. Any thread.</summary>
internal sealed partial class Connection : ISessionLink, IAckSink
{
    private int _outboundInFlightMax;
    private uint _packetMax = uint.MaxValue;
    private OutboundAliases _aliasesOut = new(0);
    private volatile bool _starved;

    int ISessionLink.OutboundInFlightMax => _outboundInFlightMax;

    bool ISessionLink.HasRoom
    {
        get
        {
            if (_outbox.HasRoom) return true;
            // Remembered first, asked again then: the drain that makes room in between is not missed.
            _starved = true;
            return _outbox.HasRoom;
        }
    }

    bool ISessionLink.MayHear(string topic)
    {
        var written = MqttSpace.Outside(topic);
        // In another's space, or as it stood before there was one.
        return _topics.Inside(written) == topic && _clientSession!.MayHear(written);
    }

    bool ISessionLink.SendPublish(in Outgoing outgoing, ushort packetId, bool dup)
    {
        var message = outgoing.Message;
        var alias = _aliasesOut.For(message.Topic, out var known);
        var publish = new PublishOut
        {
            Topic = MqttSpace.Outside(message.Topic),
            Alias = alias,
            TopicByAlias = known,
            Payload = message.Payload.Span,
            Qos = outgoing.Qos,
            Retain = outgoing.Retain,
            Dup = dup,
            PacketId = packetId,
            ExpiryS = message.ExpiryLeftS(message.ExpiresAtMs is null ? 0 : _broker.Clock.NowMs),
            SubscriptionIds = outgoing.SubscriptionIds,
            PassedOn = message.PassedOn,
        };
        // [MQTT-3.1.2-24] never a packet larger than the client takes.
        if (_packetMax != uint.MaxValue && PacketWriter.SizeOf(publish, _level) > _packetMax)
        {
            if (alias > 0 && !known) _aliasesOut.Forget(message.Topic);
            return false;
        }
        lock (_outbox.Sync) PacketWriter.WritePublish(_outbox, publish, _level);
        _broker.Counters.PublishOut();
        SendSoon();
        return true;
    }

    void ISessionLink.SendPubrel(ushort packetId, MqttReason reason)
    {
        lock (_outbox.Sync) PacketWriter.WriteAck(_outbox, PacketType.Pubrel, packetId, reason, _level);
        SendSoon();
    }

    void IAckSink.SendAck(byte qos, ushort packetId, MqttReason reason)
    {
        lock (_outbox.Sync) PacketWriter.WriteAck(_outbox, qos == 1 ? PacketType.Puback : PacketType.Pubrec, packetId, reason, _level);
        _broker.Counters.AckOut();
    }

    void IAckSink.AcksReady() => SendSoon();

    /// <summary>The loop sends at the end of its turn by itself.</summary>
    private void SendSoon()
    {
        if (_loopThread != Environment.CurrentManagedThreadId) _outbox.Schedule();
    }

    private void OnDrained()
    {
        if (!_starved) return;
        _starved = false;
        _session?.Resume();
    }
}
