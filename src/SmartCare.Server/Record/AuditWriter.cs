using SmartCare.Domain.Words;
using SmartCare.Grains.Store;
using SmartCare.Server.Care;
using SmartCare.Storage;

namespace SmartCare.Server.Record;

/// <summary>Brings the record to the disk, in groups, each row chained to the one before. One writer: the chain has no forks.</summary>
internal sealed class AuditWriter(AuditLog audit, Tables tables, ICareStore store, SystemAlerts alerts, TimeProvider time) : BackgroundService
{
    private readonly List<AuditRow> _group = [];
    private readonly List<TaskCompletionSource> _asked = [];
    private long _number;
    private byte[] _head = AuditChain.Root;
    private long _lostTold;
    private bool _toRing;
    private long? _rangAt;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (tables.AuditHead() is { } head) (_number, _head) = head;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var sums = time.CreateTimer(_ => audit.SumUp(), null, RecordLimits.SumFor, RecordLimits.SumFor);
        while (await audit.Items.WaitToReadAsync(stoppingToken))
        {
            await audit.GatherAsync(stoppingToken);
            Take();
            while (!await TryWriteAsync()) await Task.Delay(RecordLimits.Again, time, stoppingToken);
            Ring();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        audit.SumUp();
        do Take();
        while (_group.Count > 0 && await TryWriteAsync());
    }

    private void Take()
    {
        if (audit.Lost is var lost && lost > _lostTold)
        {
            Link(new AuditEntry(time.GetUtcNow(), "system", "lost", null, null, $$"""{"rows":{{lost - _lostTold}}}""", null));
            (_lostTold, _toRing) = (lost, true);
        }

        while (_group.Count < RecordLimits.PerCommit && audit.Items.TryRead(out var item))
        {
            if (item.Entry is { } entry) Link(entry);
            if (item.Written is { } written) _asked.Add(written);
        }
    }

    private void Link(AuditEntry entry)
    {
        var before = _group.Count > 0 ? _group[^1] : null;
        _group.Add(AuditChain.Link(entry, (before?.Number ?? _number) + 1, before?.Hash ?? _head));
    }

    private Task<bool> TryWriteAsync() => Task.Run(() =>
    {
        try
        {
            if (_group.Count > 0)
            {
                store.Write(_group);
                (_number, _head) = (_group[^1].Number, _group[^1].Hash);
            }
        }
        catch (StoreUnavailableException)
        {
            Ring();
            return false;
        }

        _group.Clear();
        foreach (var asked in _asked) asked.TrySetResult();
        _asked.Clear();
        return true;
    });

    /// <summary>A record with holes is worth an alarm of its own: someone may be making them.</summary>
    private void Ring()
    {
        if (!_toRing && audit.Lost == _lostTold) return;
        if (_rangAt is { } last && time.GetElapsedTime(last) < RecordLimits.BetweenRings) return;
        (_toRing, _rangAt) = (false, time.GetTimestamp());
        alerts.Raise(Phrase.Of("recordLost", ("rows", audit.Lost)));
    }
}
