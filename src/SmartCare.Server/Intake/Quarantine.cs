using System.Text;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Intake;

/// <summary>A message that could not be used, and why.</summary>
/// <param name="Payload">Its beginning, as text; what is not UTF-8 shows as replacement characters.</param>
/// <param name="Times">How often this sender said such a thing on this topic since the start; the time and the payload are the last one's.</param>
internal sealed record Quarantined(DateTimeOffset At, string From, string Topic, string Reason, string Payload, long Times = 1);

/// <summary>The last messages that could not be used: counted, kept for an integrator to look at, and never more than these.</summary>
internal sealed class Quarantine(Metrics metrics, TimeProvider time)
{
    private const int Most = 1_000;
    private const int BytesKept = 512;
    private readonly Dictionary<(string From, string Topic, string Reason), LinkedListNode<Quarantined>> _places = [];
    private readonly LinkedList<Quarantined> _kept = [];

    /// <param name="cause">A short word for the metric.</param>
    public void Keep(string from, string topic, string cause, string reason, ReadOnlySpan<byte> payload)
    {
        metrics.Counter("smartcare_quarantined_total", "Messages, or parts of one, that could not be used.", ("cause", cause)).Add();
        var kept = new Quarantined(time.GetUtcNow(), from, topic, reason, Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, BytesKept)]));
        lock (_kept)
        {
            // A device that says the same strange thing all day takes one place, not everybody's.
            if (_places.Remove((from, topic, reason), out var before))
            {
                kept = kept with { Times = before.Value.Times + 1 };
                _kept.Remove(before);
            }

            _places[(from, topic, reason)] = _kept.AddLast(kept);
            if (_kept.Count <= Most) return;
            var oldest = _kept.First!.Value;
            _kept.RemoveFirst();
            _places.Remove((oldest.From, oldest.Topic, oldest.Reason));
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Quarantined> Newest(int limit)
    {
        lock (_kept) return [.. _kept.Reverse().Take(limit)];
    }
}
