using SmartCare.Server;
using SmartCare.Server.Operations;

try
{
    await using var app = CareHost.Build(args);
    await CareHost.RunAsync(app);
    return 0;
}
catch (SettingException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
