using SmartCare.Server;
using SmartCare.Server.Operations;
using SmartCare.Server.Rehearsal;

try
{
    if (args is [RehearseCommand.Name, ..]) return RehearseCommand.Run(args[1..], Console.Out);
    if (args is [StoreCommands.Check or StoreCommands.Repair, ..]) return StoreCommands.Run(args[0], args[1..], TimeProvider.System, Console.Out);
    await using var app = CareHost.Build(args);
    await CareHost.RunAsync(app);
    return 0;
}
catch (SettingException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
