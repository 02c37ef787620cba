using System.Diagnostics;
using System.Globalization;
using SmartCare.Testing;
using Xunit.Abstractions;

namespace SmartCare.EndToEnd.Tests;

/// <summary>
/// The silo is killed with SIGKILL again and again while real clients publish. Acknowledged means safe, a press is one alert, and what fell due
/// meanwhile comes at once.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>The full number is a command: <c>KILLS=50 dotnet test -c Release tests/SmartCare.EndToEnd.Tests --filter Kill</c>. At most 86: each
    /// button is pressed once, and each radar suspects once.</summary>
    private static readonly int s_kills = int.Parse(Environment.GetEnvironmentVariable("KILLS") ?? "10", CultureInfo.InvariantCulture);

    /// <summary>Which moments the kills hit; another seed hits others.</summary>
    private const int Seed = 20261122;

    /// <summary>Calls of before the first kill, whose escalations are made to fall due while the silo is down.</summary>
    private const int EarlyCalls = 3;

    /// <summary>A fall that is suspected so many kills before the last has its window's end among them.</summary>
    private const int KillsInWindow = 6;

    private static readonly TimeSpan s_inTime = TimeSpan.FromSeconds(5);

    /// <summary>Rooms where falls are suspected.</summary>
    private static readonly string[] s_radars = [.. Enumerable.Range(201, 20).Concat(Enumerable.Range(301, 20)).Select(r => $"{r}")];

    /// <summary>Whose button is pressed, each once.</summary>
    private static readonly string[] s_beds =
    [
        .. Enumerable.Range(101, 20).SelectMany(r => (string[])[$"{r}-1", $"{r}-2"]), .. Enumerable.Range(1, 20).Select(h => $"h{h:000}"),
        .. Enumerable.Range(301, 20).SelectMany(r => (string[])[$"{r}-1", $"{r}-2"]),
    ];

    [Fact]
    public async Task Kills_under_load_lose_nothing_acknowledged_count_every_press_once_and_delay_nothing_that_is_due()
    {
        var random = new Random(Seed);
        await using var silo = await SiloProcess.StartAsync();
        var due = new DueAlarms(silo);
        for (var early = 0; early < EarlyCalls; early++) await due.CallAsync(s_beds[early], qos: 1 + early % 2);
        var once = new ReadingLoad(silo.MqttPort, [.. Enumerable.Range(311, 10).Select(r => $"door-{r}")], perSecond: 250, qos: 2);
        var atLeastOnce = new ReadingLoad(silo.MqttPort, [.. Enumerable.Range(301, 10).Select(r => $"door-{r}")], perSecond: 250, qos: 1);
        Task ReachedAsync(int least, int most) =>
            Task.WhenAll(once.ReachedAsync(once.Count + random.Next(least, most)), atLeastOnce.ReachedAsync(atLeastOnce.Count + random.Next(least, most)));

        var slowest = TimeSpan.Zero;
        var cycle = Stopwatch.StartNew();
        for (var kill = 0; kill < s_kills; kill++)
        {
            await ReachedAsync(50, 400);
            if (kill < s_kills - KillsInWindow) await FallAsync(due, kill);
            _ = due.PressAsync(s_beds[EarlyCalls + kill], qos: 1 + kill % 2);
            await ReachedAsync(1, 100);
            await silo.KillAsync();
            // What would fall due while the silo starts, or is up until the next kill, is made to fall due while it is down.
            if (due.Within(cycle.Elapsed) is { } soon) await Until.ReachedAsync(soon);
            cycle.Restart();
            await silo.StartAgainAsync();
            if (silo.StartTook > slowest) slowest = silo.StartTook;
        }

        await silo.KillAsync();
        await Until.ReachedAsync(due.Last!.Value);
        await silo.StartAgainAsync();
        using var api = await Api.SignInAsync(silo.Http, "duty");
        var (falls, escalations, presses) = (await due.FallsAsync(api), await due.EscalationsAsync(api), await due.PressesAsync(api));
        Say("falls, each counted once", falls);
        output.WriteLine($"{due.TakenBack} falls taken back in their window, none rang");
        Say("escalations", escalations);
        Say("presses, each counted once", presses);

        await Task.WhenAll(once.StopAsync(), atLeastOnce.StopAsync());
        Assert.Equal(0, await silo.StopAsync());
        var journal = JournalOnDisk.NumberedReadings(silo.DataPath);
        var lost = once.Acknowledged.Concat(atLeastOnce.Acknowledged).Where(r => !journal.ContainsKey(r)).ToList();
        var doubled = once.Acknowledged.Where(r => journal.GetValueOrDefault(r) > 1).ToList();
        output.WriteLine($"{s_kills + 1} kills, {atLeastOnce.Acknowledged.Count} readings acknowledged at QoS 1 and {once.Acknowledged.Count} at QoS 2, {lost.Count} lost, "
            + $"{doubled.Count} of QoS 2 doubled, {atLeastOnce.Acknowledged.Count(r => journal.GetValueOrDefault(r) > 1)} of QoS 1 sent again and recognised, "
            + $"slowest restart {slowest.TotalMilliseconds:0} ms");
        Assert.Empty(lost);
        Assert.Empty(doubled);
        // A machine that takes long to start is slow in all that follows, too.
        var inTime = slowest > s_inTime ? slowest : s_inTime;
        Assert.All([.. falls, .. escalations, .. presses], v => Assert.True(v.Late < inTime, $"{v}"));
        Assert.True(Math.Min(falls.Count(v => v.WhileDown), escalations.Count(v => v.WhileDown)) > 1);
        Assert.True(Math.Min(once.Acknowledged.Count, atLeastOnce.Acknowledged.Count) > s_kills * 50);
    }

    /// <summary>Before every other kill someone falls, and before the next one every third of them has got up again: the crash comes right after
    /// the acknowledgement of either.</summary>
    private static async Task FallAsync(DueAlarms due, int kill)
    {
        var (fall, isSecond) = (kill / 2, kill % 2 == 1);
        if (!isSecond) await due.SuspectAsync(s_radars[fall], qos: 1 + fall % 2);
        else if (fall % 3 == 2) await due.TakeBackAsync(s_radars[fall], qos: 1 + fall % 2);
    }

    private void Say(string what, List<DueAlarms.Verdict> all)
    {
        var slowest = all.MaxBy(v => v.Late);
        output.WriteLine($"{all.Count} {what}, {all.Count(v => v.WhileDown)} due while the silo was down; the slowest came "
            + $"{slowest.Late.TotalMilliseconds:0} ms after it was due and the silo up ({slowest.What}: {slowest.Course})");
    }
}
