namespace SmartCare.Simulator.Report;

/// <summary>One look at a run.</summary>
/// <param name="Notes">What this kind of run has to add: name and value.</param>
internal sealed record Snapshot(
    string Title, TimeSpan Elapsed, long Connections, long ConnectionsWanted, long Sent, long Acknowledged, long Unacknowledged, long Reconnects,
    double SentPerS, double AcknowledgedPerS, double P50Ms, double P99Ms, IReadOnlyList<(string Name, string Value)> Notes);

/// <summary>Rates are of the time between two looks.</summary>
internal sealed class SnapshotMaker(string title, Tally tally, int connectionsWanted)
{
    private TimeSpan _lastAt;
    private long _lastSent, _lastAcknowledged;

    public Snapshot Look(TimeSpan elapsed, IReadOnlyList<(string, string)> notes)
    {
        var seconds = Math.Max((elapsed - _lastAt).TotalSeconds, 0.001);
        var (sent, acknowledged) = (tally.Sent, tally.Acknowledged);
        var look = new Snapshot(
            title, elapsed, tally.Connected, connectionsWanted, sent, acknowledged, tally.Unacknowledged, tally.Reconnects,
            (sent - _lastSent) / seconds, (acknowledged - _lastAcknowledged) / seconds,
            tally.Latency.PercentileMs(50), tally.Latency.PercentileMs(99), notes);
        (_lastAt, _lastSent, _lastAcknowledged) = (elapsed, sent, acknowledged);
        return look;
    }
}
