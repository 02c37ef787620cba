using System.CommandLine;
using SmartCare.Simulator;
using SmartCare.Simulator.Commands;

var parsed = Simulation.Root().Parse(args);
var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Limits.Termination });
return parsed.Errors.Count > 0 ? ExitCodes.BadArguments : exit;
