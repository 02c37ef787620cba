using System.CommandLine;
using SmartCare.Simulator.Api;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Home;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Report;
using SmartCare.Simulator.Scenarios;
using SmartCare.Simulator.Verdict;

namespace SmartCare.Simulator.Commands;

/// <summary><c>scenario</c>: short stories with the wall in view.</summary>
internal static class ScenarioCommand
{
    private static readonly Option<double> s_seconds = new("--seconds") { Description = "How long the power is away.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> s_floor = new("--floor") { Description = "Which floor: 1, 2 or 3.", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> s_person = new("--person")
    {
        Description = "Who looks at the hub.", DefaultValueFactory = _ => "duty", Recursive = true,
    };

    private static readonly Option<string> s_personPassword = new("--person-password")
    {
        Description = "Of who looks at the hub.", DefaultValueFactory = _ => "duty", Recursive = true,
    };

    private static readonly Option<bool> s_noVerdict = new("--no-verdict") { Description = "Only play the story; nobody looks at the hub.", Recursive = true };

    public static Command Make()
    {
        CommonOptions.Bound(s_seconds, 1, 100_000);
        CommonOptions.Bound(s_floor, 1, 3);
        var outage = Story("outage", "A floor loses power and gets it back.", parsed => OutageScript.Make(parsed.GetValue(s_floor), parsed.GetValue(s_seconds)));
        outage.Add(s_seconds);
        outage.Add(s_floor);
        return new Command("scenario", "A short story, step by step; exit code 1 when the hub does not show what has to come.")
        {
            Story("press", "One call for help in room 101.", _ => PressScript.Make()),
            Story("fire", "Smoke in room 205, cleared, and back.", _ => FireScript.Make()),
            Story("fall", "Room 101: a suspected fall taken back, then a confirmed one.", _ => FallScript.Make()),
            Story("night", "A quiet night of room 101 in a minute.", _ => NightScript.Make()),
            outage, HouseOptions.Http, s_person, s_personPassword, s_noVerdict,
        };
    }

    private static Command Story(string name, string about, Func<ParseResult, Script> make)
    {
        var command = new Command(name, about);
        command.SetAction((parsed, stop) => PlayAsync(make(parsed), parsed, stop));
        return command;
    }

    private static async Task<int> PlayAsync(Script script, ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(s_noVerdict)) return await PlayAsync(script, parsed, static _ => { }, stop);
        var (api, trouble) = await CareApi.EnterAsync(parsed.GetValue(HouseOptions.Http)!, parsed.GetValue(s_person)!, parsed.GetValue(s_personPassword)!, stop);
        if (api is null)
        {
            Console.Error.WriteLine($"{trouble} (--no-verdict only plays the story)");
            return ExitCodes.Unreachable;
        }

        await using (api)
        {
            ScriptWorkload? played = null;
            var exit = await PlayAsync(script, parsed, workload => played = workload, stop);
            if (played is null) return exit;
            var isGood = await new Judge(api.Changes).RuleAsync(played.Expected, Console.Out);
            Console.WriteLine(isGood ? "verdict: the hub showed what had to come" : "verdict: the hub did NOT show what had to come");
            return isGood ? exit : ExitCodes.Bad;
        }
    }

    private static Task<int> PlayAsync(Script script, ParseResult parsed, Action<ScriptWorkload> begun, CancellationToken stop)
    {
        var (server, tally, seed) = (CommonOptions.ServerOf(parsed), new Tally(), parsed.GetValue(CommonOptions.Seed));
        var links = script.Devices.ToDictionary(d => d, d => new DeviceLink(PlanOf(d, script), server, tally, journal: null, Chance.Of(seed, d.Index, 7)));
        var workload = new ScriptWorkload(script, links, Console.Out);
        return FleetCommand.RunAsync(
            new FleetCommand.Plan(script.Title, server, PlanOf(script.Devices[0], script), [.. links.Values], ConnectFirst: true, script.Length) { Quiet = true },
            tally, journal: null, plain: true, () =>
            {
                begun(workload);
                return workload;
            }, stop);
    }

    /// <summary>Beside a running home a story speaks on connections of its own; only the one about lost power takes the devices' place.</summary>
    private static LinkPlan PlanOf(SimDevice device, Script script) => script.PlugsIn
        ? HomeNetwork.PlanOf(device)
        : HomeNetwork.PlanOf(device).WithoutAvailability() with { ClientId = "scenario-" + device.Id };
}
