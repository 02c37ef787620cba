using System.Diagnostics;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Fleet;

/// <summary>The one loop: ticks the connections, steps the workload, shows how it goes, and waits for the last acknowledgements.</summary>
internal sealed class Run(LinkFleet fleet, Tally tally, AckJournal? journal)
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Until all are connected, or patience ends.</summary>
    public Task ConnectAsync(Action<TimeSpan> look, CancellationToken stop) =>
        LoopAsync(elapsed => elapsed < Limits.AllConnected && tally.Connected < fleet.Links.Count && !stop.IsCancellationRequested, look);

    /// <param name="duration">Null: until <paramref name="stop"/>.</param>
    public async Task<TimeSpan> WorkAsync(IWorkload workload, TimeSpan? duration, Action<TimeSpan> look, CancellationToken stop)
    {
        var worked = TimeSpan.Zero;
        await LoopAsync(elapsed =>
        {
            if (stop.IsCancellationRequested || elapsed >= duration) return false;
            workload.Step(new Moment(worked = elapsed, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            return true;
        }, look).ConfigureAwait(false);
        return worked;
    }

    public Task DrainAsync() => LoopAsync(elapsed => tally.Unacknowledged > 0 && elapsed < Limits.Drain, static _ => { });

    private async Task LoopAsync(Func<TimeSpan, bool> goOn, Action<TimeSpan> look)
    {
        var began = Stopwatch.GetTimestamp();
        var nextLook = TimeSpan.Zero;
        using var turns = new PeriodicTimer(Limits.Turn);
        do
        {
            var elapsed = Stopwatch.GetElapsedTime(began);
            fleet.Tick(Environment.TickCount64);
            if (!goOn(elapsed)) break;
            if (elapsed < nextLook) continue;
            nextLook = elapsed + s_lookEvery;
            journal?.Flush();
            look(elapsed);
        }
        while (await turns.WaitForNextTickAsync().ConfigureAwait(false));
    }
}
