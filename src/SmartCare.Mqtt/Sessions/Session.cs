using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// What 4.1 calls session state, without a socket: subscriptions, messages on their way to the client, packet ids. It
/// outlives connections. Every public method takes the session's own lock, so any thread may deliver.
/// </summary>
internal sealed class Session(
    string clientId, int subscriptionsMax, IClock clock, MqttCounters counters, SessionState? state = null)
{
    private readonly Lock _lock = new();
    private readonly OutboundWindow _window = new();
    private readonly OutboundQueue _queue = new();
    private Dictionary<string, Subscription>? _subscriptions;
    private ISessionLink? _link;

    public string ClientId => clientId;
    public bool IsConnected => Volatile.Read(ref _link) is not null;

    /// <summary>Its client is there and may have it.</summary>
    public bool Hears(string topic) => Volatile.Read(ref _link)?.MayHear(topic) is true;

    /// <summary>Who holds the session now; guarded by the broker's session lock.</summary>
    public object? Owner { get; set; }

    /// <summary>Seconds it is kept without a client. Guarded like Owner, as are the two below.</summary>
    public uint ExpiryS { get; set; }
    public long? ExpiresAtMs { get; set; }
    public PendingWill? Will { get; private set; }

    /// <summary>Inbound QoS 2 packet ids. The house completes from its own threads, so it has a lock of its own.</summary>
    public InboundQos2 InboundQos2 { get; } = new(state);

    /// <summary>It is to survive a restart: it outlives its connection, and there is a store.</summary>
    public bool IsStored => state is not null;

    // ---- subscriptions

    public IReadOnlyCollection<Subscription> Subscriptions
    {
        get { lock (_lock) return _subscriptions is null ? [] : [.. _subscriptions.Values]; }
    }

    /// <summary>False when the session has its fill of subscriptions.</summary>
    public bool TrySubscribe(string filter, Subscription subscription, out bool replaced)
    {
        lock (_lock)
        {
            _subscriptions ??= new(StringComparer.Ordinal);
            replaced = _subscriptions.ContainsKey(filter);
            if (!replaced && _subscriptions.Count >= subscriptionsMax) return false;
            _subscriptions[filter] = subscription;
            state?.Subscribed(filter, subscription);
            return true;
        }
    }

    public bool TryUnsubscribe(string filter, out Subscription? removed)
    {
        removed = null;
        lock (_lock)
        {
            if (_subscriptions is null || !_subscriptions.Remove(filter, out removed)) return false;
            state?.Unsubscribed(filter);
            return true;
        }
    }

    // ---- connection

    /// <summary>
    /// The client is back (or new). [MQTT-4.4.0-1] first everything that it has not acknowledged, in the order it was sent, with its
    /// old packet ids; then what has waited.
    /// </summary>
    public void Attach(ISessionLink link)
    {
        lock (_lock)
        {
            _link = link;
            _window.Resend(link, state);
            Pump();
        }
    }

    /// <summary>QoS 0 ends with the connection; the rest waits if the session is kept.</summary>
    public void Detach(ISessionLink link)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_link, link)) return;
            _link = null;
            _queue.DropQos0();
        }
    }

    // ---- outbound

    /// <summary>True when it is on its way to the store too.</summary>
    public bool Deliver(in Outgoing arriving)
    {
        lock (_lock)
        {
            if (_link is null && arriving.Qos == 0) return false;
            var outgoing = state?.Number(arriving) ?? arriving;
            // The queue is never overtaken: [MQTT-4.6.0-5] [MQTT-4.6.0-6] every topic is ordered.
            if (_queue.IsEmpty && TrySend(outgoing)) return outgoing.Number > 0;
            if (_queue.TryEnqueue(outgoing)) state?.Taken(outgoing);
            else counters.DroppedQueueFull();
            return outgoing.Number > 0;
        }
    }

    /// <summary>The session has ended: what came to it by a shared subscription and may be given to another member.</summary>
    // 4.8.2: QoS 1 goes to another member; [MQTT-4.8.2-5] QoS 2 that has been sent does not.
    public List<Outgoing> TakeShared()
    {
        lock (_lock) return [.. _window.Open().Concat(_queue.Waiting()).Where(o => o.Share is not null)];
    }

    /// <summary>More room downstream: send what waits. Called when a socket has drained.</summary>
    public void Resume()
    {
        lock (_lock) Pump();
    }

    /// <summary>An acknowledgement from the client, for QoS 1 or 2. False for an id that is not in flight.</summary>
    public bool OnAck(PacketType type, in AckPacket ack)
    {
        lock (_lock)
        {
            var number = _window.NumberOf(ack.PacketId);
            var known = type switch
            {
                PacketType.Puback => _window.OnPuback(ack.PacketId),
                PacketType.Pubrec => _window.OnPubrec(ack, _link),
                _ => _window.OnPubcomp(ack.PacketId),
            };
            if (known && number > 0)
            {
                if (_window.Holds(ack.PacketId)) state?.Released(number, ack.PacketId);
                else state?.Done(number);
            }
            if (known) Pump();
            return known;
        }
    }

    // ---- the store

    public void SetWill(PendingWill? will)
    {
        if (will is null && Will is null) return;
        Will = will;
        lock (_lock)
        {
            if (will is null) state?.WillIsGone();
            else state?.WillWaits(will);
        }
    }

    public void Restore(PendingWill will) => Will = will;

    public void Save()
    {
        lock (_lock) state?.Kept(ExpiryS, ExpiresAtMs);
    }

    /// <summary>The session has ended: nothing of it is stored any more.</summary>
    public void Forget()
    {
        lock (_lock)
            state?.Over(_subscriptions?.Keys.ToArray() ?? [], [.. _window.Numbers, .. _queue.Waiting().Select(o => o.Number)],
                InboundQos2.Ids);
    }

    public void Restore(string filter, Subscription subscription)
    {
        lock (_lock) (_subscriptions ??= new(StringComparer.Ordinal))[filter] = subscription;
    }

    /// <param name="outgoing">Null for one whose PUBREC has come.</param>
    /// <param name="packetId">0 for one that has not been sent.</param>
    public void Restore(in Outgoing? outgoing, long number, ushort packetId)
    {
        lock (_lock)
        {
            state?.Restored(number);
            if (packetId > 0) _window.Restore(outgoing, number, packetId);
            else if (outgoing is { } waiting) _queue.Restore(waiting);
        }
    }

    private void Pump()
    {
        while (_queue.TryPeek(out var next) && TrySend(next, hasWaited: true)) _queue.Dequeue();
    }

    /// <summary>True when it is on its way, or never will be (expired, forbidden, too large): either way it need not wait.</summary>
    private bool TrySend(in Outgoing outgoing, bool hasWaited = false)
    {
        if (outgoing.Message.ExpiresAtMs is not null && outgoing.Message.IsExpired(clock.NowMs))
        {
            if (hasWaited) state?.Done(outgoing.Number);
            return true;
        }
        if (_link is null || !_link.HasRoom) return false;
        // Asked last, when it is sent: rights change while a message waits.
        if (!_link.MayHear(outgoing.Message.Topic))
        {
            if (hasWaited) state?.Done(outgoing.Number);
            return true;
        }
        if (outgoing.Qos == 0)
        {
            if (!_link.SendPublish(outgoing, 0, dup: false)) counters.DroppedTooLarge();
            return true;
        }
        // [MQTT-3.3.4-9] never more unacknowledged QoS 1 and 2 than the client's receive maximum.
        if (_window.Count >= _link.OutboundInFlightMax) return false;
        var packetId = _window.Add(outgoing);
        if (_link.SendPublish(outgoing, packetId, dup: false))
        {
            if (!hasWaited) state?.Taken(outgoing);
            state?.Sent(outgoing, packetId);
            return true;
        }
        _window.Forget(packetId);
        if (hasWaited) state?.Done(outgoing.Number);
        counters.DroppedTooLarge();
        return true;
    }
}
