using System.Diagnostics;
using System.Globalization;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Activations;

/// <summary>
/// What a device costs that is in memory, and how fast a silo that was started again has all of them in memory: the host as it ships, in this process, on
/// a SQLite store in a folder of its own. Every device is registered and has spoken once, the silo stops, another starts on the same folder, and every
/// device speaks again.
/// </summary>
internal static class ActivationRun
{
    /// <summary>Chaoyang: 709,000 people over 60, three devices each.</summary>
    private const double District = 2_100_000;

    private const double MiB = 1024 * 1024;

    public static async Task<int> RunAsync(int grains, CancellationToken cancellation)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var folder = Directory.CreateTempSubdirectory("smartcare-bench-");
        try
        {
            await FillElsewhereAsync(folder.FullName, grains, cancellation);
            var disk = folder.EnumerateFiles("smartcare.db*").Sum(f => f.Length) / (double)grains;
            var empty = Memory.Now();
            await using var silo = await GrainSilo.StartAsync(folder.FullName);
            var started = Memory.Now();
            var woken = await TimeAsync(() => silo.ReportAsync(grains, turn: 2, cancellation));
            var awake = Memory.Now();
            var again = await TimeAsync(() => silo.ReportAsync(grains, turn: 3, cancellation));
            if (silo.Awake < grains) throw new InvalidOperationException($"Only {silo.Awake:#,0} grains are in memory.");
            Tell(grains, disk, empty, started, awake, woken, again);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>In a process of its own: what its silo has left behind in memory must not be counted here, nor taken off.</summary>
    private static async Task FillElsewhereAsync(string folder, int grains, CancellationToken cancellation)
    {
        await using var child = new Child("dotnet", [typeof(ActivationRun).Assembly.Location, "activations", "--grains", $"{grains}", "--fill", folder]);
        var code = await child.ExitAsync(Timeout.InfiniteTimeSpan).WaitAsync(cancellation);
        if (code != 0) throw new InvalidOperationException($"The store could not be filled:\n{child.Output}");
        Console.WriteLine(child.Output);
    }

    /// <summary>A silo's whole life, so that what stands on the disk is what a stop leaves there.</summary>
    public static async Task<int> FillAsync(string folder, int grains, CancellationToken cancellation)
    {
        await using var silo = await GrainSilo.StartAsync(folder);
        var registered = await TimeAsync(() => silo.RegisterAsync(grains, cancellation));
        await silo.ReportAsync(grains, turn: 1, cancellation);
        Console.WriteLine($"{grains:#,0} devices registered in {registered:0.0} s; every one has spoken once");
        return 0;
    }

    private static void Tell(int grains, double disk, Memory empty, Memory started, Memory awake, double woken, double again)
    {
        var (index, activation) = ((started.Heap - empty.Heap) / grains, (awake.Heap - started.Heap) / grains);
        var (resident, share) = ((awake.Resident - empty.Resident) / grains, District / grains);
        Console.WriteLine($"heap: {activation:0} bytes an activation, {index:0} bytes a device in the registry's index (the host itself in it)");
        Console.WriteLine($"resident: {resident:0} bytes a device, from the empty process until all of them are in memory");
        Console.WriteLine($"disk: {disk:0} bytes a device in smartcare.db (registry, row, two entries of the journal)");
        Console.WriteLine($"first reading after a restart: {grains / woken:#,0}/s, {woken:0.0} s for all; the next one, when they are in memory: {grains / again:#,0}/s");
        Console.WriteLine($"extrapolated to {District:#,0} devices: heap {(index + activation) * District / MiB:#,0} MiB, resident {resident * District / MiB:#,0} MiB, "
            + $"{woken * share:0} s until all are in memory, disk {disk * District / MiB:#,0} MiB (without connections and what the intake keeps of each device)");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>What this process holds, in bytes, when nothing is left to collect and what was free is given back.</summary>
    private readonly record struct Memory(double Heap, double Resident)
    {
        public static Memory Now()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new Memory(GC.GetTotalMemory(forceFullCollection: false), Environment.WorkingSet);
        }
    }
}
