using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Operations;

/// <summary>Recovers the silo before anyone may connect, and stops it after the last connection is gone.</summary>
internal sealed partial class SiloHost(CareSilo silo, SqliteStore store, DeviceBoard board, SiteBoards sites, TimeProvider time, ILogger<SiloHost> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        board.Load(store);
        sites.Load(store);
        var replayed = silo.Silo.Recover();
        silo.Silo.Start();
        LogRecovered(replayed, time.GetElapsedTime(started).TotalMilliseconds);
        return Task.CompletedTask;
    }

    /// <summary>Kestrel has stopped by now: nothing more comes in, what came in is committed.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        silo.Silo.Stop();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Recovered: {Entries} entries replayed in {Ms:0} ms")]
    private partial void LogRecovered(long entries, double ms);
}
