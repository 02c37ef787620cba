using System.Text.RegularExpressions;

namespace SmartCare.Simulation.Tests;

/// <summary>What README and the simulation's page tell to type is understood.</summary>
public sealed partial class CommandTests
{
    [Theory, InlineData("README.md"), InlineData("docs/simulation.md")]
    public void Every_command_that_is_written_down_is_understood(string page)
    {
        var commands = Command().Matches(File.ReadAllText(Path.Combine(Root(), page))).Select(m => m.Groups["arguments"].Value.Trim()).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.NotNull(Options.Read(c.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SmartCare.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"tests/SmartCare\.Simulation -- (?<arguments>[^`\n|]+)")]
    private static partial Regex Command();
}
