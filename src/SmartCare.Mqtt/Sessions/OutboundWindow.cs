using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// QoS 1 and 2 messages that a client has been sent and has not finished acknowledging, in the order they were sent.
/// At most <see cref="Limits.OutboundInFlightMax"/>, so a removal that shifts the rest is cheap. Guarded by the session.
/// </summary>
internal sealed class OutboundWindow
{
    private OrderedDictionary<ushort, Entry>? _entries;
    private ushort _lastId;

    /// <summary>A QoS 2 message past its PUBREC is down to its packet id: its payload is released (4.3.3).</summary>
    private readonly record struct Entry(Outgoing Outgoing, bool Released);

    public int Count => _entries?.Count ?? 0;

    // [MQTT-2.2.1-4] a packet id that is not in use.
    public ushort Add(in Outgoing outgoing)
    {
        _entries ??= [];
        do _lastId = (ushort)(_lastId == ushort.MaxValue ? 1 : _lastId + 1);
        while (_entries.ContainsKey(_lastId));
        _entries.Add(_lastId, new Entry(outgoing, false));
        return _lastId;
    }

    public void Forget(ushort packetId) => _entries?.Remove(packetId);

    public bool OnPuback(ushort packetId) => Find(packetId, out var entry) && entry.Outgoing.Qos == 1 && _entries!.Remove(packetId);

    // [MQTT-4.3.3-4] [MQTT-4.3.3-5] a PUBREC below 0x80 is answered by PUBREL with the same id, every time it comes; one of 0x80
    // or more ends the message. An unknown id is answered with 0x92 (3.6.2.1).
    public bool OnPubrec(in AckPacket ack, ISessionLink? link)
    {
        if (!Find(ack.PacketId, out var entry) || entry.Outgoing.Qos != 2)
        {
            if ((byte)ack.Reason < 0x80) link?.SendPubrel(ack.PacketId, MqttReason.PacketIdentifierNotFound);
            return false;
        }
        if ((byte)ack.Reason >= 0x80) return _entries!.Remove(ack.PacketId);
        _entries![ack.PacketId] = new Entry(entry.Outgoing with { Message = Nothing }, true);
        link?.SendPubrel(ack.PacketId);
        return true;
    }

    public bool OnPubcomp(ushort packetId) => Find(packetId, out var entry) && entry.Released && _entries!.Remove(packetId);

    // [MQTT-4.4.0-1] PUBLISH and PUBREL go again with their old ids; [MQTT-3.3.1-1] DUP is set on the PUBLISH.
    public void Resend(ISessionLink link, SessionState? state)
    {
        if (_entries is null) return;
        for (var i = 0; i < _entries.Count; i++)
        {
            var (packetId, entry) = _entries.GetAt(i);
            if (entry.Released) link.SendPubrel(packetId);
            else if (!link.MayHear(entry.Outgoing.Message.Topic) || !link.SendPublish(entry.Outgoing, packetId, dup: true))
            {
                state?.Done(entry.Outgoing.Number);
                _entries.RemoveAt(i--);
            }
        }
    }

    public void Restore(in Outgoing? outgoing, long number, ushort packetId)
    {
        _entries ??= [];
        _entries[packetId] = new Entry(outgoing ?? new Outgoing(Nothing, 2, false, []) { Number = number }, Released: outgoing is null);
        _lastId = packetId;
    }

    /// <summary>0 when there is no such message, or it is not stored.</summary>
    public long NumberOf(ushort packetId) => Find(packetId, out var entry) ? entry.Outgoing.Number : 0;

    public bool Holds(ushort packetId) => Find(packetId, out _);

    public IEnumerable<long> Numbers => _entries is null ? [] : _entries.Values.Select(e => e.Outgoing.Number);

    /// <summary>QoS 1 that is under way.</summary>
    public IEnumerable<Outgoing> Open() => _entries is null ? [] : _entries.Values.Select(e => e.Outgoing).Where(o => o.Qos == 1);

    private static readonly Message Nothing = new("", default, 2, false);

    private bool Find(ushort packetId, out Entry entry)
    {
        entry = default;
        return _entries is not null && _entries.TryGetValue(packetId, out entry);
    }
}
