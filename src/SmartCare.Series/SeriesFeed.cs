using Microsoft.Extensions.Logging;

namespace SmartCare.Series;

/// <summary>Carries readings from the journal to the series, always behind, never in the alarm's way: it holds no lock that others
/// want, and while the store is away it only waits and tries the same batch again.</summary>
public sealed partial class SeriesFeed(IReadingSource source, ISeriesStore store, TimeProvider time, ILogger<SeriesFeed> log)
{
    long _written;
    long _failures;
    long _leftOut;
    long? _leftOutAt;
    long _caughtUpAt = time.GetTimestamp();
    volatile bool _healthy = true;
    volatile bool _hasFailed;
    readonly Lock _refusal = new();
    TimeSpan _waited;
    ShardProgress[]? _shards;

    /// <summary>Everything the journal held this long ago is in the series. About a second when idle; grows while the store is away.</summary>
    public TimeSpan Lag => time.GetElapsedTime(Volatile.Read(ref _caughtUpAt));

    /// <summary>Readings that are in whole, since the start.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Attempts that found the store away, or that it refused something of, since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Points that the store would never take, since the start.</summary>
    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>What should not stay so of the store, in one line; null when nothing is.</summary>
    public string? Trouble => store.Trouble;

    /// <summary>The store has refused points of late.</summary>
    public bool IsRefused
    {
        get { lock (_refusal) return _leftOutAt is { } at && time.GetElapsedTime(at) < Limits.DroppedKnownFor; }
    }

    /// <summary>The last entry of a shard's journal that the series no longer needs; 0 before it is known.</summary>
    public long TakenThrough(int shard) => 
        Volatile.Read(ref _shards)?.FirstOrDefault(s => s.Number == shard) is { } progress ? Volatile.Read(ref progress.Taken) : 0;

    /// <summary>The last attempt succeeded (true before the first one), and the last round met nothing unforeseen.</summary>
    public bool Healthy => _healthy && !_hasFailed;

    /// <summary>Runs until cancelled, then returns.</summary>
    /// <remarks>Whatever else goes wrong, with the journal (no descriptor is left, a page cannot be read) or by a bug, is logged, and after a pause the feed
    /// begins anew where the series' own cursors are: it never ends while the host lives.</remarks>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FeedAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (SeriesLostException lost)
            {
                LogLost(lost.Message);
                continue;
            }
            catch (Exception error)
            {
                if (!_hasFailed) LogFailed(error);
                _hasFailed = true;
                Volatile.Write(ref _failures, _failures + 1);
            }

            await Task.Delay(Limits.BackoffMax, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task FeedAsync(CancellationToken ct)
    {
        var shards = await StartAsync(ct);
        while (true)
        {
            var (from, waited) = (time.GetTimestamp(), _waited);
            var progress = await RoundAsync(shards, ct);
            _hasFailed = false;
            if (!progress) await source.WaitAsync(ct);
            else if (Lag < Limits.LagWhileBusy) await RestAsync(time.GetElapsedTime(from) - (_waited - waited), ct);
        }
    }

    /// <summary>Leaves the machine to the devices: charts may be late, alarms may not.</summary>
    Task RestAsync(TimeSpan worked, CancellationToken ct)
    {
        var rest = worked * Limits.RestPerWork;
        return rest <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(rest < Limits.RestMax ? rest : Limits.RestMax, time, ct);
    }

    async Task<ShardProgress[]> StartAsync(CancellationToken ct)
    {
        IReadOnlyList<SeriesCursor> stored = [];
        await UntilItSucceedsAsync(async () => stored = await store.CursorsAsync(ct), ct);
        var now = time.GetTimestamp();
        var shards = source.Shards.Select(shard => new ShardProgress(stored.FirstOrDefault(c => c.Shard == shard, new SeriesCursor(shard, 0)), now)).ToArray();
        Volatile.Write(ref _shards, shards);
        return shards;
    }

    /// <summary>One read of every shard; false when none had anything new.</summary>
    async ValueTask<bool> RoundAsync(ShardProgress[] shards, CancellationToken ct)
    {
        var progress = false;
        foreach (var shard in shards)
            progress |= await AdvanceAsync(shard, ct);
        Volatile.Write(ref _caughtUpAt, shards.Min(s => s.CaughtUpAt));
        return progress;
    }

    async ValueTask<bool> AdvanceAsync(ShardProgress shard, CancellationToken ct)
    {
        var askedAt = time.GetTimestamp();
        var (readings, next) = await source.ReadAsync(shard.At, Limits.ReadingsPerBatch, ct);
        var moved = next.Entry - shard.At.Entry;
        if (next.Shard != shard.At.Shard || moved < 0 || (moved == 0 && readings.Count > 0))
            throw new InvalidOperationException($"The source answered {next} with {readings.Count} readings after {shard.At}.");

        shard.At = next;
        shard.EntriesUnstored += moved;
        if (readings.Count > 0 || shard.EntriesUnstored >= Limits.EntriesPerEmptyCursor)
        {
            var dropped = store.Dropped;
            await UntilItSucceedsAsync(() => store.WriteAsync(readings, next, ct), ct);
            shard.EntriesUnstored = 0;
            Count(readings.Count, store.Dropped - dropped);
        }

        Volatile.Write(ref shard.Taken, next.Entry);
        // A full batch, or a stretch without readings, says nothing about whether the end was reached.
        if (moved == 0 || readings.Count is > 0 and < Limits.ReadingsPerBatch)
            shard.CaughtUpAt = askedAt;
        return moved > 0;
    }

    /// <param name="dropped">Points; a reading is one, or more where several of its fields are refused.</param>
    void Count(int readings, long dropped)
    {
        Volatile.Write(ref _written, _written + readings - Math.Min(readings, dropped));
        if (dropped == 0) return;
        Volatile.Write(ref _leftOut, _leftOut + dropped);
        Volatile.Write(ref _failures, _failures + 1);
        lock (_refusal) _leftOutAt = time.GetTimestamp();
    }

    async ValueTask UntilItSucceedsAsync(Func<ValueTask> attempt, CancellationToken ct)
    {
        var pause = Limits.BackoffFirst;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                await attempt();
                if (!_healthy) LogBack(attempts);
                _healthy = true;
                return;
            }
            catch (SeriesUnavailableException away)
            {
                if (_healthy) LogAway(away.Message);
                _healthy = false;
                Volatile.Write(ref _failures, _failures + 1);
            }
            await Task.Delay(pause, time, ct);
            _waited += pause;
            pause = pause * 2 < Limits.BackoffMax ? pause * 2 : Limits.BackoffMax;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The series store is away; readings wait in the journal: {Reason}")]
    partial void LogAway(string reason);

    [LoggerMessage(2, LogLevel.Information, "The series store is back at attempt {Attempts}")]
    partial void LogBack(int attempts);

    [LoggerMessage(3, LogLevel.Error, "The series feed failed and begins anew; alarms go on, charts wait")]
    partial void LogFailed(Exception error);

    [LoggerMessage(5, LogLevel.Warning, "The series begins again a little before: {Why}")]
    partial void LogLost(string why);

    sealed class ShardProgress(SeriesCursor at, long caughtUpAt)
    {
        public readonly int Number = at.Shard;
        public SeriesCursor At = at;
        public long EntriesUnstored;
        public long Taken = at.Entry;
        public long CaughtUpAt = caughtUpAt;
    }
}
