using System.Text;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Intake;

/// <summary>A message that could not be used, and why.</summary>
/// <param name="Payload">Its beginning, as text; what is not UTF-8 shows as replacement characters.</param>
internal sealed record Quarantined(DateTimeOffset At, string From, string Topic, string Reason, string Payload);

/// <summary>The last messages that could not be used: counted, kept for an integrator to look at, and never more than these.</summary>
internal sealed class Quarantine(Metrics metrics, TimeProvider time)
{
    private const int Most = 1_000;
    private const int BytesKept = 512;
    private readonly Queue<Quarantined> _kept = new();

    /// <param name="cause">A short word for the metric.</param>
    public void Keep(string from, string topic, string cause, string reason, ReadOnlySpan<byte> payload)
    {
        metrics.Counter("smartcare_quarantined_total", "Messages, or parts of one, that could not be used.", ("cause", cause)).Add();
        var kept = new Quarantined(time.GetUtcNow(), from, topic, reason, Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, BytesKept)]));
        lock (_kept)
        {
            _kept.Enqueue(kept);
            if (_kept.Count > Most) _kept.Dequeue();
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Quarantined> Newest(int limit)
    {
        lock (_kept) return [.. _kept.Reverse().Take(limit)];
    }
}
