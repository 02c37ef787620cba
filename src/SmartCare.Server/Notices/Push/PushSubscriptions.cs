using System.Collections.Concurrent;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Storage;

namespace SmartCare.Server.Notices.Push;

/// <summary>Which browsers show whose notices. Each ends with the session in which it was turned on, so that whoever loses their access loses their notices.</summary>
internal sealed partial class PushSubscriptions
{
    private readonly ICareStore _store;
    private readonly ILogger<PushSubscriptions> _log;
    private readonly ConcurrentDictionary<string, PushSubscription> _all;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _shown = new();
    private readonly Lock _changing = new();

    public PushSubscriptions(Tables tables, ICareStore store, BrowserSessions sessions, VapidKey key, ILogger<PushSubscriptions> log)
    {
        (_store, _log) = (store, log);
        _all = new(tables.Pushes().Select(PushSubscription.FromJson).Select(s => KeyValuePair.Create(s.Id, s)));
        // Its session ended while the disk was away, or the key was lost: nothing sent there would be shown.
        foreach (var dead in _all.Values.Where(s => s.SenderKey != key.Public || !sessions.Goes(s.SessionId, s.User))) Forget(dead.Id);
    }

    /// <summary>In order of their names.</summary>
    public IReadOnlyList<string> Users => [.. _all.Values.Select(s => s.User).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>In which notices are on. A phone that shows notices is used, though nobody asks it for anything.</summary>
    public IEnumerable<string> Sessions => _all.Values.Select(s => s.SessionId);

    public PushSubscription? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<PushSubscription> Of(string user) =>
        [.. _all.Values.Where(s => s.User == user).OrderBy(s => s.CreatedAt).ThenBy(s => s.Id, StringComparer.Ordinal)];

    /// <summary>When it last showed a notice, since the start.</summary>
    public DateTimeOffset? ShownAt(string id) => _shown.TryGetValue(id, out var at) ? at : null;

    public void Shown(string id, DateTimeOffset at) => _shown[id] = at;

    /// <summary>The same browser again, by whomever, takes the place of what was there.</summary>
    /// <returns>False: there are too many.</returns>
    /// <exception cref="StoreUnavailableException">It is not there.</exception>
    public bool Set(PushSubscription one)
    {
        lock (_changing)
        {
            var isNew = !_all.TryGetValue(one.Id, out var before) || before.User != one.User;
            if (isNew && (_all.Count >= PushLimits.Most || Of(one.User).Count >= PushLimits.OfUser)) return false;
            _store.Write([new PushRow(one.Id, one.ToJson())]);
            _all[one.Id] = one;
            return true;
        }
    }

    /// <returns>False: this user has no such phone.</returns>
    /// <exception cref="StoreUnavailableException">It is still there.</exception>
    public bool Remove(string id, string user)
    {
        lock (_changing)
        {
            if (!_all.TryGetValue(id, out var one) || one.User != user) return false;
            _store.Write([new PushEndRow(id)]);
            _all.TryRemove(id, out _);
            _shown.TryRemove(id, out _);
            return true;
        }
    }

    /// <summary>Nothing is sent there any more, from now on. Its row goes when the disk takes that; one that is left is seen through at the next start.</summary>
    public void Forget(string id)
    {
        if (!_all.TryRemove(id, out _)) return;
        _shown.TryRemove(id, out _);
        // Whoever ends a session waits for no disk.
        _ = Task.Run(() =>
        {
            try
            {
                lock (_changing)
                    if (!_all.ContainsKey(id)) _store.Write([new PushEndRow(id)]);
            }
            catch (StoreUnavailableException away)
            {
                LogKept(id, away.Message);
            }
        });
    }

    public void EndSession(string session)
    {
        foreach (var one in _all.Values.Where(s => s.SessionId == session)) Forget(one.Id);
    }

    [LoggerMessage(1, LogLevel.Warning, "The row of phone {Phone}, which shows notices no more, is still there: {Why}")]
    private partial void LogKept(string phone, string why);
}
