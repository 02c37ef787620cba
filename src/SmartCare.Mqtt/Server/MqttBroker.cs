using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>Sessions, subscriptions and retained messages, and everyone who is connected.</summary>
public sealed class MqttBroker : IDisposable
{
    private const int SweepEveryTicks = 60;
    private const int TickMaxMs = 2000;
    private readonly ConcurrentDictionary<Connection, byte> _connections = new();
    private readonly SessionTable _sessions;
    private readonly RetainedStore _retained;
    private long _heartbeatMs;
    private long _tickedAtMs;
    private int _ticks;

    /// <param name="store">Null: nothing survives a restart.</param>
    public MqttBroker(MqttOptions options, IMqttAuthenticator authenticator, TimeProvider time, ILogger<MqttBroker> log, ISessionStore? store = null)
    {
        (Options, Authenticator, Log) = (options, authenticator, log);
        Clock = new MonotonicClock(time);
        (Addresses, LongRoom) = (new AddressTable(options), new LongRoom(options));
        State = store is null ? null : new StateWriter(store, Counters, log);
        _retained = new RetainedStore(options, Clock, State);
        _sessions = new SessionTable(options, Clock, Tree, Counters, State);
        if (store is not null) StateTrouble = new StateLoader(_sessions, _retained, Tree, Clock, State!, log).Load(store);
        (Counters.Sessions, Counters.Retained) = (_sessions.Count, _retained.Count);
    }

    public MqttCounters Counters { get; } = new();

    /// <summary>Why nothing of before is known: what the store had could not be read. Null when all is well.</summary>
    public string? StateTrouble { get; }

    internal MqttOptions Options { get; }
    internal IMqttAuthenticator Authenticator { get; }
    internal ILogger Log { get; }
    internal IClock Clock { get; }
    internal SubscriptionTree Tree { get; } = new();
    internal AddressTable Addresses { get; }
    internal Doorstep Doorstep { get; } = new();
    internal RateTable Rates { get; } = new();
    internal LongRoom LongRoom { get; }

    /// <summary>Null when nothing survives a restart.</summary>
    internal StateWriter? State { get; }

    /// <summary>
    /// What a packet is stamped with, so that no packet reads a clock. It grows by a tick's length, two seconds at most: a process
    /// that was paused does not accuse its clients of silence.
    /// </summary>
    internal long HeartbeatMs => Volatile.Read(ref _heartbeatMs);

    /// <summary>The house says something to everybody: topic, payload, retain. On the caller's thread; must not block.</summary>
    public event Action<string, ReadOnlyMemory<byte>, bool>? Announced;

    /// <summary>Publishes from the house itself to whoever subscribed. Thread-safe, never blocks.</summary>
    public void Publish(string topic, ReadOnlyMemory<byte> payload, byte qos, bool retain)
    {
        if (!TopicName.IsValid(topic)) throw new ArgumentException("not a topic name", nameof(topic));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qos, 2);
        var route = Tree.Find(topic);
        if (!route.IsEmpty || retain) Hand(new Message(topic, payload.ToArray(), qos, retain), route, from: null);
        Announced?.Invoke(topic, payload, retain);
    }

    /// <summary>
    /// Closes every connection of one name: what let it in holds no longer. What waits for its clients stays with their sessions, unless these end
    /// too. Thread-safe, never blocks.
    /// </summary>
    public void Disconnect(string name, MqttReason reason, bool endSessions)
    {
        if (endSessions) _sessions.EndOf(name);
        foreach (var (connection, _) in _connections)
            if (connection.Name == name) connection.Kick(reason);
    }

    /// <summary>Once a second: keep-alive, time to introduce oneself, dead readers, wills, session and message expiry.</summary>
    public void Tick()
    {
        var now = Clock.NowMs;
        Volatile.Write(ref _heartbeatMs, _heartbeatMs + Math.Clamp(now - _tickedAtMs, 0, TickMaxMs));
        _tickedAtMs = now;
        State?.Tick();
        foreach (var (connection, _) in _connections) connection.Tick(_heartbeatMs);
        foreach (var will in _sessions.Tick()) PublishWill(will);
        if (++_ticks % SweepEveryTicks == 0)
        {
            _retained.Sweep();
            Addresses.Sweep(_heartbeatMs);
            Rates.Sweep();
        }
        (Counters.Sessions, Counters.Retained) = (_sessions.Count, _retained.Count);
    }

    /// <summary>Saves what is not saved yet. After the last connection has gone.</summary>
    public void Dispose() => State?.Dispose();

    /// <summary>From the first packet to the last. Over TLS it has arrived already.</summary>
    internal Task ServeAsync(ConnectionContext context) => context.Features.Get<Arrival>() is { } arrived
        ? ServeAsync(context, arrived)
        : ArriveAsync(context, arrival => ServeAsync(context, arrival));

    /// <summary>Counts it, and has it on the doorstep, while it stays; cuts it at once when there are far too many.</summary>
    internal async Task ArriveAsync(ConnectionContext context, Func<Arrival, Task> stay)
    {
        var address = AddressKey.Of(context.RemoteEndPoint);
        var fromThere = Addresses.Opened(address);
        var inAll = Counters.Opened();
        try
        {
            var refusals = Math.Min(Limits.RefusalsMax, 16 + Options.ConnectionsMax / 4);
            if (inAll > Options.ConnectionsMax + refusals || fromThere > Options.ConnectionsPerAddressMax + refusals)
            {
                // So many that there is no time to tell each of them why.
                Counters.ConnectRefused();
                context.Abort();
                return;
            }
            MqttReason? crowd = fromThere > Options.ConnectionsPerAddressMax ? MqttReason.QuotaExceeded : inAll > Options.ConnectionsMax ? MqttReason.ServerBusy : null;
            if (crowd is not null && Doorstep.MakeRoom(crowd is MqttReason.QuotaExceeded ? address : null)) crowd = null;
            var arrival = new Arrival(context, address, crowd);
            Doorstep.Enter(arrival);
            try
            {
                await stay(arrival).ConfigureAwait(false);
            }
            finally
            {
                Doorstep.Leave(arrival);
            }
        }
        finally
        {
            Addresses.Closed(address);
            Counters.Closed();
        }
    }

    private async Task ServeAsync(ConnectionContext context, Arrival arrival)
    {
        var connection = new Connection(this, context, arrival);
        _connections.TryAdd(connection, 0);
        // Kestrel asks open connections to end when the host stops.
        var stop = context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .UnsafeRegister(static c => ((Connection)c!).Kick(MqttReason.ServerShuttingDown), connection);
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            stop?.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }

    internal SessionTable.Entry Enter(Connection connection, string clientId)
    {
        var entry = _sessions.Enter(connection, clientId, connection.CleanStart, connection.SessionExpiryS);
        entry.TakenFrom?.Kick(MqttReason.SessionTakenOver);
        if (entry.WillDue is { } will) PublishWill(will);
        return entry;
    }

    internal void Leave(Connection connection, Session session, Message? will, uint willDelayS, bool? sessionGoesOn, MqttClientSession clientSession)
    {
        if (_sessions.Leave(connection, session, will, willDelayS, sessionGoesOn, clientSession) && will is not null)
            PublishWill(new PendingWill(will, clientSession.Name, clientSession, Clock.NowMs));
    }

    internal bool TrySetExpiry(Session session, uint expiryS) => _sessions.TrySetExpiry(session, expiryS);

    internal Message ToMessage(WillPacket will) => new(will.Topic, will.Payload, will.Qos, will.Retain)
    {
        PassedOn = will.PassedOn,
        ExpiresAtMs = will.ExpiryS is { } s ? Clock.NowMs + will.DelayS * 1000L + s * 1000L : null,
    };

    /// <summary>To the retained store and to every subscriber on the route.</summary>
    /// <returns>True when some of it is on its way to the store.</returns>
    internal bool Hand(Message message, Route route, Session? from)
    {
        var isStored = message.Retain && State is not null;
        if (message.Retain && !_retained.TrySet(message)) Counters.DroppedRetainedFull();
        foreach (var subscriptions in route.PerSession) isStored |= Deliver(message, subscriptions, from);
        foreach (var group in route.Groups) isStored |= group.Next(message.Topic).Take(message);
        return isStored;
    }

    /// <summary>[MQTT-3.3.1-8] what is retained goes out with RETAIN set, because the subscription is new. [MQTT-3.3.1-6]</summary>
    internal void SendRetained(Subscription subscription)
    {
        foreach (var message in _retained.Matching(subscription.Filter))
        {
            var qos = Math.Min(message.Qos, subscription.Options.Qos);
            subscription.Session.Deliver(new Outgoing(message, qos, Retain: true, subscription.Ids) { IsStored = true });
        }
    }

    /// <summary>One copy per session, however many of its filters match.</summary>
    private static bool Deliver(Message message, Subscription[] subscriptions, Session? from)
    {
        var (qos, asPublished, matched) = (-1, false, 0);
        uint[] ids = [];
        foreach (var subscription in subscriptions)
        {
            // [MQTT-3.8.3-3] no local: not back to whoever published it.
            if (subscription.Options.NoLocal && ReferenceEquals(subscription.Session, from)) continue;
            // [MQTT-3.3.4-2] the highest QoS of the matching subscriptions; [MQTT-3.8.4-8] at most the QoS it was published with.
            qos = Math.Max(qos, Math.Min(message.Qos, subscription.Options.Qos));
            asPublished |= subscription.Options.RetainAsPublished;
            // [MQTT-3.3.4-3] to [MQTT-3.3.4-5] the identifiers of all of them.
            ids = matched++ == 0 ? subscription.Ids : [.. ids, .. subscription.Ids];
        }
        // [MQTT-3.3.1-12] [MQTT-3.3.1-13] RETAIN is 0 for established subscriptions unless they want it as published.
        return qos >= 0 && subscriptions[0].Session.Deliver(new Outgoing(message, (byte)qos, asPublished && message.Retain, ids));
    }

    /// <summary>
    /// The house judges a will like any PUBLISH. It runs on the heartbeat or another's loop, so a fault of the house stops here.
    /// </summary>
    private void PublishWill(PendingWill pending)
    {
        var will = pending.Message;
        try
        {
            if ((pending.ClientSession ?? Authenticator.Recall(pending.ClientName)) is not { } clientSession)
            {
                Counters.PublishRefused();
                return;
            }
            var view = new MqttInboundPublish
            {
                Topic = will.Topic, Payload = will.Payload.Span, Qos = will.Qos, Retain = will.Retain, IsWill = true,
            };
            var verdict = clientSession.OnPublish(view, default).What;
            clientSession.OnRead();
            // Nobody is left to send it again: subscribers at least are told.
            if (verdict is MqttVerdict.Kind.Busy) Counters.ClosedForBusy();
            if (verdict is MqttVerdict.Kind.Refused) Counters.PublishRefused();
            else
            {
                var inside = clientSession.Space?.Inside(will.Topic) ?? will.Topic;
                Hand(will with { Topic = inside }, Tree.Find(inside), from: null);
            }
        }
        catch (Exception e)
        {
            Counters.Faulted();
            Log.WillFault(e, will.Topic);
        }
    }
}
