using System.CommandLine;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.House;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Commands;

/// <summary><c>house</c>: a house from a file speaks, directly and through its zigbee2mqtt gateways.</summary>
internal static class HouseCommand
{
    private static readonly Argument<string> s_file = new("file")
    {
        Description = "The registry's document, as GET /api/registry/export gives it; an example is houses/small-home.json.",
    };

    private static readonly Option<double> s_events = new("--events-per-hour")
    {
        Description = "How often something happens in the house: presses, falls, smoke, doors.", DefaultValueFactory = _ => 60,
    };

    private static readonly Option<double?> s_seconds = new("--seconds") { Description = "Stop after so long; without it, Ctrl-C stops." };

    public static Command Make()
    {
        CommonOptions.Bound(s_events, 0, 100_000);
        CommonOptions.Bound(s_seconds, 0.1, 1e8);
        var command = new Command("house", "Every device of a house from a file speaks as its maker's does, until Ctrl-C.") { s_file, s_events, s_seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (house, trouble) = HouseFile.Read(parsed.GetValue(s_file)!);
        if (house is null)
        {
            await Console.Error.WriteLineAsync(trouble);
            return ExitCodes.BadArguments;
        }

        var (server, tally, seed) = (CommonOptions.ServerOf(parsed), new Tally(), parsed.GetValue(CommonOptions.Seed));
        var network = new HouseNetwork(house, server, tally, seed);
        TimeSpan? duration = parsed.GetValue(s_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return await FleetCommand.RunAsync(
            new FleetCommand.Plan($"house of {house.Devices.Count} devices", server, network.Plans[0], network.Links, ConnectFirst: true, duration) { Quiet = true },
            tally, journal: null, parsed.GetValue(CommonOptions.Plain),
            () => new HouseWorkload(network.Speakers, parsed.GetValue(s_events), seed, Console.Out), stop);
    }
}
