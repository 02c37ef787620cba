using Microsoft.Extensions.Logging;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Sessions;

/// <summary>
/// Writes state behind those who change it: changes gather, one group at a time is saved. A group is due when someone waits for
/// it, or with the heartbeat. What comes and goes in between (a message that its reader has at once) never touches the disk.
/// </summary>
internal sealed class StateWriter(ISessionStore store, MqttCounters counters, ILogger log) : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _saving = new();
    private Dictionary<StateKey, Change> _pending = [];
    private List<Action> _waiting = [];
    private bool _isScheduled;

    /// <param name="IsNew">The store has no such item yet, so its removal need not be told.</param>
    private readonly record struct Change(byte[]? Value, bool IsNew);

    /// <param name="isNew">There was no such item before.</param>
    public void Put(StateKey key, byte[] value, bool isNew)
    {
        lock (_lock)
            _pending[key] = new Change(value, _pending.TryGetValue(key, out var earlier) ? earlier.IsNew : isNew);
    }

    /// <returns>The store may have it until the next group is saved; false: it never had.</returns>
    public bool Remove(StateKey key)
    {
        lock (_lock)
        {
            if (_pending.TryGetValue(key, out var earlier) && earlier.IsNew) return !_pending.Remove(key);
            _pending[key] = new Change(null, false);
            return true;
        }
    }

    /// <summary>Called once when everything put before is on the disk, or could not be brought there. Any thread; must not block.</summary>
    public void AfterSaved(Action then)
    {
        lock (_lock) _waiting.Add(then);
        Schedule();
    }

    /// <summary>Once a second.</summary>
    public void Tick()
    {
        lock (_lock)
            if (_pending.Count == 0) return;
        Schedule();
    }

    public void Dispose() => ((IThreadPoolWorkItem)this).Execute();

    private void Schedule()
    {
        lock (_lock)
        {
            if (_isScheduled) return;
            _isScheduled = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_saving)
            while (TryTake(out var changes, out var waiting))
            {
                var isSaved = TrySave(changes);
                if (!isSaved) waiting = [.. waiting, .. GiveUp(changes)];
                foreach (var then in waiting) then();
                if (!isSaved) return;
            }
    }

    private bool TryTake(out Dictionary<StateKey, Change> changes, out List<Action> waiting)
    {
        lock (_lock)
        {
            (changes, waiting) = (_pending, _waiting);
            _isScheduled = _isScheduled && (changes.Count > 0 || waiting.Count > 0);
            if (changes.Count == 0 && waiting.Count == 0) return false;
            (_pending, _waiting) = ([], []);
            return true;
        }
    }

    private bool TrySave(Dictionary<StateKey, Change> changes)
    {
        try
        {
            if (changes.Count > 0) store.Save([.. changes.Select(c => new StateItem(c.Key, c.Value.Value))]);
            return true;
        }
        catch (Exception e)
        {
            counters.StateNotSaved();
            log.StateNotSaved(e);
            return false;
        }
    }

    /// <summary>
    /// The changes stay for the heartbeat to try again. Nobody is made to wait until then: a session that may not survive a crash is
    /// less bad than a wall that gets no answer.
    /// </summary>
    private List<Action> GiveUp(Dictionary<StateKey, Change> changes)
    {
        lock (_lock)
        {
            var newer = _pending;
            _pending = [];
            // Whether the store has them is not known: nothing is new any more.
            foreach (var (key, change) in changes) _pending[key] = change with { IsNew = false };
            foreach (var (key, change) in newer) _pending[key] = change with { IsNew = change.IsNew && !changes.ContainsKey(key) };
            var waiting = _waiting;
            _waiting = [];
            _isScheduled = false;
            return waiting;
        }
    }
}
