using SmartCare.Grains.Store;
using SmartCare.Series;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Series;

/// <summary>Keeps the journal from growing for ever: what is older than its days goes, but never what the series has not taken yet.</summary>
internal sealed partial class JournalCutter(ICareStore store, SeriesFeed series, Settings settings, TimeProvider time, ILogger<JournalCutter> log) : BackgroundService
{
    private static readonly TimeSpan s_between = TimeSpan.FromHours(1);

    /// <summary>Removed in one transaction, between which alarms commit.</summary>
    private const int AtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_between, time);
        do
        {
            try
            {
                await Task.Run(Cut, stoppingToken);
            }
            catch (StoreUnavailableException away)
            {
                LogAway(away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many batches went.</returns>
    internal int Cut()
    {
        var before = time.GetUtcNow().AddDays(-settings.JournalKeepDays).ToUnixTimeMilliseconds();
        var cut = 0;
        foreach (var stream in store.Streams)
        {
            int gone;
            do cut += gone = store.CutJournal(stream, series.TakenThrough(stream), before, AtOnce);
            while (gone == AtOnce);
        }

        return cut;
    }

    [LoggerMessage(1, LogLevel.Warning, "The journal could not be cut, and is tried again in an hour: {Why}")]
    private partial void LogAway(string why);
}
