using System.Diagnostics;
using System.Globalization;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Benchmarks.Soak;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.District;

/// <summary>
/// A district on one box: a real silo process with a full registry, gateways that report at an even rate, and presses beside it. Does it keep up, what
/// does it cost, and how long does a press take? The load runs in this process and the silo in its own, so the kernel tells their costs apart.
/// </summary>
internal sealed class DistrictRun(SiloProcess silo, SiloWatch watch, Load load)
{
    /// <summary>The endpoint's receive maximum: more of one connection is not read.</summary>
    private const int Window = 128;

    private const int Rows = 10, MostErrors = 3;

    /// <summary>Of the rate that was asked for, acknowledged by the end; what is under way just then is missing in it.</summary>
    private const double HeldFrom = 0.99;

    private static readonly TimeSpan s_firstWords = TimeSpan.FromSeconds(30), s_warmUp = TimeSpan.FromSeconds(10);

    /// <returns>0 when the rate was held and everything acknowledged is in the journal; 2 when there is no such district.</returns>
    public static async Task<int> RunAsync(DistrictPlan plan, int rate, int seconds, CancellationToken cancellation)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (plan.Trouble is { } trouble)
        {
            Console.Error.WriteLine(trouble);
            return 2;
        }

        await using var silo = await SiloProcess.StartAsync();
        await using var watch = new SiloWatch(silo);
        var clock = Stopwatch.StartNew();
        var cookie = await Session.SignInAsync(silo.Http, "admin");
        var records = await DistrictRegistration.RunAsync(silo.Http, cookie, plan, cancellation);
        Console.WriteLine($"{records:#,0} records registered over HTTP in {clock.Elapsed.TotalSeconds:0} s, {plan.Devices:#,0} of them devices behind {plan.Gateways} gateways (silo: process {silo.Child.Id})");

        using var load = new Load(silo.MqttPort, (gateway, _) => plan.Script(gateway), mayFallBehind: true);
        load.Connect(plan.Gateways, Window);
        await using var presses = await Presses.ConnectAsync(silo, cookie, plan, cancellation);
        var run = new DistrictRun(silo, watch, load);
        await Task.Run(() => run.HearFirstWords(plan));
        return await run.MeasureAsync(presses, rate, seconds);
    }

    /// <summary>The first word of a device is dearer than the others: its row is written, and it tells its elder or place that it is there. Spread,
    /// so that what is told once a minute later on is spread as well.</summary>
    private void HearFirstWords(DistrictPlan plan)
    {
        var clock = Stopwatch.StartNew();
        load.Drive(s_firstWords, (int)Math.Ceiling(plan.Devices / s_firstWords.TotalSeconds));
        load.Drain();
        Console.WriteLine($"first words of {load.Sent:#,0} devices: acknowledged {clock.Elapsed.TotalSeconds - s_firstWords.TotalSeconds:0.0} s after the last of {s_firstWords.TotalSeconds:0} s; most unacknowledged {load.MostOutstanding:#,0}");
    }

    private async Task<int> MeasureAsync(Presses presses, int rate, int seconds)
    {
        await Task.Run(() => load.Drive(s_warmUp, rate));
        var (before, sent, passedOver) = (await CostsAsync(), load.Sent, load.PassedOver);
        presses.Start();
        var driving = Task.Run(() => load.Drive(TimeSpan.FromSeconds(seconds), rate));
        await TellAsync(driving, before, seconds);
        await driving;
        var (after, unacknowledged) = (await CostsAsync(), load.Sent - load.Acknowledged);
        (sent, passedOver) = (load.Sent - sent, load.PassedOver - passedOver);
        await presses.StopAsync();
        load.Drain();

        var reached = (after.Acknowledged - before.Acknowledged) / (after.At - before.At);
        Console.WriteLine($"rate: {reached:#,0} acknowledged/s of {rate:#,0} asked for, {sent:#,0} sent, {passedOver:#,0} not sent because their gateway's window of {Window} was full");
        Console.WriteLine($"acknowledgements: p50 {load.Latencies.MsAt(0.5):0.0} ms, p99 {load.Latencies.MsAt(0.99):0.0} ms after they were due; most unacknowledged {load.MostOutstanding:#,0}, at the end {unacknowledged:#,0}");
        Console.WriteLine($"CPU of {Environment.ProcessorCount} cores: {after.Since(before)}; the silo {(after.Silo - before.Silo) * 1e6 / (after.Acknowledged - before.Acknowledged):0.0} s per million readings");
        Console.WriteLine($"press to hub, {presses.Count} presses: {presses.Taken}{(presses.AllHeard ? "" : "; THE NEXT ONE WAS NOT HEARD")}");
        Console.WriteLine($"memory: heap {before.Seen.HeapMiB:0} MiB at the start, {after.Seen.HeapMiB:0} at the end; resident {before.Seen.ResidentMiB:0} and {after.Seen.ResidentMiB:0} MiB");
        return await JudgeAsync(presses, isHeld: reached >= HeldFrom * rate && passedOver == 0);
    }

    /// <summary>A row now and then, while the load runs undisturbed.</summary>
    private async Task TellAsync(Task driving, Costs start, int seconds)
    {
        Console.WriteLine("| second | acknowledged/s | unacknowledged | CPU | heap MiB | RSS MiB | charts behind s | faults |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)seconds / Rows));
        var last = start;
        while (await timer.WaitForNextTickAsync() && !driving.IsCompleted)
        {
            var now = await CostsAsync();
            Console.WriteLine($"| {now.At - start.At:0} | {(now.Acknowledged - last.Acknowledged) / (now.At - last.At):#,0} | {load.Sent - load.Acknowledged:#,0} | {now.Since(last)} "
                + $"| {now.Seen.HeapMiB:0} | {now.Seen.ResidentMiB:0} | {now.Seen.SeriesLagS:0} | {now.Seen.Faults} |");
            last = now;
        }
    }

    /// <summary>The journal on the disk of the stopped silo is the judge, not its own counters.</summary>
    private async Task<int> JudgeAsync(Presses presses, bool isHeld)
    {
        var last = await watch.LookAsync();
        var code = await silo.StopAsync();
        var (said, bytes) = (load.Acknowledged + presses.Count, new DirectoryInfo(silo.DataPath).EnumerateFiles("*.db*").Sum(f => f.Length));
        var journal = JournalCheck.Read(silo.DataPath);
        var isSafe = presses.AllHeard && journal.Plain == said && load.Sent == load.Acknowledged && last.Faults == 0 && last.ErrorLines == 0 && code == 0;
        Console.WriteLine($"journal: {said:#,0} acknowledged (warm-up and presses included), {journal.Plain:#,0} in the journal; {bytes / (1024.0 * 1024):#,0} MiB of files; "
            + $"faults {last.Faults}, log lines of errors {last.ErrorLines}, exit code {code}");
        // The console's logger names who speaks, and says what on the next line.
        var log = silo.Child.Output.Split('\n');
        foreach (var (line, what) in log.Zip(log.Skip(1)).Where(l => SiloWatch.IsError(l.First)).Take(MostErrors)) Console.WriteLine($"  {line} {what.Trim()}");
        Console.WriteLine($"verdict: {(isHeld ? "the rate was held" : "THE RATE WAS NOT HELD")}, {(isSafe ? "nothing lost" : "NOT EVERYTHING IS IN ORDER")}");
        return isHeld && isSafe ? 0 : 1;
    }

    private async Task<Costs> CostsAsync()
    {
        var seen = await watch.LookAsync();
        return new Costs(
            Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, load.Acknowledged, ProcessCosts.CpuSeconds(silo.Child.Id),
            Environment.CpuUsage.TotalTime.TotalSeconds, ProcessCosts.MachineCpuSeconds(), seen);
    }

    /// <summary>What was acknowledged and spent until a moment, in seconds.</summary>
    private sealed record Costs(double At, long Acknowledged, double Silo, double Load, double Machine, Sample Seen)
    {
        public string Since(Costs before)
        {
            var all = (At - before.At) * Environment.ProcessorCount;
            double Share(double now, double was) => 100 * (now - was) / all;
            var (silo, load, machine) = (Share(Silo, before.Silo), Share(Load, before.Load), Share(Machine, before.Machine));
            return $"silo {silo:0} %, load {load:0} %, others and interrupts {machine - silo - load:0} %";
        }
    }
}
