using SmartCare.Grains.Store;

namespace SmartCare.Server.Notices;

/// <summary>Writes down tries and what went out while the disk was away, in groups. On its own: sending never waits for the disk.</summary>
internal sealed class NoticeRecorder(NoticeOutbox outbox, ICareStore store, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await outbox.ToRecordAsync(stoppingToken);
            while (!await TryRecordAsync()) await Task.Delay(NoticeLimits.RecordAgain, time, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryRecordAsync();
    }

    private Task<bool> TryRecordAsync() => Task.Run(() =>
    {
        try
        {
            var dirty = outbox.Dirty;
            if (dirty.Count > 0) store.Write([.. dirty.Select(n => n.ToRow())]);
            outbox.Recorded(dirty);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // The wall knows it from the committer.
            return false;
        }
    });
}
