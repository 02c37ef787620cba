using System.CommandLine;
using SmartCare.Simulator;
using SmartCare.Simulator.Commands;

var root = new RootCommand("Homes, elders and devices over real MQTT: life, scenarios and load for a SmartCare server.")
{
    CommonOptions.Host, CommonOptions.Port, CommonOptions.Password, CommonOptions.Seed, CommonOptions.Plain,
    HomeCommand.Make(), ScenarioCommand.Make(), LoadCommand.Make(),
};
var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Limits.Termination });
return parsed.Errors.Count > 0 ? ExitCodes.BadArguments : exit;
