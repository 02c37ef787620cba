using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Operations;
using SmartCare.Storage;

namespace SmartCare.Server.Care;

/// <summary>Looks once at the rows that the start did not read, wakes grains whose rows cannot be believed, and from then on has the witness follow the store.</summary>
internal sealed partial class StoreKeeper(OpenedStore opened, StoreHealth health, IGrainFactory grains, TimeProvider time, ILogger<StoreKeeper> log) : BackgroundService
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    /// <summary>How far the journal is is written down so seldom: what is lost is told in round numbers.</summary>
    private const int BeatsBetweenEntries = 10;

    /// <summary>The copy takes no more than a hundredth of the time, however big the house.</summary>
    private const int Rest = 100;

    private readonly TaskCompletionSource _scanned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every row was looked at.</summary>
    public Task Scanned => _scanned.Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (opened.Store.WhyUnwritable is null) Try(() => opened.Witness.Follow(opened.Store, entriesToo: true));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (opened.Store.WhyUnwritable is not null) return;
        await Task.Run(() => Try(Scan), stoppingToken);
        _scanned.TrySetResult();
        using var timer = new PeriodicTimer(s_beat, time);
        var (beats, restUntil) = (0, 0);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (++beats < restUntil) continue;
            var began = time.GetTimestamp();
            await Task.Run(() => Try(() => opened.Witness.Follow(opened.Store, beats % BeatsBetweenEntries == 0)), stoppingToken);
            restUntil = beats + (int)(time.GetElapsedTime(began) * Rest / s_beat);
        }
    }

    private void Scan()
    {
        var damaged = StoreScan.Run(opened, time.GetUtcNow(), out var findings);
        foreach (var finding in findings) health.Tell(finding);
        if (StoreCommands.Chain(opened.Store.Tables) is { } broken) health.Tell($"store: {broken}");
        foreach (var id in damaged) GrainWaker.Wake(grains, id);
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (StoreUnavailableException away)
        {
            LogAway(away.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store cannot be looked at, or its witness not written; it is tried again: {Why}")]
    private partial void LogAway(string why);
}
