using System.CommandLine;

namespace SmartCare.Simulator.Commands;

/// <summary>What the commands understand that look at the alerts of a house.</summary>
internal static class HouseOptions
{
    public static readonly Option<Uri> Http = new("--http")
    {
        Description = "The house's HTTP address, for the hub.", DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"), Recursive = true,
        CustomParser = result => CommonOptions.Address(result, "http", "https"),
    };
}
