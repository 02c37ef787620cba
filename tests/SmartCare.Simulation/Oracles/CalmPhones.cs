using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>Notices per person and minute: of troubles of things, which can wait, no phone rings more often than a desk can answer. What is high, and
/// what is about people, is told however much there is.</summary>
internal sealed class CalmPhones
{
    /// <summary>Ten before it is a flood (the plan of a big home), the flood itself, what is left of the last one, and a second channel of some of them.</summary>
    public const int MostAMinute = 20;

    private readonly Dictionary<(SiteId, string), Queue<long>> _told = [];

    public void Wanted(Notice notice, long nowMs)
    {
        if (notice.Topic is not NoticeTopic.Alarm || notice.Priority is Priority.High) return;
        if (notice.Kind is not AlertKind.System && !FloodKinds.Contains(notice.Kind)) return;
        var dueMs = notice.NotBefore?.ToUnixTimeMilliseconds() ?? nowMs;
        if (!_told.TryGetValue((notice.SiteId, notice.Person), out var told)) _told.Add((notice.SiteId, notice.Person), told = new());
        while (told.TryPeek(out var first) && dueMs - first >= Spans.Minute) told.Dequeue();
        told.Enqueue(dueMs);
        if (told.Count > MostAMinute)
            throw new OracleBrokenException("phones stay calm", $"{notice.Person} of {notice.SiteId} is told {told.Count} things within a minute, at last alert {notice.AlertId} ({notice.Kind})");
    }

    private static readonly AlertKind[] FloodKinds = [AlertKind.Offline, AlertKind.Fault, AlertKind.Battery, AlertKind.Tamper, AlertKind.Environment];
}
