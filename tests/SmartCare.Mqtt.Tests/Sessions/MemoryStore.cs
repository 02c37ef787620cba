using SmartCare.Mqtt.Sessions;

namespace SmartCare.Mqtt.Tests.Sessions;

/// <summary>The store in memory: for the contract, and for tests that look at what is stored or make it fail.</summary>
internal sealed class MemoryStore : ISessionStore
{
    private readonly Dictionary<StateKey, byte[]> _items = [];

    public bool IsBroken { get; set; }

    /// <summary>It can be neither read nor begun anew.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Not null: a save waits for it.</summary>
    public ManualResetEventSlim? Gate { get; init; }
    public int Saves { get; private set; }

    public StateKey[] Keys { get { lock (_items) return [.. _items.Keys]; } }

    public IReadOnlyCollection<StateItem> Load()
    {
        if (IsUnreadable) throw new IOException("the disk is broken");
        lock (_items) return [.. _items.Select(i => new StateItem(i.Key, i.Value))];
    }

    public void Save(IReadOnlyCollection<StateItem> changes)
    {
        Gate?.Wait();
        if (IsBroken) throw new IOException("the disk is full");
        lock (_items)
        {
            Saves++;
            foreach (var change in changes)
            {
                if (change.Value is null) _items.Remove(change.Key);
                else _items[change.Key] = change.Value;
            }
        }
    }

    public string StartAnew()
    {
        if (IsUnreadable) throw new IOException("the disk is broken");
        lock (_items) _items.Clear();
        return "memory";
    }

    /// <summary>What a crash at this moment would leave.</summary>
    public MemoryStore Copy()
    {
        var copy = new MemoryStore();
        copy.Save(Load());
        return copy;
    }
}
