using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>One handler per packet. Each returns success, or the reason for which the connection is closed.</summary>
internal sealed partial class Connection
{
    private readonly TopicCache _topics = new();
    private TopicEntry?[]? _aliasesIn;

    private MqttReason Handle(byte first, ReadOnlySpan<byte> body) => PacketTypes.Of(first) switch
    {
        PacketType.Publish => OnPublish(first, body),
        PacketType.Puback or PacketType.Pubrec or PacketType.Pubcomp => OnAck(PacketTypes.Of(first), body),
        PacketType.Pubrel => OnPubrel(body),
        PacketType.Subscribe => OnSubscribe(body),
        PacketType.Unsubscribe => OnUnsubscribe(body),
        PacketType.Pingreq => OnPingreq(body),
        PacketType.Disconnect => OnDisconnect(body),
        // 3.1.1: type 15 is reserved. 5.0 [MQTT-4.12.0-6]: no AUTH without a method in CONNECT.
        PacketType.Auth => _level == 4 ? MqttReason.MalformedPacket : MqttReason.ProtocolError,
        // [MQTT-3.1.0-2] a second CONNECT, and packets that only servers send.
        _ => MqttReason.ProtocolError,
    };

    private MqttReason OnPublish(byte first, ReadOnlySpan<byte> body)
    {
        var fault = PublishPacket.TryRead(first, body, _level, out var publish);
        if (fault is not MqttReason.Success) return fault;
        fault = ResolveTopic(publish, out var entry);
        if (fault is not MqttReason.Success) return fault;
        var qos2 = publish.Qos == 2 ? _session!.InboundQos2.Look(publish.PacketId) : InboundQos2.Seen.Never;
        // The same message again while the house still has it: the PUBREC that is due answers both.
        if (qos2 is InboundQos2.Seen.NotCommitted && _ring.IsQos2Pending(publish.PacketId)) return MqttReason.Success;
        // [MQTT-3.3.4-7] (client) [MQTT-3.3.4-8] more than receive maximum is a protocol error with its own code.
        if (_level == 5 && publish.Qos > 0 && _ring.OpenCount >= _broker.Options.InboundInFlightMax)
            return MqttReason.ReceiveMaximumExceeded;
        if (_level == 4 && publish.Qos == 2 && _session!.InboundQos2.Count >= Limits.InboundQos2Max) return MqttReason.QuotaExceeded;

        _broker.Counters.PublishIn(publish.Qos);
        var sequence = _ring.Begin(publish.Qos, publish.PacketId);
        if (qos2 is InboundQos2.Seen.Committed) _ring.Complete(sequence, MqttReason.Success);
        else Judge(publish, entry!, sequence, route: qos2 is InboundQos2.Seen.Never);
        return MqttReason.Success;
    }

    private void Judge(in PublishPacket publish, TopicEntry entry, long sequence, bool route)
    {
        var view = new MqttInboundPublish
        {
            Topic = entry.Topic, Payload = publish.Payload, Qos = publish.Qos, Retain = publish.Retain, Dup = publish.Dup,
            PacketId = publish.PacketId, ReceivedAt = _readAt,
        };
        var verdict = _clientSession!.OnPublish(view, new MqttReceipt(_ring, sequence));
        if (verdict.What is MqttVerdict.Kind.Busy)
        {
            _broker.Counters.ClosedForBusy();
            Close(MqttReason.ServerBusy);
            return;
        }
        if (verdict.What is MqttVerdict.Kind.Refused)
        {
            _broker.Counters.PublishRefused();
            _ring.Complete(sequence, verdict.Reason);
            return;
        }
        if (publish.Qos == 2) _session!.InboundQos2.Begin(publish.PacketId);
        var isStored = route && Route(publish, entry);
        if (verdict.What is not MqttVerdict.Kind.Accepted) return;
        if (isStored && publish.Qos > 0) CompleteWhenSaved(sequence);
        else _ring.Complete(sequence, MqttReason.Success);
    }

    /// <summary>Nothing is copied when nobody listens and nothing is kept: that is what most readings meet.</summary>
    private bool Route(in PublishPacket publish, TopicEntry entry)
    {
        var route = entry.RouteIn(_broker.Tree);
        if (route.IsEmpty && !publish.Retain) return false;
        var message = new Message(entry.Inside, publish.Payload.ToArray(), publish.Qos, publish.Retain)
        {
            PassedOn = publish.Properties.PassedOn(),
            ExpiresAtMs = publish.Properties.Has(PropertyId.MessageExpiry)
                ? _broker.Clock.NowMs + publish.Properties.Number(PropertyId.MessageExpiry, 0) * 1000L : null,
        };
        return _broker.Hand(message, route, from: _session);
    }

    private MqttReason ResolveTopic(in PublishPacket publish, out TopicEntry? entry)
    {
        entry = null;
        // [MQTT-3.3.4-6] a client sends no subscription identifier; [MQTT-3.3.2-14] a response topic has no wildcards.
        if (publish.Properties.Has(PropertyId.SubscriptionId)) return MqttReason.ProtocolError;
        if (publish.Properties.Has(PropertyId.ResponseTopic) && !TopicName.IsValid(publish.Properties.Bytes(PropertyId.ResponseTopic)))
            return MqttReason.ProtocolError;
        if (!publish.Topic.IsEmpty && (entry = _topics.Find(publish.Topic)) is null) return MqttReason.TopicNameInvalid;
        if (!publish.Properties.Has(PropertyId.TopicAlias)) return entry is null ? NoTopic : MqttReason.Success;

        var alias = publish.Properties.Number(PropertyId.TopicAlias, 0);
        // [MQTT-3.3.2-8] [MQTT-3.3.2-9] alias 0, or above what we announced.
        if (alias == 0 || alias > _broker.Options.TopicAliasMax) return MqttReason.TopicAliasInvalid;
        _aliasesIn ??= new TopicEntry?[_broker.Options.TopicAliasMax + 1];
        // 3.3.2.3.4: with a name the alias is set anew, without one it must have been set on this connection.
        if (entry is not null) _aliasesIn[alias] = entry;
        else entry = _aliasesIn[alias];
        return entry is null ? MqttReason.ProtocolError : MqttReason.Success;
    }

    // 3.3.2.1: an empty name without an alias is a protocol error; 3.1.1 [MQTT-4.7.3-1] knows no empty name at all.
    private MqttReason NoTopic => _level == 5 ? MqttReason.ProtocolError : MqttReason.MalformedPacket;

    private MqttReason OnAck(PacketType type, ReadOnlySpan<byte> body)
    {
        var fault = AckPacket.TryRead(type, body, _level, out var ack);
        // An id that is not in flight is no reason to close: after a lost session it is the client's honest mistake.
        if (fault is MqttReason.Success) _session!.OnAck(type, ack);
        return fault;
    }

    // [MQTT-4.3.3-11] PUBREL is answered by PUBCOMP with the same id; 3.7.2.1: 0x92 when the id is not known.
    private MqttReason OnPubrel(ReadOnlySpan<byte> body)
    {
        var fault = AckPacket.TryRead(PacketType.Pubrel, body, _level, out var ack);
        if (fault is not MqttReason.Success) return fault;
        var known = _session!.InboundQos2.Release(ack.PacketId, out var isStored);
        if (known) _ring.OnPubrel();
        if (isStored) PubcompWhenSaved(ack.PacketId);
        else WritePubcomp(ack.PacketId, known ? MqttReason.Success : MqttReason.PacketIdentifierNotFound);
        return MqttReason.Success;
    }

    private void WritePubcomp(ushort packetId, MqttReason reason)
    {
        lock (_outbox.Sync) PacketWriter.WriteAck(_outbox, PacketType.Pubcomp, packetId, reason, _level);
    }

    private MqttReason OnSubscribe(ReadOnlySpan<byte> body)
    {
        var fault = SubscribePacket.TryRead(body, _level, out var packet);
        if (packet is null) return fault;
        var reasons = new MqttReason[packet.Filters.Count];
        var filters = new (string Written, TopicFilter Filter)[reasons.Length];
        for (var i = 0; i < reasons.Length; i++)
        {
            reasons[i] = ReadFilter(packet.Filters[i].Filter, out filters[i].Written, out filters[i].Filter);
            if (reasons[i] is MqttReason.MalformedPacket) return MqttReason.MalformedPacket;
            // [MQTT-3.8.3-4] no local on a shared subscription is a protocol error.
            if (filters[i].Filter.ShareName is not null && packet.Filters[i].Options.NoLocal) return MqttReason.ProtocolError;
        }
        if (!MayAnswer(reasons.Length)) return MqttReason.PacketTooLarge;
        var retained = new List<Subscription>();
        for (var i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] is not MqttReason.Success) continue;
            var (written, filter) = filters[i];
            reasons[i] = Subscribe(written, new Subscription(_session!, filter, packet.Filters[i].Options, packet.SubscriptionId), retained);
        }
        // [MQTT-3.8.4-1] [MQTT-3.8.4-2] SUBACK with the packet's id.
        AnswerWhenSaved(() =>
        {
            lock (_outbox.Sync) ServerPackets.WriteSuback(_outbox, packet.PacketId, reasons, _level);
            foreach (var subscription in retained) _broker.SendRetained(subscription);
        });
        return MqttReason.Success;
    }

    /// <param name="written">The filter as the client writes it, and without its share name; below: as the broker has it.</param>
    private MqttReason ReadFilter(string text, out string written, out TopicFilter filter)
    {
        var fault = TopicFilter.Read(text, out filter);
        written = filter.Filter;
        var inside = filter with { Filter = _topics.Inside(written) };
        return fault is not MqttReason.Success || inside == filter ? fault : TopicFilter.Read(inside.Text, out filter);
    }

    /// <summary>[MQTT-3.1.2-24] An answer that the client does not take cannot be sent, so nothing is done that it would have to tell.</summary>
    private bool MayAnswer(int codes) => ServerPackets.SizeOfAnswer(codes, _level) <= _packetMax;

    private MqttReason Subscribe(string written, Subscription subscription, List<Subscription> retained)
    {
        if (!_clientSession!.MaySubscribe(written))
        {
            _broker.Counters.SubscribeRefused();
            return MqttReason.NotAuthorized;
        }
        if (!_session!.TrySubscribe(subscription.Filter.Text, subscription, out var replaced)) return MqttReason.QuotaExceeded;
        _broker.Tree.Add(subscription);
        // [MQTT-3.3.1-9] to [MQTT-3.3.1-11] retain handling 0: always, 1: only a new subscription, 2: never. 4.8.2: never for shared ones.
        var handling = subscription.Options.RetainHandling;
        if (subscription.Filter.ShareName is null && (handling == 0 || (handling == 1 && !replaced))) retained.Add(subscription);
        return (MqttReason)subscription.Options.Qos;
    }

    // [MQTT-3.10.4-4] (3.1.1: 3.10.4-4, -5) UNSUBACK always, one code per filter in 5.0; [MQTT-3.10.4-1] filters are compared
    // character by character.
    private MqttReason OnUnsubscribe(ReadOnlySpan<byte> body)
    {
        var fault = UnsubscribePacket.TryRead(body, _level, out var packet);
        if (packet is null) return fault;
        var reasons = new MqttReason[packet.Filters.Count];
        var filters = new TopicFilter[reasons.Length];
        for (var i = 0; i < reasons.Length; i++)
            if ((reasons[i] = ReadFilter(packet.Filters[i], out _, out filters[i])) is MqttReason.MalformedPacket) return MqttReason.MalformedPacket;
        if (!MayAnswer(reasons.Length)) return MqttReason.PacketTooLarge;
        for (var i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] is not MqttReason.Success) continue;
            if (!_session!.TryUnsubscribe(filters[i].Text, out var removed)) reasons[i] = MqttReason.NoSubscriptionExisted;
            else _broker.Tree.Remove(removed!);
        }
        AnswerWhenSaved(() =>
        {
            lock (_outbox.Sync) ServerPackets.WriteUnsuback(_outbox, packet.PacketId, reasons, _level);
        });
        return MqttReason.Success;
    }

    // [MQTT-3.12.4-1]
    private MqttReason OnPingreq(ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty) return MqttReason.MalformedPacket;
        lock (_outbox.Sync) PacketWriter.WritePingresp(_outbox);
        return MqttReason.Success;
    }

    private MqttReason OnDisconnect(ReadOnlySpan<byte> body)
    {
        var fault = DisconnectPacket.TryRead(PacketType.Disconnect, body, _level, out var packet);
        if (fault is not MqttReason.Success) return fault;
        // 3.14.2.2.2: a session that was to end with the connection cannot be kept after all.
        if (packet.SessionExpiryS is { } expiry && !_broker.TrySetExpiry(_session!, expiry)) return MqttReason.ProtocolError;
        // [MQTT-3.14.4-3] (3.1.1: 3.1.2-10) a normal DISCONNECT deletes the will; any other reason keeps it.
        if (packet.Reason is MqttReason.Success) (_will, _saidGoodbye) = (null, true);
        Close(MqttReason.Success);
        return MqttReason.Success;
    }
}
