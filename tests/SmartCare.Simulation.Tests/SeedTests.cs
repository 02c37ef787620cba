using SmartCare.Simulation.Plants;
using SmartCare.Simulation.World;

namespace SmartCare.Simulation.Tests;

/// <summary>Hundreds of short lives of small homes, and a few of bigger ones; the program runs many more.</summary>
public sealed class SeedTests
{
    [Fact] public void Three_hundred_days_of_small_homes_break_no_oracle() => Live(seeds: 300, days: 1, HomeSize.Small);

    [Fact] public void A_hundred_days_of_small_homes_in_a_cluster_break_no_oracle() => Live(seeds: 100, days: 1, HomeSize.Small, silos: 3);

    [Fact] public void A_few_days_of_a_bigger_home_break_no_oracle() => Live(seeds: 4, days: 2, HomeSize.Medium);

    [Fact] public void A_day_of_a_home_of_a_hundred_and_twenty_breaks_no_oracle() => Live(seeds: 2, days: 1, HomeSize.Large);

    [Fact] public void Sixty_days_of_small_homes_with_wrong_clocks_break_no_oracle() => Live(seeds: 60, days: 1, HomeSize.Small, clocks: true);

    [Fact] public void The_same_seed_lives_the_same_life()
    {
        var (one, other) = (LiveOnce(7), LiveOnce(7));
        Assert.Equal((one.Spoken, one.Raised, one.Restarts, one.Lost, one.Acks.Count), (other.Spoken, other.Raised, other.Restarts, other.Lost, other.Acks.Count));
        Assert.NotEqual(one.Spoken, LiveOnce(8).Spoken);
    }

    /// <summary>A simulation in which nothing happens finds nothing.</summary>
    [Fact] public void A_seed_meets_alerts_restarts_and_losses()
    {
        var run = LiveOnce(11);
        Assert.True(run is { Raised: > 5, Restarts: > 0 } && run.Spoken > 1_000, $"{run.Raised} alerts, {run.Restarts} restarts, {run.Spoken} readings");
    }

    private static Run LiveOnce(long seed)
    {
        var run = new Run(seed, HomeSize.Small, Rates.Dense);
        run.Live(2);
        return run;
    }

    private static void Live(int seeds, int days, HomeSize size, int silos = 1, bool clocks = false)
    {
        var runner = new Runner(new Options(1, seeds, days, [size], Plant.None, false) { Silos = silos, Clocks = clocks });
        runner.Run(Environment.ProcessorCount);
        Assert.Null(runner.Failure);
        Assert.Equal(seeds, runner.Totals.Seeds);
    }
}
