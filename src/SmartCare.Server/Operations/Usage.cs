using SmartCare.Server.Accounts;
using SmartCare.Server.Learning;
using SmartCare.Server.Rehearsal;

namespace SmartCare.Server.Operations;

/// <summary>What <c>SmartCare.Server --help</c> says.</summary>
internal static class Usage
{
    public static int Print(TextWriter to)
    {
        to.WriteLine($"""
            SmartCare.Server [--Key=value ...]     runs the silo: wall, API and MQTT; --demo seeds a home to try
            SmartCare.Server {UserCommand.Name} ...             people who may sign in: {UserCommand.Name} --help
            SmartCare.Server {StoreCommands.Check} --Data:Path=F    is everything that is kept whole?
            SmartCare.Server {StoreCommands.Repair} --Data:Path=F   does what a start does with a damaged store; --clock brings back times
            SmartCare.Server {RehearseCommand.Name} ...         what a changed policy would have made of a recorded journal
            SmartCare.Server {LearnCommand.Train} falls ...      a fall model from recordings; {LearnCommand.Evaluate} ... tries it on others, {LearnCommand.Evaluate} habit ... the rule about silence (docs/learning.md)

            A key is set on the command line (--Http:Port=8080) or in the environment (Http__Port=8080). The keys, which README explains:
            """);
        foreach (var section in Settings.Keys.Order(StringComparer.Ordinal).GroupBy(k => k.Split(':')[0])) to.WriteLine($"  {string.Join("  ", section)}");
        return 0;
    }
}
