using System.CommandLine;
using SmartCare.Simulator.Api;
using SmartCare.Simulator.Staff;

namespace SmartCare.Simulator.Commands;

/// <summary><c>staff</c>: duty and family who answer what the hub shows.</summary>
internal static class StaffCommand
{
    private static readonly Option<string[]> s_people = new("--duty")
    {
        Description = "user:password of each who answers: acknowledges, arrives, resolves.", DefaultValueFactory = _ => ["duty:duty"], AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> s_family = new("--family")
    {
        Description = "user:password of each relative, who writes a note.", DefaultValueFactory = _ => ["family:family"], AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<double> s_speed = new("--speed") { Description = "How much faster than people they are.", DefaultValueFactory = _ => 1 };

    private static readonly Option<double?> s_seconds = new("--seconds") { Description = "Stop after so long; without it, Ctrl-C stops." };

    public static Command Make()
    {
        CommonOptions.Bound(s_speed, 0.1, 1_000);
        CommonOptions.Bound(s_seconds, 0.1, 1e8);
        foreach (var option in (Option<string[]>[])[s_people, s_family])
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string[]>()?.FirstOrDefault(p => !p.Contains(':')) is { } bad) result.AddError($"{option.Name} is user:password, not {bad}.");
            });
        var command = new Command("staff", "Duty and family answer the alerts of a house as people do, after a while, until Ctrl-C.")
        {
            HouseOptions.Http, s_people, s_family, s_speed, s_seconds,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var seed = parsed.GetValue(CommonOptions.Seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (parsed.GetValue(s_seconds) is { } seconds) end.CancelAfter(TimeSpan.FromSeconds(seconds));
        var apis = new List<CareApi>();
        try
        {
            var people = new List<Person>();
            foreach (var (who, answers) in parsed.GetValue(s_people)!.Select(p => (p, (Func<string, IReadOnlyList<Answer>>)(a => Answers.OfStaff(seed, a))))
                .Concat(parsed.GetValue(s_family)!.Select(p => (p, (Func<string, IReadOnlyList<Answer>>)(a => Answers.OfFamily(seed, a))))))
            {
                var parts = who.Split(':', 2);
                var (api, trouble) = await CareApi.EnterAsync(parsed.GetValue(HouseOptions.Http)!, parts[0], parts[1], stop);
                if (api is null)
                {
                    await Console.Error.WriteLineAsync(trouble);
                    return ExitCodes.Unreachable;
                }

                apis.Add(api);
                people.Add(new Person(api, answers, parsed.GetValue(s_speed), Console.Out));
            }

            var stayed = await Task.WhenAll(people.Select(p => p.LiveAsync(end.Token)));
            await Console.Out.WriteLineAsync($"answers={people.Sum(p => p.Done)}");
            return stayed.All(s => s) ? ExitCodes.Good : ExitCodes.Bad;
        }
        finally
        {
            foreach (var api in apis) await api.DisposeAsync();
        }
    }
}
