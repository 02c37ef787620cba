using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using SmartCare.Domain.Notices;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Notices;

/// <summary>Whether people can be told just now, by each kind of channel; and how many were.</summary>
internal sealed class NoticeHealth(Metrics metrics, TimeProvider time)
{
    private readonly Counter<long>
        _tries = metrics.Labelled("smartcare_notice_tries_total", "Tries to tell somebody."),
        _sent = metrics.Labelled("smartcare_notices_sent_total", "Notices that a channel took."),
        _failed = metrics.Labelled("smartcare_notices_failed_total", "Notices whose tries were used up.");

    private readonly ConcurrentDictionary<ChannelKind, (DateTimeOffset Since, DateTimeOffset Last, string Answer)> _failing = new();

    /// <summary>A line for the wall about each kind that has not worked for a while.</summary>
    /// <param name="inFull">With the last answer, in which names of outside hosts may stand.</param>
    public IEnumerable<string> Problems(bool inFull)
    {
        var now = time.GetUtcNow();
        return _failing.Where(f => now - f.Value.Since >= NoticeLimits.FailingAfter && now - f.Value.Last < NoticeLimits.FailingKnownFor)
            .OrderBy(f => f.Key).Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"notices: nobody was reached by {Name(f.Key)} for {(now - f.Value.Since).TotalMinutes:0} min{(inFull ? $": {f.Value.Answer}" : "")}"));
    }

    public void Tried(ChannelKind kind, NoticeTry made)
    {
        _tries.Add(1, new("channel", Name(kind)), new("delivered", made.Delivered ? "yes" : "no"));
        if (made.Delivered) _failing.TryRemove(kind, out _);
        else _failing.AddOrUpdate(kind, (made.At, made.At, made.Answer), (_, f) => (f.Since, made.At, made.Answer));
    }

    public void Ended(ChannelKind kind, bool delivered) => (delivered ? _sent : _failed).Add(1, new KeyValuePair<string, object?>("channel", Name(kind)));

    public static void Observe(Metrics metrics, NoticeOutbox outbox, TimeProvider time)
    {
        metrics.Observe("smartcare_notices_waiting", "Notices that are not finished.", "gauge", () => Waiting(outbox).Count());
        metrics.Observe("smartcare_notices_oldest_seconds", "How long the oldest of them has been due.", "gauge", () =>
            Waiting(outbox).Select(n => (time.GetUtcNow() - (n.Notice.NotBefore ?? n.WantedAt)).TotalSeconds).DefaultIfEmpty(0).Max() is > 0 and var most ? most : 0);
    }

    private static IEnumerable<StoredNotice> Waiting(NoticeOutbox outbox) => outbox.Held.Where(n => n.State is NoticeState.Waiting);

    private static string Name(ChannelKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
