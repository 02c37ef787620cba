using System.Diagnostics.Metrics;
using System.Text;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Intake;

/// <summary>A message that could not be used, and why.</summary>
/// <param name="Payload">Its beginning, as text; what is not UTF-8 shows as replacement characters.</param>
/// <param name="Times">How often this sender said such a thing on this topic since the start; the time and the payload are the last one's.</param>
internal sealed record Quarantined(DateTimeOffset At, string From, string Topic, string Reason, string Payload, long Times = 1);

/// <summary>The last messages that could not be used: counted, kept for an integrator to look at, and never more than these.</summary>
internal sealed class Quarantine(Metrics metrics, EventLog events, TimeProvider time)
{
    private readonly Counter<long> _count = metrics.Labelled("smartcare_quarantined_total", "Messages, or parts of one, that could not be used.");
    private const int Most = 1_000;

    /// <summary>Of one sender: a gateway of a hundred devices that nobody registered, and no device that invents topics takes everybody's places.</summary>
    private const int MostOfOne = 200;
    private const int BytesKept = 512;
    private readonly Dictionary<(string From, string Topic, string Reason), Place> _places = [];
    private readonly Dictionary<string, LinkedList<Quarantined>> _senders = [];
    private readonly LinkedList<Quarantined> _kept = [];

    /// <summary>The same entry among all of them, and among its sender's.</summary>
    private readonly record struct Place(LinkedListNode<Quarantined> OfAll, LinkedListNode<Quarantined> OfSender);

    /// <param name="cause">A short word for the metric.</param>
    public void Keep(string from, string topic, string cause, string reason, ReadOnlySpan<byte> payload)
    {
        _count.Add(1, new KeyValuePair<string, object?>("cause", cause));
        events.Quarantined(from, cause);
        var kept = new Quarantined(time.GetUtcNow(), from, topic, reason, Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, BytesKept)]));
        lock (_kept)
        {
            // A device that says the same strange thing all day takes one place, not everybody's.
            if (Remove(from, topic, reason) is { } before) kept = kept with { Times = before.Times + 1 };
            if (!_senders.TryGetValue(from, out var own)) _senders[from] = own = [];
            _places[(from, topic, reason)] = new Place(_kept.AddLast(kept), own.AddLast(kept));
            if (own.Count > MostOfOne) Remove(own.First!.Value);
            if (_kept.Count > Most) Remove(_kept.First!.Value);
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Quarantined> Newest(int limit)
    {
        lock (_kept) return [.. _kept.Reverse().Take(limit)];
    }

    private void Remove(Quarantined entry) => Remove(entry.From, entry.Topic, entry.Reason);

    private Quarantined? Remove(string from, string topic, string reason)
    {
        if (!_places.Remove((from, topic, reason), out var place)) return null;
        _kept.Remove(place.OfAll);
        var own = _senders[from];
        own.Remove(place.OfSender);
        if (own.Count == 0) _senders.Remove(from);
        return place.OfAll.Value;
    }
}
