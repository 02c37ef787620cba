using System.Diagnostics;
using System.Globalization;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>What a publish costs a server, side by side: the same bytes from the same generator, one server after the other. Ours counts a
/// reading that is journaled, committed and decided on; MQTTnet's writes it into a file first; the others only route one, to nobody.</summary>
internal static class BrokerTable
{
    private const string IdleCase = "idle";
    private const int IdleConnections = 10_000, IdleWarmUp = 1_000;
    // A server that has just started still seeds, compiles and waits for its first heartbeat.
    private static readonly TimeSpan s_afterStart = TimeSpan.FromSeconds(2), s_warmUp = TimeSpan.FromSeconds(8);

    private static readonly LoadCase[] s_cases =
    [
        new("1x16", "1 connection, window 16", 1, 16, 0),
        new("1x100", "1 connection, window 100", 1, 100, 0),
        new("50x16", "50 connections, window 16", 50, 16, 0),
        new("1000x4", "1,000 connections, window 4", 1_000, 4, 0),
        new("steady", "1,000 connections, steady 10,000/s", 1_000, 64, 10_000),
    ];

    public static readonly string[] CaseNames = [.. s_cases.Select(c => c.Name), IdleCase];

    public static async Task<int> RunAsync(int seconds, string? only, string? onlyCase)
    {
        var servers = Contestant.All.Where(s => (only ?? s) == s).ToList();
        foreach (var missing in servers.Where(s => !Contestant.IsInstalled(s))) Console.WriteLine($"{missing}: skipped, not installed.");
        servers.RemoveAll(s => !Contestant.IsInstalled(s));
        var isSound = true;
        Console.WriteLine("| case | server | CPU s per million | acknowledged/s | p50 ms | p99 ms | generator's CPU s per million |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var load in s_cases.Where(c => (onlyCase ?? c.Name) == c.Name))
            foreach (var server in servers)
                isSound &= await MeasureAsync(server, load, seconds);
        if ((onlyCase ?? IdleCase) == IdleCase)
            foreach (var server in servers)
                await MeasureIdleAsync(server);
        return isSound ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string name, LoadCase what, int seconds)
    {
        await using var server = await Contestant.StartAsync(name);
        await PauseAsync(s_afterStart);
        using var load = new Load(server.Port);
        load.Connect(what.Connections, what.Window);
        load.Drive(s_warmUp, what.PerSecond);

        var (cpu, own, count, clock) = (server.CpuSeconds, Environment.CpuUsage.TotalTime, load.Acknowledged, Stopwatch.StartNew());
        load.Drive(TimeSpan.FromSeconds(seconds), what.PerSecond);
        var millions = (load.Acknowledged - count) / 1e6;
        (cpu, own) = (server.CpuSeconds - cpu, Environment.CpuUsage.TotalTime - own);
        var (elapsed, latencies) = (clock.Elapsed.TotalSeconds, load.Latencies);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {what.Title} | {name} | {cpu / millions:0.0} | {millions * 1e6 / elapsed:#,0} | {latencies.MsAt(0.5):0.00} | {latencies.MsAt(0.99):0.00} | {own.TotalSeconds / millions:0.0} |"));

        load.Drain();
        return await IsAllThereAsync(server, load);
    }

    /// <summary>Acknowledged means safe: every acknowledged publish is a reading that the silo has decided on, none twice.</summary>
    private static async Task<bool> IsAllThereAsync(Contestant server, Load load)
    {
        if (load.Acknowledged != load.Sent) Console.WriteLine($"  WRONG: {load.Sent} sent, {load.Acknowledged} acknowledged.");
        if (await server.ReadingsAsync() is not { } readings) return load.Acknowledged == load.Sent;
        if (readings != load.Acknowledged) Console.WriteLine($"  WRONG: {load.Acknowledged} acknowledged, {readings} readings counted by the silo.");
        return readings == load.Acknowledged && load.Acknowledged == load.Sent;
    }

    /// <summary>What the process holds more with ten thousand silent connections than with the first thousand, which pay for code and pools.</summary>
    private static async Task MeasureIdleAsync(string name)
    {
        await using var server = await Contestant.StartAsync(name);
        await Task.Delay(s_afterStart);
        using var load = new Load(server.Port);
        load.Connect(IdleWarmUp, window: 1);
        await PauseAsync(s_warmUp);
        var before = server.ResidentKiB;
        load.Connect(IdleConnections, window: 1);
        await PauseAsync(s_warmUp);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {IdleConnections:#,0} more idle connections | {name} | {(server.ResidentKiB - before) / IdleConnections:0.0} KiB each | | | | |"));
    }

    /// <summary>Nothing tells from outside that a process has come to rest.</summary>
    private static async Task PauseAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }
}
