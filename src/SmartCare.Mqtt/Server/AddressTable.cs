using System.Collections.Concurrent;
using System.Net;

namespace SmartCare.Mqtt.Server;

/// <summary>How many connections each address (<see cref="AddressKey"/>) has, and how fast it makes new ones. Null is no address: no limit.</summary>
internal sealed class AddressTable(MqttOptions options)
{
    private readonly ConcurrentDictionary<IPAddress, Entry> _entries = new();

    private sealed class Entry
    {
        public int Open;
        public bool IsForgotten;

        /// <summary>CONNECTs above the rate; falls by the rate each second.</summary>
        public double Debt;
        public long SettledAtMs;
    }

    /// <returns>Open connections of this address, the new one included.</returns>
    public int Opened(IPAddress? address)
    {
        while (address is not null)
        {
            var entry = _entries.GetOrAdd(address, static _ => new Entry());
            lock (entry)
                if (!entry.IsForgotten) return ++entry.Open;
        }
        return 0;
    }

    public void Closed(IPAddress? address)
    {
        if (address is null || !_entries.TryGetValue(address, out var entry)) return;
        lock (entry) entry.Open--;
    }

    /// <summary>
    /// How long the next CONNECT from here has to wait. A second's worth may come at once; one that is refused costs nothing.
    /// </summary>
    public double ConnectWaitMs(IPAddress? address, long nowMs)
    {
        if (address is null || !_entries.TryGetValue(address, out var entry)) return 0;
        lock (entry)
        {
            Settle(entry, nowMs);
            var waitMs = Math.Max(0, entry.Debt + 1 - options.ConnectRateMax) * 1000 / options.ConnectRateMax;
            if (waitMs <= Limits.ConnectWaitMaxMs) entry.Debt++;
            return waitMs;
        }
    }

    /// <summary>Forgets addresses without connections and debts.</summary>
    public void Sweep(long nowMs)
    {
        foreach (var (address, entry) in _entries)
        {
            lock (entry)
            {
                Settle(entry, nowMs);
                if (entry.Open > 0 || entry.Debt > 0) continue;
                entry.IsForgotten = true;
                _entries.TryRemove(address, out _);
            }
        }
    }

    private void Settle(Entry entry, long nowMs)
    {
        entry.Debt = Math.Max(0, entry.Debt - ((nowMs - entry.SettledAtMs) * options.ConnectRateMax / 1000.0));
        entry.SettledAtMs = nowMs;
    }
}
