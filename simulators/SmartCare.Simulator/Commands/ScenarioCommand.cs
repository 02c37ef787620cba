using System.CommandLine;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Home;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Report;
using SmartCare.Simulator.Scenarios;

namespace SmartCare.Simulator.Commands;

/// <summary><c>scenario</c>: short stories with the wall in view.</summary>
internal static class ScenarioCommand
{
    private static readonly Option<double> s_seconds = new("--seconds") { Description = "How long the power is away.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> s_floor = new("--floor") { Description = "Which floor: 1, 2 or 3.", DefaultValueFactory = _ => 1 };

    public static Command Make()
    {
        CommonOptions.Bound(s_seconds, 1, 100_000);
        CommonOptions.Bound(s_floor, 1, 3);
        var outage = Story("outage", "A floor loses power and gets it back.", parsed => OutageScript.Make(parsed.GetValue(s_floor), parsed.GetValue(s_seconds)));
        outage.Add(s_seconds);
        outage.Add(s_floor);
        return new Command("scenario", "A short story, step by step, and what the wall should show.")
        {
            Story("press", "One call for help in room 101.", _ => PressScript.Make()),
            Story("fire", "Smoke in room 205, cleared, and back.", _ => FireScript.Make()),
            Story("fall", "Room 101: a suspected fall taken back, then a confirmed one.", _ => FallScript.Make()),
            Story("night", "A quiet night of room 101 in a minute.", _ => NightScript.Make()),
            outage,
        };
    }

    private static Command Story(string name, string about, Func<ParseResult, Script> make)
    {
        var command = new Command(name, about);
        command.SetAction((parsed, stop) => PlayAsync(make(parsed), parsed, stop));
        return command;
    }

    private static Task<int> PlayAsync(Script script, ParseResult parsed, CancellationToken stop)
    {
        var (server, tally, seed) = (CommonOptions.ServerOf(parsed), new Tally(), parsed.GetValue(CommonOptions.Seed));
        var links = script.Devices.ToDictionary(d => d, d => new DeviceLink(PlanOf(d, script), server, tally, journal: null, Chance.Of(seed, d.Index, 7)));
        return FleetCommand.RunAsync(
            new FleetCommand.Plan(script.Title, server, PlanOf(script.Devices[0], script), [.. links.Values], ConnectFirst: true, script.Length) { Quiet = true },
            tally, journal: null, plain: true, () => new ScriptWorkload(script, links, Console.Out), stop);
    }

    /// <summary>Beside a running home a story speaks on connections of its own; only the one about lost power takes the devices' place.</summary>
    private static LinkPlan PlanOf(SimDevice device, Script script) => script.PlugsIn
        ? HomeNetwork.PlanOf(device)
        : HomeNetwork.PlanOf(device) with { ClientId = "scenario-" + device.Id, AvailabilityTopic = null };
}
