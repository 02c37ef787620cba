using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>Which session belongs to which client id, who holds it, and which are kept for a client that is away.</summary>
internal sealed class SessionTable(MqttOptions options, IClock clock, SubscriptionTree tree, MqttCounters counters, StateWriter? state)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<Session> _away = [];

    /// <summary>Of sessions that ended while the house was down: due at once.</summary>
    private readonly List<PendingWill> _overdue = [];

    /// <param name="Session">Null when there is no room for another.</param>
    /// <param name="TakenFrom">A live connection that has lost the session; its end must be awaited.</param>
    /// <param name="WillDue">A delayed will whose session ended by a clean start.</param>
    internal readonly record struct Entry(Session? Session, bool Present, Connection? TakenFrom, PendingWill? WillDue);

    public int Count { get { lock (_lock) return _sessions.Count; } }

    public Entry Enter(Connection connection, string clientId, bool cleanStart, uint expiryS)
    {
        lock (_lock)
        {
            _sessions.TryGetValue(clientId, out var known);
            if (known is null && _sessions.Count >= options.SessionsMax) return default;
            // [MQTT-3.1.2-4] clean start throws the old session away; [MQTT-3.1.2-5] otherwise it goes on, if there is one.
            var goesOn = known is not null && !cleanStart && !(known.ExpiresAtMs <= clock.NowMs)
                && !(known.Owner is not null && known.ExpiryS == 0);
            var old = known?.Owner as Connection;
            if (old is not null)
            {
                // [MQTT-3.1.4-3] (3.1.1: 3.1.4-2) the client that is already there is disconnected.
                old.SessionTaken(goesOn);
                known!.Detach(old);
                counters.SessionTaken();
            }
            // [MQTT-3.1.3-9] a client that is back in time has not failed: no will. A session that ends takes its will's delay along.
            var will = goesOn ? null : known?.Will;
            known?.SetWill(null);
            if (known is not null && !goesOn) End(known);
            var session = goesOn ? known! : _sessions[clientId] = Make(clientId, isKept: expiryS > 0);
            _away.Remove(session);
            (session.Owner, session.ExpiresAtMs) = (connection, null);
            session.ExpiryS = Math.Min(expiryS, options.SessionExpiryMaxS);
            session.Save();
            return new Entry(session, goesOn, old, will);
        }
    }

    /// <summary>True when the will is to be published now.</summary>
    /// <param name="goesOn">Not null when another connection has taken the session.</param>
    public bool Leave(Connection connection, Session session, Message? will, uint willDelayS, bool? goesOn, MqttClientSession clientSession)
    {
        lock (_lock)
        {
            // Taken over: a will without delay is due, one with delay only if the session has ended.
            if (!ReferenceEquals(session.Owner, connection))
            {
                // Its last packets may have subscribed for a session that had already ended.
                if (goesOn is false) End(session);
                return willDelayS == 0 || goesOn is false;
            }
            session.Owner = null;
            if (session.ExpiryS == 0)
            {
                End(session);
                return true;
            }
            session.ExpiresAtMs = clock.NowMs + session.ExpiryS * 1000L;
            _away.Add(session);
            session.Save();
            if (will is null || willDelayS == 0) return true;
            session.SetWill(new PendingWill(will, clientSession.Name, clientSession, clock.NowMs + willDelayS * 1000L));
            return false;
        }
    }

    /// <summary>Ends the sessions of one name that wait for their clients; those that are held end with their connections.</summary>
    public void EndOf(string name)
    {
        lock (_lock)
            foreach (var session in _sessions.Values.Where(s => s.ClientId.StartsWith(NamedId(name, ""), StringComparison.Ordinal)).ToArray())
            {
                session.ExpiryS = 0;
                if (session.Owner is not null) continue;
                if (session.Will is { } will) _overdue.Add(will);
                session.SetWill(null);
                End(session);
            }
    }

    /// <summary>Client ids are each user's own: whoever guesses another's gets neither their session nor their place. U+0001 is in no name.</summary>
    public static string NamedId(string name, string clientId) => $"{name}\u0001{clientId}";

    public bool TrySetExpiry(Session session, uint expiryS)
    {
        lock (_lock)
        {
            if (session.ExpiryS == 0 && expiryS > 0) return false;
            session.ExpiryS = Math.Min(expiryS, options.SessionExpiryMaxS);
            return true;
        }
    }

    /// <summary>
    /// Ends the sessions whose time is over. Returns the wills that are due: [MQTT-3.1.2-8] after their delay or with their session.
    /// </summary>
    public List<PendingWill> Tick()
    {
        var due = new List<PendingWill>();
        var now = clock.NowMs;
        lock (_lock)
        {
            due.AddRange(_overdue);
            _overdue.Clear();
            foreach (var session in _away.ToArray())
            {
                var over = session.ExpiresAtMs <= now;
                if (session.Will is { } will && (over || will.DueAtMs <= now))
                {
                    due.Add(will);
                    session.SetWill(null);
                }
                // [MQTT-4.1.0-2] session state is kept until it expires.
                if (over) End(session);
            }
        }
        return due;
    }

    /// <summary>A session of before the restart: its client is away.</summary>
    public Session Restore(string clientId, StateCodec.KeptSession kept)
    {
        lock (_lock)
        {
            var session = _sessions[clientId] = Make(clientId, isKept: true);
            session.ExpiryS = kept.ExpiryS;
            var latest = clock.NowMs + kept.ExpiryS * 1000L;
            // A clock that was set back meanwhile does not prolong it.
            session.ExpiresAtMs = Math.Min(kept.ExpiresAtMs ?? latest, latest);
            _away.Add(session);
            return session;
        }
    }

    /// <summary>A will of before the restart.</summary>
    /// <param name="session">Null when it has ended meanwhile.</param>
    public void Restore(Session? session, PendingWill will)
    {
        lock (_lock)
        {
            if (session is not null) session.Restore(will);
            else _overdue.Add(will);
        }
    }

    /// <summary>A session that was restored by half.</summary>
    public void Discard(Session session)
    {
        lock (_lock) End(session);
    }

    private Session Make(string clientId, bool isKept)
    {
        var stored = isKept && state is not null ? new SessionState(clientId, state, clock) : null;
        return new Session(clientId, options.SubscriptionsMax, clock, counters, stored);
    }

    private void End(Session session)
    {
        if (_sessions.TryGetValue(session.ClientId, out var current) && ReferenceEquals(current, session))
            _sessions.Remove(session.ClientId);
        _away.Remove(session);
        foreach (var subscription in session.Subscriptions) tree.Remove(subscription);
        session.Forget();
        foreach (var outgoing in session.TakeShared())
        {
            var group = tree.Find(outgoing.Message.Topic).Groups.FirstOrDefault(g => g.Filter == outgoing.Share);
            group?.Next(outgoing.Message.Topic).Take(outgoing.Message);
        }
    }
}
