using SmartCare.Simulation.Plants;
using SmartCare.Simulation.World;
using Xunit.Abstractions;

namespace SmartCare.Simulation.Tests;

/// <summary>Each oracle bites: a bug planted on purpose is found, and by the oracle that is there for it.</summary>
public sealed class PlantTests(ITestOutputHelper output)
{
    private static readonly Dictionary<Plant, string> s_oracles = new()
    {
        [Plant.DropEntry] = "acknowledged means saved", [Plant.LoseAlarm] = "a need is one open alert|presses are counted", [Plant.DoublePress] = "presses are counted",
        [Plant.WrongSubject] = "no alert without a cause", [Plant.LoseTimer] = "timers survive and are on time", [Plant.LateTimer] = "timers survive and are on time",
        [Plant.EscalateTwice] = "histories are lives", [Plant.RingOnTest] = "no alert without a cause", [Plant.CryWolf] = "no alert without a cause",
        [Plant.UnsteadyRule] = "a fresh activation knows what was committed", [Plant.LoseOldState] = "a fresh activation knows what was committed", [Plant.ReuseSeq] = "numbers are unique",
        [Plant.ReuseId] = "histories are lives", [Plant.LifeAfterDeath] = "histories are lives", [Plant.WaitForDisk] = "decided is shown",
        [Plant.HideHigh] = "what is urgent rings|a site speaks for itself", [Plant.TellNobody] = "who must be told is told", [Plant.TellStrangers] = "who must be told is told",
        [Plant.MissFlood] = "a site speaks for itself", [Plant.DrillInEarnest] = "a drill is a drill",
        [Plant.FreezeClock] = "timers survive and are on time|a need is one open alert", [Plant.TrustClock] = "timers survive and are on time|a need is one open alert",
        [Plant.BelieveOldTime] = "a need is one open alert|presses are counted",
        [Plant.ForgetStanding] = "resolved is not over|a fresh activation knows what was committed", [Plant.RingPhones] = "phones stay calm",
        [Plant.SkipFence] = "who was given up never writes|decided is shown", [Plant.DropLetter] = "a need is one open alert|presses are counted", [Plant.TakeLetterTwice] = "presses are counted",
    };

    public static TheoryData<string> Names => new(Enum.GetValues<Plant>().Skip(1).Select(Options.NameOf));

    [Theory, MemberData(nameof(Names))]
    public void A_planted_bug_is_found(string name)
    {
        var runner = new Runner(Options.Read(["--plant", name, "--seeds", "1000", "--days", "1", "--home", "small"]));
        runner.Run(Environment.ProcessorCount);
        Assert.NotNull(runner.Failure);
        output.WriteLine(runner.Failure.ToString());
        var plant = Enum.GetValues<Plant>().Single(p => Options.NameOf(p) == name);
        Assert.Contains(runner.Failure.Oracle, s_oracles[plant].Split('|'));
        Assert.Contains($"--first-seed {runner.Failure.Seed} --seeds 1 --days 1 --home small --plant {name}", runner.Failure.Command);
    }

    [Fact] public void Every_plant_has_its_oracle() => Assert.Equal(Enum.GetValues<Plant>().Skip(1).Order(), s_oracles.Keys.Order());

    [Theory, InlineData("--plant", "weeds"), InlineData("--home", "huge"), InlineData("--seeds", "many"), InlineData("--what", "ever"), InlineData("--clocks", "--silos", "3")]
    public void What_the_program_does_not_know_it_refuses(params string[] args) => Assert.Throws<ArgumentException>(() => Options.Read(args));
}
