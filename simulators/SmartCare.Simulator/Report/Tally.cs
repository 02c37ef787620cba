namespace SmartCare.Simulator.Report;

/// <summary>What happened so far. Any thread may count.</summary>
internal sealed class Tally
{
    private long _sent, _acknowledged, _lost, _reconnects, _connected;
    private string? _lastTrouble;

    public LatencyHistogram Latency { get; } = new();
    public long Sent => Volatile.Read(ref _sent);
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Given up: refused for good, or pushed out of a device's full buffer.</summary>
    public long GivenUp => Volatile.Read(ref _lost);
    public long Unacknowledged => Sent - Acknowledged - GivenUp;
    public long Reconnects => Volatile.Read(ref _reconnects);
    public long Connected => Volatile.Read(ref _connected);

    /// <summary>The last refusal or broken connection, for people.</summary>
    public string? LastTrouble => Volatile.Read(ref _lastTrouble);

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountAcknowledged(TimeSpan latency)
    {
        Interlocked.Increment(ref _acknowledged);
        Latency.Add(latency);
    }

    public void CountGivenUp() => Interlocked.Increment(ref _lost);

    public void CountConnected(bool again)
    {
        Interlocked.Increment(ref _connected);
        if (again) Interlocked.Increment(ref _reconnects);
    }

    public void CountDisconnected() => Interlocked.Decrement(ref _connected);

    public void Note(string trouble) => Volatile.Write(ref _lastTrouble, trouble);
}
