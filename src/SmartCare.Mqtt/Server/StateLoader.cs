using Microsoft.Extensions.Logging;
using SmartCare.Mqtt.Sessions;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Server;

/// <summary>Puts sessions and retained messages back in their places when the process starts.</summary>
internal sealed class StateLoader(
    SessionTable sessions, RetainedStore retained, SubscriptionTree tree, IClock clock, StateWriter writer, ILogger log)
{
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>A store that cannot be read costs its clients their sessions, not the house its start.</summary>
    /// <returns>What to tell the people of the house when that has happened; else null.</returns>
    public string? Load(ISessionStore store)
    {
        try
        {
            var items = store.Load().Where(i => i.Value is not null).ToLookup(i => i.Key.Kind);
            foreach (var item in items[StateKind.Session]) LoadSession(item);
            foreach (var item in items[StateKind.Subscription]) LoadSubscription(item);
            LoadMessages(items);
            foreach (var item in items[StateKind.InboundQos2])
                if (Owner(item) is { } session) session.InboundQos2.Restore((ushort)StateCodec.Number(item.Key));
            foreach (var item in items[StateKind.Retained])
            {
                var message = StateCodec.DecodeMessage(item.Value!, clock);
                if (message.IsExpired(clock.NowMs)) writer.Remove(item.Key);
                else retained.Restore(message);
            }
            // After the sessions: a will whose session has ended meanwhile is due at once.
            foreach (var item in items[StateKind.Will]) LoadWill(item);
            log.StateLoaded(_sessions.Count, retained.Count);
            return null;
        }
        catch (Exception e)
        {
            // Half a session is worse than none: its client would not subscribe again.
            foreach (var session in _sessions.Values) sessions.Discard(session);
            retained.Clear();
            return PutAside(store, e);
        }
    }

    private string PutAside(ISessionStore store, Exception why)
    {
        try
        {
            var place = store.StartAnew();
            log.StateNotLoaded(why, place);
            return $"MQTT sessions and retained messages could not be read and are put aside as {place}; whoever subscribes has to connect again";
        }
        catch (Exception e)
        {
            log.StateNotPutAside(e, why.Message);
            return $"MQTT sessions and retained messages can neither be read nor put aside ({e.Message}); they last only until the next restart";
        }
    }

    private void LoadWill(StateItem item)
    {
        var session = _sessions.GetValueOrDefault(item.Key.Owner);
        sessions.Restore(session, StateCodec.DecodeWill(item.Value!, clock));
        if (session is null) writer.Remove(item.Key);
    }

    private void LoadSession(StateItem item)
    {
        var kept = StateCodec.DecodeSession(item.Value!, clock);
        if (kept.ExpiryS == 0 || kept.ExpiresAtMs <= clock.NowMs) writer.Remove(item.Key);
        else _sessions.Add(item.Key.Owner, sessions.Restore(item.Key.Owner, kept));
    }

    private void LoadSubscription(StateItem item)
    {
        if (Owner(item) is not { } session) return;
        var (options, id) = StateCodec.DecodeSubscription(item.Value!);
        if (!TopicFilter.TryParse(item.Key.Item, out var filter)) throw new InvalidDataException($"filter {item.Key.Item}");
        var subscription = new Subscription(session, filter, options, id);
        session.Restore(item.Key.Item, subscription);
        tree.Add(subscription);
    }

    /// <summary>In the order of their numbers: what was sent first, then what waits.</summary>
    private void LoadMessages(ILookup<StateKind, StateItem> items)
    {
        var sent = items[StateKind.Sent].ToDictionary(i => (i.Key.Owner, StateCodec.Number(i.Key)), i => i);
        var messages = items[StateKind.Message].ToDictionary(i => (i.Key.Owner, StateCodec.Number(i.Key)), i => i);
        foreach (var (owner, number) in sent.Keys.Union(messages.Keys).Order())
        {
            var wasSent = sent.TryGetValue((owner, number), out var sentItem);
            var isThere = messages.TryGetValue((owner, number), out var item);
            if (Owner(wasSent ? sentItem : item) is not { } session) continue;
            Outgoing? outgoing = isThere ? StateCodec.DecodeOutgoing(item.Value!, clock) with { Number = number } : null;
            session.Restore(outgoing, number, wasSent ? StateCodec.DecodeSent(sentItem.Value!).PacketId : (ushort)0);
        }
    }

    /// <summary>What belongs to no session any more is removed.</summary>
    private Session? Owner(StateItem item)
    {
        if (_sessions.TryGetValue(item.Key.Owner, out var session)) return session;
        writer.Remove(item.Key);
        return null;
    }
}
