using System.Diagnostics;
using System.Globalization;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Commands;

/// <summary>What <c>home</c> and <c>load</c> share: reach the server, connect, work, drain, leave, sum up.</summary>
internal static class FleetCommand
{
    /// <param name="First">Who knocks before all others.</param>
    /// <param name="ConnectFirst">The clock of the work starts when all are connected.</param>
    public sealed record Plan(string Title, ServerAddress Server, LinkPlan First, IReadOnlyList<DeviceLink> Links, bool ConnectFirst, TimeSpan? Duration)
    {
        /// <summary>The workload itself says what happens.</summary>
        public bool Quiet { get; init; }
    }

    public static async Task<int> RunAsync(
        Plan plan, Tally tally, AckJournal? journal, bool plain, Func<IWorkload> workload, CancellationToken stop)
    {
        if (await ServerProbe.TryAsync(plan.Server, plan.First, stop) is { } cannot)
        {
            Console.Error.WriteLine(cannot.Line);
            return cannot.ExitCode;
        }

        Task<Summary> Work(Action<Snapshot> show) => WorkAsync(plan, tally, journal, workload, show, stop);
        var summary = plan.Quiet ? await Work(static _ => { }) : await Progress.ShowAsync(plain, Work);
        summary.Write(Console.Out, tally.LastTrouble);
        return summary.ExitCode;
    }

    private static async Task<Summary> WorkAsync(
        Plan plan, Tally tally, AckJournal? journal, Func<IWorkload> makeWorkload, Action<Snapshot> show, CancellationToken stop)
    {
        var fleet = new LinkFleet(plan.Links);
        var run = new Run(fleet, tally, journal);
        var connecting = new SnapshotMaker($"{plan.Title}: connecting", tally, plan.Links.Count);
        var began = Stopwatch.GetTimestamp();
        if (plan.ConnectFirst) await run.ConnectAsync(elapsed => show(connecting.Look(elapsed, [])), stop);
        var connectTook = Stopwatch.GetElapsedTime(began);

        var workload = makeWorkload();
        var look = new SnapshotMaker(plan.Title, tally, plan.Links.Count);
        var took = await run.WorkAsync(workload, plan.Duration, elapsed => show(look.Look(elapsed, workload.Notes)), stop);
        await run.DrainAsync();
        var (acknowledged, lost) = (tally.Acknowledged, tally.Sent - tally.Acknowledged);
        journal?.Flush();
        await fleet.LeaveAsync();

        var notes = workload.Notes.ToList();
        if (plan.ConnectFirst) notes.Add(("connecting took", Seconds(connectTook)));
        notes.Add(("processor time", Seconds(Environment.CpuUsage.TotalTime)));
        return new Summary(
            plan.Title, took, plan.Links.Count, fleet.EverConnected, acknowledged + lost, acknowledged, lost, tally.Reconnects,
            tally.Latency.PercentileMs(50), tally.Latency.PercentileMs(99)) { Notes = notes };
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
