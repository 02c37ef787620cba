namespace SmartCare.Bridge;

/// <summary>What happened on the connections to one broker since the start.</summary>
public sealed class UpstreamCounters
{
    private long _received, _redelivered, _replayed, _acknowledged, _connects, _sessionsLost, _faults, _busy, _published, _publishRefused;

    public long Received => Interlocked.Read(ref _received);

    /// <summary>With DUP: sent before, and not acknowledged then.</summary>
    public long Redelivered => Interlocked.Read(ref _redelivered);

    /// <summary>With RETAIN: from the broker's store.</summary>
    public long Replayed => Interlocked.Read(ref _replayed);
    public long Acknowledged => Interlocked.Read(ref _acknowledged);
    public long Connects => Interlocked.Read(ref _connects);

    /// <summary>Connections at which the broker knew nothing of us: what came while we were away is lost there, unless it was the first.</summary>
    public long SessionsLost => Interlocked.Read(ref _sessionsLost);
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Connections that we ended because too much waited for the disk.</summary>
    public long Busy => Interlocked.Read(ref _busy);
    public long Published => Interlocked.Read(ref _published);
    public long PublishRefused => Interlocked.Read(ref _publishRefused);

    internal void Receive(bool redelivered, bool replayed)
    {
        Interlocked.Increment(ref _received);
        if (redelivered) Interlocked.Increment(ref _redelivered);
        if (replayed) Interlocked.Increment(ref _replayed);
    }

    internal void Acknowledge() => Interlocked.Increment(ref _acknowledged);

    internal void Connect(bool isSessionNew)
    {
        Interlocked.Increment(ref _connects);
        if (isSessionNew) Interlocked.Increment(ref _sessionsLost);
    }

    internal void Fault() => Interlocked.Increment(ref _faults);

    internal void WasBusy() => Interlocked.Increment(ref _busy);

    internal void Publish(bool isTaken) => Interlocked.Increment(ref isTaken ? ref _published : ref _publishRefused);
}
