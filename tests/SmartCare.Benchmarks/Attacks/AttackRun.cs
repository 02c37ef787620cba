using System.Globalization;
using SmartCare.Benchmarks.Soak;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Attacks;

/// <summary>
/// Strangers do what they can to a real silo process, one kind after the other, while elders press their buttons and a wall listens; at the end the silo is
/// killed, and devices with passwords of their own come back while strangers storm the door.
/// </summary>
internal static class AttackRun
{
    private const double PressWithinMs = 250, AllInWithinSeconds = 10;
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(5);

    private static readonly (Attack Attack, int Connections)[] s_attacks =
    [
        (Attack.SignIns, 400), (Attack.LongNames, 32), (Attack.Connects, 400), (Attack.Requests, 64), (Attack.SilentHttp, 20_000), (Attack.SilentMqtt, 20_000),
        (Attack.SlowHttp, 20_000), (Attack.SlowMqtt, 20_000),
    ];

    /// <returns>0 when every press was heard in time under every attack and all devices came back in time.</returns>
    public static async Task<int> RunAsync(Attack? only, int seconds, int devices)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var silo = await SiloProcess.StartAsync("--Logging:LogLevel:Default=Error");
        var cookie = await Session.SignInAsync(silo.Http, "admin");
        var isGood = true;
        await using (var buttons = await Buttons.ConnectAsync(silo, cookie))
        {
            // What is slow the first time is not counted.
            await buttons.PressAsync(s_settle);
            Console.WriteLine("| attack | connections | press -> hub, standing | unheard | a button that wakes: connect, press -> hub | wall came back | data folder | RSS |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            isGood &= await TellAsync("none", 0, silo, buttons, seconds);
            foreach (var (attack, connections) in s_attacks)
            {
                if (only is not null && only != attack) continue;
                var port = attack is Attack.Connects or Attack.SilentMqtt or Attack.SlowMqtt ? silo.MqttPort : silo.Http.Port;
                await using var strangers = await Strangers.StartAsync(attack, port, connections);
                await Task.Delay(s_settle + TimeSpan.FromSeconds(connections / 4_000));
                isGood &= await TellAsync(attack.ToString(), connections, silo, buttons, seconds);
                Console.WriteLine($"  {await strangers.StopAsync()}");
            }
        }

        return await ComeBackAsync(silo, devices) && isGood ? 0 : 1;
    }

    private static async Task<bool> TellAsync(string attack, int connections, SiloProcess silo, Buttons buttons, int seconds)
    {
        var (before, returns) = (Bytes(silo), buttons.Returns);
        var (standing, woken, unheard) = await buttons.PressAsync(TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"| {attack} | {connections:#,0} | {standing} | {unheard} | {woken} | {buttons.Returns - returns} times | {(Bytes(silo) - before) / 1e6 / seconds:+0.00;-0.00} MB/s | {Brokers.ProcessCosts.ResidentKiB(silo.Child.Id) / 1024:0} MiB |");
        return unheard == 0 && standing.P99 < PressWithinMs;
    }

    private static async Task<bool> ComeBackAsync(SiloProcess silo, int devices)
    {
        if (devices == 0) return true;
        var own = new OwnPasswords(silo, devices);
        await own.RegisterAsync(await Session.SignInAsync(silo.Http, "admin"));
        var isGood = true;
        foreach (var attack in (Attack?[])[null, Attack.SignIns, Attack.Connects])
        {
            await silo.KillAsync();
            await silo.StartAgainAsync();
            var port = attack is Attack.Connects ? silo.MqttPort : silo.Http.Port;
            await using var strangers = attack is { } storm ? await Strangers.StartAsync(storm, port, 400) : null;
            var (all, slowest, failed) = await own.ComeBackAsync(CancellationToken.None);
            Console.WriteLine($"after a restart, {devices:#,0} devices with passwords of their own, {attack?.ToString() ?? "no"} attack: all in after {all.TotalSeconds:0.0} s, slowest CONNECT {slowest.TotalSeconds:0.0} s, {failed:#,0} tries in vain");
            isGood &= all.TotalSeconds < AllInWithinSeconds;
        }

        return isGood;
    }

    private static long Bytes(SiloProcess silo) => new DirectoryInfo(silo.DataPath).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}
