using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Sessions;

/// <summary>One kept session's changes, on their way to the store. Guarded by the session.</summary>
internal sealed class SessionState(string clientId, StateWriter writer, IClock clock)
{
    private long _lastNumber;

    public void Kept(uint expiryS, long? expiresAtMs)
    {
        var bytes = StateCodec.Encode(new StateCodec.KeptSession(expiryS, expiresAtMs), clock);
        writer.Put(StateCodec.SessionKey(clientId), bytes, isNew: false);
    }

    public void Subscribed(string filter, Subscription subscription) => writer.Put(
        StateCodec.SubscriptionKey(clientId, filter),
        StateCodec.Encode(subscription.Options, subscription.Ids is [var id] ? id : 0), isNew: false);

    public void Unsubscribed(string filter) => writer.Remove(StateCodec.SubscriptionKey(clientId, filter));

    /// <summary>What has to be kept has a number; the rest (QoS 0) has none.</summary>
    public Outgoing Number(in Outgoing outgoing) => outgoing.Qos == 0 ? outgoing : outgoing with { Number = ++_lastNumber };

    public void Taken(in Outgoing outgoing)
    {
        if (outgoing.Number > 0)
            writer.Put(StateCodec.MessageKey(clientId, outgoing.Number), StateCodec.Encode(outgoing, clock), isNew: true);
    }

    public void Sent(in Outgoing outgoing, ushort packetId) =>
        writer.Put(StateCodec.SentKey(clientId, outgoing.Number), StateCodec.Encode(packetId, released: false), isNew: true);

    /// <summary>PUBREC has come: of the message only its packet id is left.</summary>
    public void Released(long number, ushort packetId)
    {
        writer.Remove(StateCodec.MessageKey(clientId, number));
        writer.Put(StateCodec.SentKey(clientId, number), StateCodec.Encode(packetId, released: true), isNew: false);
    }

    public void Done(long number)
    {
        if (number == 0) return;
        writer.Remove(StateCodec.MessageKey(clientId, number));
        writer.Remove(StateCodec.SentKey(clientId, number));
    }

    public void Received(ushort packetId) => writer.Put(StateCodec.InboundKey(clientId, packetId), [1], isNew: true);

    /// <returns>The store may still have it.</returns>
    public bool Finished(ushort packetId) => writer.Remove(StateCodec.InboundKey(clientId, packetId));

    public void WillWaits(PendingWill will) => writer.Put(StateCodec.WillKey(clientId), StateCodec.Encode(will, clock), isNew: true);

    public void WillIsGone() => writer.Remove(StateCodec.WillKey(clientId));

    /// <summary>The session has ended.</summary>
    public void Over(IEnumerable<string> filters, IEnumerable<long> numbers, IEnumerable<ushort> inbound)
    {
        foreach (var filter in filters) Unsubscribed(filter);
        foreach (var number in numbers) Done(number);
        foreach (var packetId in inbound) Finished(packetId);
        writer.Remove(StateCodec.SessionKey(clientId));
    }

    public void Restored(long number) => _lastNumber = Math.Max(_lastNumber, number);
}
