using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;

namespace SmartCare.Cluster.Tests.Support;

/// <summary>A change of an alert as it is stored.</summary>
internal sealed record AlertRow(long Seq, Alert Alert, AlertEvent Event) : Row, IChangeRow;

/// <summary>The sink of every silo of a cluster: keeps what was shown, and tells a test when what it waits for was.</summary>
internal sealed class Wall : IRecordSink
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly object _gate = new();
    private readonly List<AlertChanged> _shown = [];
    private readonly List<(Func<IReadOnlyList<AlertChanged>, bool> IsThere, TaskCompletionSource Told)> _waiting = [];

    public IReadOnlyList<AlertChanged> Shown
    {
        get
        {
            lock (_gate) return [.. _shown];
        }
    }

    /// <summary>Completes when what was shown is as it should be.</summary>
    public Task Shows(Func<IReadOnlyList<AlertChanged>, bool> isThere)
    {
        lock (_gate)
        {
            if (isThere(_shown)) return Task.CompletedTask;
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isThere, told));
            return told.Task.WaitAsync(s_patience);
        }
    }

    public IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq)
    {
        var rows = new List<Row>();
        foreach (var change in record.Effects.OfType<AlertChanged>()) rows.Add(new AlertRow(++lastSeq, change.Alert, change.Event));
        return rows;
    }

    public IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq)
    {
        var again = new List<Row>();
        foreach (var row in rows.Cast<AlertRow>()) again.Add(row with { Seq = ++lastSeq });
        return again;
    }

    public void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved)
    {
        lock (_gate)
        {
            _shown.AddRange(record.Effects.OfType<AlertChanged>());
            foreach (var waiting in _waiting.Where(w => w.IsThere(_shown)).ToList())
            {
                waiting.Told.TrySetResult();
                _waiting.Remove(waiting);
            }
        }
    }

    public IReadOnlyList<Row> Settle(ref long lastSeq) => [];

    public void Settled(IReadOnlyList<Row> rows)
    {
    }
}

/// <summary>Nothing is known of a grain but its row.</summary>
internal sealed class NoRescue : Grains.Silo.IGrainRescue
{
    public GrainRow Rescue(Domain.Words.Subject id, GrainRow? damaged, long nowMs) => new(id, 0, default, 0, default, damaged?.Had ?? []);
}
