using SmartCare.Simulation.Plants;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation;

/// <summary>A seed that broke an oracle: enough to make it happen again.</summary>
internal sealed record Failure(long Seed, string Oracle, string What, string Moment, string Command)
{
    public override string ToString() => $"FAILED seed {Seed} at {Moment}: {Oracle}: {What} | again: {Command}";
}

/// <summary>What many seeds came to.</summary>
internal sealed class Totals
{
    public long Seeds, HomeDays, Readings, Alerts, Restarts, Lost, Elders;

    public double HomeWeeks => HomeDays / 7.0;

    public Tally Tally { get; } = new();
}

/// <summary>Runs seeds beside each other, one a core, until all are done or one has failed.</summary>
internal sealed class Runner(Options options, WornMotions? worn = null)
{
    private readonly Lock _gate = new();
    private long _next = options.FirstSeed;

    public Totals Totals { get; } = new();

    /// <summary>The failure with the lowest seed among those that ran; null when all is well.</summary>
    public Failure? Failure { get; private set; }

    public void Run(int threads)
    {
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(Work, 16 * 1024 * 1024) { Name = $"seeds {i}", IsBackground = true }).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
    }

    private void Work()
    {
        while (Interlocked.Increment(ref _next) - 1 is var seed && seed < options.FirstSeed + options.Seeds)
        {
            lock (_gate)
                if (Failure is not null)
                    return;
            RunSeed(seed);
        }
    }

    private void RunSeed(long seed)
    {
        var size = options.HomeOf(seed);
        var rates = options.FalseAlarms ? Rates.Ordinary : size is HomeSize.Small ? Rates.Dense : Rates.Busy;
        var run = new Run(seed, size, rates, options.Plant, Silos, HasWrongClocks, worn) { Trace = options.Trace };
        try
        {
            run.Live(options.Days);
        }
        catch (OracleBrokenException broken)
        {
            Fail(new Failure(seed, broken.Oracle, broken.Message, Spans.Show(run.Agenda.NowMs), Command(seed, size)));
            return;
        }
        catch (Exception bug)
        {
            Fail(new Failure(seed, "nothing throws", bug.ToString().ReplaceLineEndings(" "), Spans.Show(run.Agenda.NowMs), Command(seed, size)));
            return;
        }

        lock (_gate)
        {
            Totals.Seeds++;
            Totals.HomeDays += options.Days;
            Totals.Readings += run.Spoken;
            Totals.Alerts += run.Raised;
            Totals.Restarts += run.Restarts;
            Totals.Lost += run.Lost;
            Totals.Elders += run.Home.Elders;
            Totals.Tally.Add(run.Tally);
        }
    }

    private void Fail(Failure failure)
    {
        lock (_gate)
            if (Failure is null || failure.Seed < Failure.Seed)
                Failure = failure;
    }

    /// <summary>Bugs of a cluster are looked for in one, those of a clock where clocks are wrong.</summary>
    private int Silos => options.Plant is Plant.SkipFence && options.Silos == 1 ? 2 : options.Silos;

    private bool HasWrongClocks => options.Clocks || options.Plant is Plant.FreezeClock or Plant.TrustClock or Plant.BelieveOldTime;

    private string Command(long seed, HomeSize size) =>
        $"dotnet run -c Release --project tests/SmartCare.Simulation -- --first-seed {seed} --seeds 1 --days {options.Days} --home {size.ToString().ToLowerInvariant()}"
        + (options.Plant is Plant.None ? "" : $" --plant {Options.NameOf(options.Plant)}") + (options.Silos > 1 ? $" --silos {options.Silos}" : "") + (options.Clocks ? " --clocks" : "") + (options.FalseAlarms ? " --report false-alarms" : "")
        + (options.Recordings is { } folder ? $" --recordings {folder}" : "");
}
