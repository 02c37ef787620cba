using System.CommandLine;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Load;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Commands;

/// <summary><c>load</c>: many connections, an even rate, every acknowledgement counted.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> s_devices = new("--devices", "--connections")
    {
        Description = "Connections. Up to 380 each is a device of the demo home; more log in as gateways.", DefaultValueFactory = _ => DemoHouse.Devices.Count,
    };

    private static readonly Option<double> s_rate = new("--rate") { Description = "Messages per second, all together.", DefaultValueFactory = _ => 100 };
    private static readonly Option<double> s_seconds = new("--seconds") { Description = "How long to send.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> s_presses = new("--presses-per-minute") { Description = "Calls for help among the readings." };
    private static readonly Option<bool> s_gateway = new("--gateway") { Description = "All connections log in as gateways." };
    private static readonly Option<string?> s_journal = new("--journal") { Description = "Write a line 'deviceId n acknowledged' for each acknowledged message." };

    public static Command Make()
    {
        CommonOptions.Bound(s_devices, 1, 20_000);
        CommonOptions.Bound(s_rate, 0.01, 100_000);
        CommonOptions.Bound(s_seconds, 0.1, 1e8);
        CommonOptions.Bound(s_presses, 0, 60_000);
        var command = new Command("load", "Send readings at an even rate and measure the acknowledgements.")
        {
            s_devices, s_rate, s_seconds, CommonOptions.Qos, s_presses, s_gateway, s_journal,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var plan = new LoadPlan(
            parsed.GetValue(s_devices), parsed.GetValue(s_rate), TimeSpan.FromSeconds(parsed.GetValue(s_seconds)),
            parsed.GetValue(s_presses), parsed.GetValue(s_gateway));
        AckJournal? journal = null;
        try
        {
            if (parsed.GetValue(s_journal) is { } path) journal = new AckJournal(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"--journal: {e.Message}");
            return ExitCodes.BadArguments;
        }

        using (journal)
        {
            return await LoadAsync(plan, journal, CommonOptions.ServerOf(parsed, parsed.GetValue(CommonOptions.Qos)), parsed, stop);
        }
    }

    private static Task<int> LoadAsync(LoadPlan plan, AckJournal? journal, ServerAddress server, ParseResult parsed, CancellationToken stop)
    {
        var (tally, seed) = (new Tally(), parsed.GetValue(CommonOptions.Seed));
        var plans = plan.Links().ToList();
        DeviceLink[] links = [.. plans.Select((p, i) => new DeviceLink(p, server, tally, journal, Chance.Of(seed, i, 7)))];
        return FleetCommand.RunAsync(
            new FleetCommand.Plan($"load of {plan.Rate:0.##}/s at QoS {server.Qos}{(plan.AsGateway ? " by gateways" : "")}",
                server, plans[0], links, ConnectFirst: true, plan.Duration),
            tally, journal, parsed.GetValue(CommonOptions.Plain), () => new LoadWorkload(plan, links), stop);
    }
}
