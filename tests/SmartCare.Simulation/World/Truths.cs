using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.World;

/// <summary>Somebody really needs someone.</summary>
internal sealed class TrueNeed(AlertKind kind, Subject about, long sinceMs, long limitMs)
{
    public AlertKind Kind => kind;

    public Subject About => about;

    public long SinceMs => sinceMs;

    /// <summary>So soon a person must know; what device and radio lose is in it.</summary>
    public long LimitMs => limitMs;

    /// <summary>When it was over; null while it lasts.</summary>
    public long? OverMs { get; set; }

    /// <summary>When the first alert rang for it; null until then.</summary>
    public long? RangMs { get; set; }
}

/// <summary>What is really the matter in the home, and what rang: from the two come the false alarms and the missed needs.</summary>
internal sealed class Truths(Tally tally)
{
    /// <summary>A detector that still smells what was seen to a while ago, or a radar that sees the fallen one being lifted, is no false alarm.</summary>
    private const long AfterglowMs = 15 * Spans.Minute;

    private readonly List<TrueNeed> _needs = [];
    private readonly Dictionary<(AlertKind, Subject), TrueNeed> _newest = [];

    public IEnumerable<TrueNeed> Needs => _needs;

    public TrueNeed Begin(AlertKind kind, Subject about, long nowMs, long limitMs)
    {
        if (_newest.TryGetValue((kind, about), out var standing) && standing.OverMs is null) return standing;
        var need = new TrueNeed(kind, about, nowMs, limitMs);
        _needs.Add(need);
        return _newest[(kind, about)] = need;
    }

    public void End(AlertKind kind, Subject about, long nowMs)
    {
        if (_newest.TryGetValue((kind, about), out var need)) need.OverMs ??= nowMs;
    }

    public bool Lasts(AlertKind kind, Subject about) => _newest.TryGetValue((kind, about), out var need) && need.OverMs is null;

    /// <summary>It is told inside an alert that stands for many: a gateway, a power cut.</summary>
    public void ToldInside(AlertKind kind, Subject about, long nowMs)
    {
        if (_newest.TryGetValue((kind, about), out var need) && need.OverMs is null) need.RangMs ??= nowMs;
    }

    public void Rang(AlertChanged changed, long nowMs)
    {
        var alert = changed.Alert;
        // What a site says of itself has its own oracle: it never rings for nothing.
        if (alert.Kind is AlertKind.System)
        {
            if (changed.Event.What is AlertStep.Raised) tally.Of(alert.Kind).True++;
            return;
        }

        if (_newest.TryGetValue((alert.Kind, alert.About), out var need) && (need.OverMs is null || nowMs - need.OverMs < AfterglowMs))
        {
            need.RangMs ??= nowMs;
            if (changed.Event.What is AlertStep.Raised) tally.Of(alert.Kind).True++;
        }
        else if (changed.Event.What is AlertStep.Raised)
        {
            tally.Of(alert.Kind).False++;
        }
    }

    public void Close(long nowMs)
    {
        foreach (var need in _needs)
        {
            var line = tally.Of(need.Kind);
            // What has only just begun, or was over before anybody had to know, is neither missed nor in time.
            if (need.RangMs is null && (need.OverMs ?? nowMs) - need.SinceMs < need.LimitMs) continue;
            line.Needs++;
            if (need.RangMs is not { } rang) line.Missed++;
            else if (rang - need.SinceMs <= need.LimitMs) line.InTime++;
            else line.Late++;
        }
    }
}
