using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SmartCare.Server.Webhooks;

/// <summary>The subscriptions, and how far each has come: the seq of the last change that it took, or did not want. No queue stands behind it; the store of alerts has every change.</summary>
internal sealed class SubscriptionBook(WebhookFile file)
{
    private readonly ConcurrentDictionary<string, Subscription> _all = new(file.Load<Subscription>(WebhookItem.Subscription));
    private readonly ConcurrentDictionary<string, long> _cursors = new(file.Load<long>(WebhookItem.Cursor));
    private readonly ConcurrentDictionary<string, byte> _dirty = new();
    private readonly Lock _changing = new();

    /// <summary>One was made, changed or removed; by id. On the caller's thread.</summary>
    public event Action<string>? Changed;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Subscription> All => [.. _all.Values.OrderBy(s => s.CreatedAt).ThenBy(s => s.Id, StringComparer.Ordinal)];

    public Subscription? Find(string id) => _all.GetValueOrDefault(id);

    public long CursorOf(string id) => _cursors.GetValueOrDefault(id);

    public static string NewId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <param name="after">It gets the changes after this seq.</param>
    /// <returns>False: there are too many.</returns>
    /// <exception cref="IOException">It is not there.</exception>
    public bool TryAdd(Subscription made, long after)
    {
        lock (_changing)
        {
            if (_all.Count >= WebhookLimits.Most) return false;
            file.Save([WebhookFile.Item(WebhookItem.Subscription, made.Id, made), WebhookFile.Item(WebhookItem.Cursor, made.Id, after)]);
            _cursors[made.Id] = after;
            _all[made.Id] = made;
        }

        Changed?.Invoke(made.Id);
        return true;
    }

    /// <returns>As it is now; null: there is none.</returns>
    /// <exception cref="IOException">It is as it was.</exception>
    public Subscription? Change(string id, Func<Subscription, Subscription> change)
    {
        Subscription after;
        lock (_changing)
        {
            if (Find(id) is not { } before) return null;
            after = change(before);
            file.Save(WebhookItem.Subscription, id, after);
            _all[id] = after;
        }

        Changed?.Invoke(id);
        return after;
    }

    /// <returns>False: there was none.</returns>
    /// <exception cref="IOException">It is still there.</exception>
    public bool Remove(string id)
    {
        lock (_changing)
        {
            if (!_all.ContainsKey(id)) return false;
            file.Save([WebhookFile.Gone(WebhookItem.Subscription, id), WebhookFile.Gone(WebhookItem.Cursor, id)]);
            _all.TryRemove(id, out _);
            _cursors.TryRemove(id, out _);
            _dirty.TryRemove(id, out _);
        }

        Changed?.Invoke(id);
        return true;
    }

    /// <summary>It has come so far. On the disk with the next <see cref="KeepCursors"/>.</summary>
    public void Advance(string id, long seq)
    {
        if (!_cursors.TryGetValue(id, out var before) || seq == before) return;
        _cursors[id] = seq;
        _dirty[id] = 0;
    }

    /// <summary>Numbers that were only shown, and lost with a crash, come again.</summary>
    public void StartAt(long lastSeq)
    {
        foreach (var (id, cursor) in _cursors)
            if (cursor > lastSeq) Advance(id, lastSeq);
    }

    /// <exception cref="IOException">With the next call again.</exception>
    public void KeepCursors()
    {
        lock (_changing)
        {
            string[] dirty = [.. _dirty.Keys];
            if (dirty.Length == 0) return;
            foreach (var id in dirty) _dirty.TryRemove(id, out _);
            try
            {
                file.Save(dirty.Where(_all.ContainsKey).Select(id => WebhookFile.Item(WebhookItem.Cursor, id, CursorOf(id))));
            }
            catch (IOException)
            {
                foreach (var id in dirty) _dirty[id] = 0;
                throw;
            }
        }
    }
}
