using System.CommandLine;

namespace SmartCare.Simulator.Commands;

/// <summary>All that the simulator can be told.</summary>
internal static class Simulation
{
    public static RootCommand Root() => new("Homes, elders, devices, gateways and staff over real MQTT and the public API: life, scenarios with a verdict, and load for a SmartCare server.")
    {
        CommonOptions.Host, CommonOptions.Port, CommonOptions.Url, CommonOptions.Authority, CommonOptions.User, CommonOptions.Prefix, CommonOptions.Password,
        CommonOptions.Seed, CommonOptions.Plain,
        HomeCommand.Make(), HouseCommand.Make(), ScenarioCommand.Make(), StaffCommand.Make(), LoadCommand.Make(),
    };
}
