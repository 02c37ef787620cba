using SmartCare.Server;
using SmartCare.Server.Accounts;
using SmartCare.Server.Learning;
using SmartCare.Server.Operations;
using SmartCare.Server.Rehearsal;

try
{
    if (args is ["--help" or "-h" or "help", ..]) return Usage.Print(Console.Out);
    if (args is [UserCommand.Name, ..]) return await UserCommand.RunAsync(args[1..], Console.IsInputRedirected ? Console.In : TextReader.Null, Console.Out, TimeProvider.System);
    if (args is [RehearseCommand.Name, ..]) return RehearseCommand.Run(args[1..], Console.Out);
    if (args is [LearnCommand.Train or LearnCommand.Evaluate, ..]) return LearnCommand.Run(args[0], args[1..], TimeProvider.System, Console.Out);
    if (args is [StoreCommands.Check or StoreCommands.Repair, ..]) return StoreCommands.Run(args[0], args[1..], TimeProvider.System, Console.Out);
    if (args is [var word, ..] && !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal))
        throw new SettingException($"{word}: there is no such command; SmartCare.Server --help lists them.");
    await using var app = CareHost.Build(args);
    await CareHost.RunAsync(app);
    return 0;
}
catch (SettingException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
