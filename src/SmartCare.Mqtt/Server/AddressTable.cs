using System.Collections.Concurrent;
using System.Net;

namespace SmartCare.Mqtt.Server;

/// <summary>How many connections each address has, and how fast it makes new ones.</summary>
internal sealed class AddressTable(MqttOptions options)
{
    private readonly ConcurrentDictionary<object, Entry> _entries = new();

    private sealed class Entry
    {
        public int Open;
        public bool IsForgotten;

        /// <summary>CONNECTs above the rate; falls by the rate each second.</summary>
        public double Debt;
        public long SettledAtMs;
    }

    /// <summary>An IPv4 address, or the /64 of an IPv6 one, which is one household's. Null where there is none (pipes): no limit.</summary>
    public static object? KeyOf(EndPoint? remote)
    {
        if (remote is not IPEndPoint { Address: var address }) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily is not System.Net.Sockets.AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    /// <returns>Open connections of this address, the new one included.</returns>
    public int Opened(object? address)
    {
        while (address is not null)
        {
            var entry = _entries.GetOrAdd(address, static _ => new Entry());
            lock (entry)
                if (!entry.IsForgotten) return ++entry.Open;
        }
        return 0;
    }

    public void Closed(object? address)
    {
        if (address is null || !_entries.TryGetValue(address, out var entry)) return;
        lock (entry) entry.Open--;
    }

    /// <summary>
    /// How long the next CONNECT from here has to wait. A second's worth may come at once; one that is refused costs nothing.
    /// </summary>
    public double ConnectWaitMs(object? address, long nowMs)
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
