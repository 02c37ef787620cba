namespace SmartCare.Grains;

/// <summary>The thread of one shard: takes what has arrived, reads the clock once, lets the shard decide, hands the batch on.</summary>
internal sealed class ShardLoop<TMessage, TEffect>
{
    private readonly Shard<TMessage, TEffect> _shard;
    private readonly Action<Decided<TMessage, TEffect>> _commit;
    private readonly TimeProvider _time;
    private readonly long _listeningSinceMs;
    private readonly WorkQueue<Submission<TMessage, TEffect>> _inbox = new();
    private readonly Thread _thread;
    private long _sweptAtMs;

    public ShardLoop(Shard<TMessage, TEffect> shard, Action<Decided<TMessage, TEffect>> commit, TimeProvider time, long listeningSinceMs)
    {
        (_shard, _commit, _time, _listeningSinceMs) = (shard, commit, time, listeningSinceMs);
        _thread = new Thread(Run) { Name = $"shard {shard.Index}", IsBackground = true };
    }

    public int Waiting => _inbox.Count;

    public void Start() => _thread.Start();

    public void Submit(Submission<TMessage, TEffect> submission) => _inbox.Add(submission);

    /// <summary>Decides on what is left, takes a last snapshot, ends.</summary>
    public void Stop()
    {
        _inbox.Close();
        if (_thread.IsAlive) _thread.Join();
    }

    private void Run()
    {
        var taken = new List<Submission<TMessage, TEffect>>();
        while (_inbox.Take(ref taken, Limits.EntriesPerBatch, MsToNextTick()))
        {
            var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (_shard.Decide(taken, nowMs, _listeningSinceMs) is { } decided) _commit(decided);
            if (nowMs - _sweptAtMs >= Limits.SweepMs)
            {
                _sweptAtMs = nowMs;
                _shard.EvictIdle(nowMs);
            }
        }

        if (_shard.DecideSnapshot() is { } last) _commit(last);
    }

    private int MsToNextTick()
    {
        if (_shard.NextTickMs is not { } due) return -1;
        return (int)Math.Clamp(due - _time.GetUtcNow().ToUnixTimeMilliseconds(), 0, 60_000);
    }
}
