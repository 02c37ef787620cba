using System.Globalization;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Soak;

/// <summary>
/// A real silo under half of its highest rate, with devices that come, break off and take over all the while. Prints a row a minute and at
/// the end a verdict: memory flat, no faults, nothing lost.
/// </summary>
internal static class SoakRun
{
    private const int Window = 16, SlowReaders = 4;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(8), s_search = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int minutes, int rate, int connections)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var silo = await SiloProcess.StartAsync();
        var steady = connections - connections / 3;
        using var load = new Load(silo.MqttPort, asDevices: true, mayFallBehind: true);
        load.Connect(steady, Window);
        load.Drive(s_warmUp, 0);
        if (rate == 0) rate = Search(load) / 2;
        Console.WriteLine($"{steady} steady devices at {rate:#,0} readings/s, {connections - steady} restless ones, {SlowReaders} slow subscribers, {minutes} minutes");

        await using var watch = new SiloWatch(silo);
        await using var restless = RestlessDevices.Start(silo.MqttPort, DemoPackets.Devices[steady..connections]);
        await using var slow = SlowReading.Start(silo.MqttPort, SlowReaders, DemoPackets.Devices[..steady]);
        watch.Start();
        Console.WriteLine("| minute | acknowledged/s | p50 ms | p99 ms | connects | clean drops | dirty drops | take-overs | heap MiB | RSS MiB | connections | sessions | subscriber drops | faults |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (var minute = 1; minute <= minutes; minute++)
        {
            var (before, was) = (load.Acknowledged + restless.Tally.Acknowledged, restless.Tally);
            await Task.Run(() => load.Drive(TimeSpan.FromMinutes(1), rate));
            var now = restless.Tally;
            var (seen, perSecond) = (watch.Newest, (load.Acknowledged + now.Acknowledged - before) / 60.0);
            Console.WriteLine($"| {minute} | {perSecond:#,0} | {load.Latencies.MsAt(0.5):0.0} | {load.Latencies.MsAt(0.99):0.0} | {now.Connects - was.Connects} | {now.CleanDrops - was.CleanDrops} "
                + $"| {now.DirtyDrops - was.DirtyDrops} | {now.TakeOvers - was.TakeOvers} | {seen.HeapMiB:0.0} | {seen.ResidentMiB:0} | {seen.Connections} | {seen.Sessions} "
                + $"| {seen.SubscriberDrops} | {seen.Faults} |");
        }

        await watch.StopAsync();
        await restless.StopAsync();
        await slow.StopAsync();
        load.Drain();
        return await JudgeAsync(silo, load, restless, slow, watch);
    }

    /// <summary>Acknowledged readings a second when every window is kept full.</summary>
    private static int Search(Load load)
    {
        var before = load.Acknowledged;
        load.Drive(s_search, 0);
        load.Drain();
        var most = (int)((load.Acknowledged - before) / s_search.TotalSeconds);
        Console.WriteLine($"the most that this machine takes just now: {most:#,0} readings/s");
        return most;
    }

    private static async Task<int> JudgeAsync(SiloProcess silo, Load load, RestlessDevices restless, SlowReading slow, SiloWatch watch)
    {
        var last = await watch.LookAsync();
        var code = await silo.StopAsync();
        // The journal on the disk is the judge, not the silo's own counters.
        var journal = JournalCheck.Read(silo.DataPath);
        var missing = restless.Acknowledged.Count(r => !journal.Numbered.Contains(r));
        var (heap, resident) = (watch.Trend(s => s.HeapMiB), watch.Trend(s => s.ResidentMiB));
        Console.WriteLine($"memory: heap {heap}; resident {resident} (least squares over the second half, flat when it adds less than {100 * Trend.FlatBelow:0} % of the mean)");
        Console.WriteLine($"faults: {last.Faults}; log lines of errors: {last.ErrorLines}; exit code {code}");
        var steadyLost = load.Acknowledged - journal.Plain;
        Console.WriteLine($"steady devices: {load.Sent:#,0} sent, {load.Acknowledged:#,0} acknowledged, {journal.Plain:#,0} in the journal");
        Console.WriteLine($"restless devices: {restless.Tally.Acknowledged:#,0} acknowledged, {missing} of them not in the journal; {restless.Tally.Unsure} were under way when a connection went");
        Console.WriteLine($"availability (wills included): {journal.Availability:#,0}; slow subscribers read {slow.Read:#,0} and were cut {slow.Cuts} times; failed connects {restless.Tally.Refused}");
        var isGood = heap.IsFlat && resident.IsFlat && last.Faults == 0 && last.ErrorLines == 0 && code == 0 && steadyLost == 0 && load.Sent == load.Acknowledged && missing == 0;
        Console.WriteLine($"verdict: {(isGood ? "memory flat, 0 faults, nothing lost" : "NOT GOOD")}");
        return isGood ? 0 : 1;
    }
}
