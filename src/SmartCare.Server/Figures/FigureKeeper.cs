using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Figures;

/// <summary>Keeps the figures up while nobody looks at them. A page that is opened counts what is left itself.</summary>
internal sealed partial class FigureKeeper(
    FigureBook figures, AvailabilityBook availability, RoundBook rounds, AlertFeed feed, DecisionCounters decisions, DataFolder folder, TimeProvider time, ILogger<FigureKeeper> log) : BackgroundService
{
    private readonly SemaphoreSlim _news = new(0, 1);
    private DateTimeOffset? _lookedAt;

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A folder that can only be read is looked at as it stands.
        if (folder.WhyUnwritable is not null) return;
        decisions.Stood += availability.Take;
        feed.Published += Wake;
        try
        {
            while (true)
            {
                await Task.Run(() => Round(stoppingToken), CancellationToken.None);
                await _news.WaitAsync(FigureLimits.UpkeepEvery, stoppingToken);
            }
        }
        finally
        {
            feed.Published -= Wake;
            decisions.Stood -= availability.Take;
        }
    }

    /// <summary>There is a change. From the committer's thread: never blocks.</summary>
    private void Wake(AlertDocument change)
    {
        try
        {
            if (_news.CurrentCount == 0) _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was quicker.
        }
    }

    private void Round(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested && !figures.CatchUp(1)) { }
            availability.Keep();
            rounds.Keep();
            if (time.GetUtcNow() - _lookedAt < FigureLimits.RoundsEvery) return;
            rounds.LookAtAll();
            _lookedAt = time.GetUtcNow();
        }
        catch (Exception away)
        {
            // What is not counted now is counted by the next round: the number of the last change stands with the counts. Whatever it is: what ends a service
            // ends the host, and the alarms of the house are more than its figures.
            LogAway(away.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The figures wait for the disk: {Why}")]
    private partial void LogAway(string why);
}
