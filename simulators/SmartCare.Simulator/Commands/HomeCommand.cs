using System.CommandLine;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Home;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Commands;

/// <summary><c>home</c>: the demo home lives.</summary>
internal static class HomeCommand
{
    /// <summary>The demo home stands in Shanghai, which has had no summer time since 1991.</summary>
    private static readonly TimeSpan s_zone = TimeSpan.FromHours(8);

    private static readonly Option<double> s_speed = new("--speed")
    {
        Description = "How much faster than real the elders live (1 to 10,000). Heartbeats stay real.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double?> s_seconds = new("--seconds") { Description = "Stop after so long; without it, Ctrl-C stops." };

    public static Command Make()
    {
        CommonOptions.Bound(s_speed, 1, 10_000);
        CommonOptions.Bound(s_seconds, 0.1, 1e8);
        var command = new Command("home", "The demo home lives: 380 devices, 140 elders, until Ctrl-C.") { s_speed, s_seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (seed, speed, tally) = (parsed.GetValue(CommonOptions.Seed), parsed.GetValue(s_speed), new Tally());
        var server = CommonOptions.ServerOf(parsed);
        var network = new HomeNetwork(server, tally, seed);
        TimeSpan? duration = parsed.GetValue(s_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return FleetCommand.RunAsync(
            new FleetCommand.Plan($"home at speed {speed:0.##}", server, HomeNetwork.PlanOf(DemoHouse.Devices[0]), network.Links, ConnectFirst: false, duration),
            tally, journal: null, parsed.GetValue(CommonOptions.Plain),
            () => new HomeWorkload(network, DateTimeOffset.UtcNow.ToOffset(s_zone).DateTime, speed, seed), stop);
    }
}
