using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Bridge;

/// <summary>The bridge to a site's own broker: does a silo that is killed lose anything that the broker had, and how many readings a second go through one connection?</summary>
internal static class BridgeRun
{
    public static readonly string[] Brokers = ["mosquitto", "rabbitmq"];

    private const int Burst = 400;

    private const string Name = "smartcare-sunshine";

    /// <summary>Nothing came for so long: the broker has given what it had.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(3);

    /// <returns>0 when nothing is lost and each press counted once; 2 when the broker is not installed.</returns>
    public static async Task<int> KillAsync(string broker, int messages, int perSecond, int kills)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var started = await StartAsync(broker, isSafe: true);
        if (started is null) return 2;
        await using var silo = await SiloProcess.StartAsync([.. OptionsFor(broker, started.Port)]);
        await UntilUpAsync(silo);
        await using var site = new SitePublisher(started.Port);
        await site.ConnectAsync("site");
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var (sent, redelivered, killed) = (0L, 0d, 0);
        while (sent < messages)
        {
            await pace.WaitForNextTickAsync();
            for (var due = Math.Min(messages, sent + Math.Max(1, perSecond / 100)); sent < due;) await site.PublishAsync(++sent, withPresses: true);
            if (killed >= kills || sent < (long)messages * (killed + 1) / (kills + 1)) continue;
            await silo.WhenUp;
            await UntilUpAsync(silo);
            redelivered += await MetricAsync(silo, "redelivered_total");
            // In the middle of a burst: acknowledgements are under way, and some of them never leave.
            for (var due = Math.Min(messages, sent + Burst); sent < due;) await site.PublishAsync(++sent, withPresses: true);
            await silo.KillAsync();
            killed++;
            _ = silo.StartAgainAsync();
        }

        await site.DrainAsync();
        await silo.WhenUp;
        await UntilQuietAsync(silo);
        redelivered += await MetricAsync(silo, "redelivered_total");
        var counted = await PressesAsync(silo);
        await silo.StopAsync();
        var journal = JournalOnDisk.NumberedReadings(silo.DataPath);
        var (lost, twice) = (site.Acknowledged.Count(r => !journal.ContainsKey(r)), site.Acknowledged.Count(r => journal.GetValueOrDefault(r) > 1));
        Console.WriteLine($"{broker}: {site.Acknowledged.Count:#,0} messages acknowledged by the broker at {perSecond:#,0}/s, silo killed -9 {killed} times: {lost} lost");
        Console.WriteLine($"  {redelivered:#,0} came again with DUP, {twice:#,0} of them stand twice in the journal with the same time and content: one point of the series each");
        Console.WriteLine($"  {site.Presses} presses, counted by the house: {counted}");
        return lost == 0 && counted == site.Presses ? 0 : 1;
    }

    /// <returns>0 when at least this many readings a second were committed; 2 when the broker is not installed.</returns>
    public static async Task<int> RateAsync(string broker, int readings, int wanted)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        // What is measured is the bridge, so its broker saves when it stops.
        await using var started = await StartAsync(broker, isSafe: false);
        if (started is null) return 2;
        await using var silo = await SiloProcess.StartAsync([.. OptionsFor(broker, started.Port)]);
        await UntilUpAsync(silo);
        await silo.StopAsync();
        await using (var site = new SitePublisher(started.Port))
        {
            await site.ConnectAsync("site");
            for (var n = 1L; n <= readings; n++) await site.PublishAsync(n, withPresses: false);
            await site.DrainAsync();
        }

        await silo.StartAgainAsync();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var (first, last) = (default(Mark), default(Mark));
        while (await pace.WaitForNextTickAsync())
        {
            var mark = new Mark(await MetricAsync(silo, "acknowledged_total"), Stopwatch.GetTimestamp(), ProcessCosts.CpuSeconds(silo.Child.Id), ProcessCosts.CpuSeconds(started.Id));
            // The first tenth warms up what was started a second ago.
            if (first.At == 0 && mark.Acknowledged >= readings / 10d) first = mark;
            if (first.At != 0 && last.At == 0 && mark.Acknowledged >= readings * 0.95) last = mark;
            if (last.At != 0) break;
        }

        var (seconds, taken) = (Stopwatch.GetElapsedTime(first.At, last.At).TotalSeconds, last.Acknowledged - first.Acknowledged);
        var rate = taken / seconds;
        Console.WriteLine($"{broker}: {rate:#,0} readings/s committed and acknowledged through one connection ({taken:#,0} in {seconds:0.0} s)");
        Console.WriteLine($"  CPU: silo {(last.Silo - first.Silo) / seconds:0.00} cores ({(last.Silo - first.Silo) / taken * 1e6:0.0} s per million), {broker} {(last.Broker - first.Broker) / seconds:0.00} cores, of {Environment.ProcessorCount}");
        return rate >= wanted ? 0 : 1;
    }

    private readonly record struct Mark(double Acknowledged, long At, double Silo, double Broker);

    private static async Task<StartedBroker?> StartAsync(string name, bool isSafe)
    {
        if (!(name == "rabbitmq" ? RabbitProcess.IsInstalled : MosquittoProcess.IsInstalled))
        {
            Console.Error.WriteLine($"{name} is not installed; tests/install.sh does it.");
            return null;
        }

        if (name == "rabbitmq")
        {
            var rabbit = await RabbitProcess.StartAsync();
            return new StartedBroker(rabbit.Port, rabbit.Id, rabbit);
        }

        var mosquitto = await MosquittoProcess.StartAsync(isSafe);
        return new StartedBroker(mosquitto.Port, mosquitto.Id, mosquitto);
    }

    private static string[] OptionsFor(string broker, int port) =>
        [$"--Mqtt:Upstream:0:Url=mqtt://127.0.0.1:{port}", "--Mqtt:Upstream:0:Site=sunshine", $"--Mqtt:Upstream:0:Version={(broker == "rabbitmq" ? "3.1.1" : "5.0")}"];

    private static async Task UntilUpAsync(SiloProcess silo)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await MetricAsync(silo, "up") < 1) await pace.WaitForNextTickAsync();
    }

    private static async Task UntilQuietAsync(SiloProcess silo)
    {
        await UntilUpAsync(silo);
        using var pace = new PeriodicTimer(s_quiet);
        for (var before = -1d; await MetricAsync(silo, "received_total") is var now && now != before; before = now) await pace.WaitForNextTickAsync();
    }

    /// <summary>How often the house says that it was called, over all its alerts.</summary>
    private static async Task<int> PressesAsync(SiloProcess silo)
    {
        using var http = new HttpClient { BaseAddress = silo.Http };
        http.DefaultRequestHeaders.Add("Cookie", await Session.SignInAsync(silo.Http, "admin"));
        using var alerts = JsonDocument.Parse(await http.GetStringAsync("/api/alerts?state=all&site=sunshine&limit=500"));
        return alerts.RootElement.GetProperty("items").EnumerateArray().Where(a => a.GetProperty("kind").GetString() == "help").Sum(a => a.GetProperty("occurrences").GetInt32());
    }

    private static async Task<double> MetricAsync(SiloProcess silo, string name)
    {
        using var http = new HttpClient { BaseAddress = silo.Http };
        var sample = $"smartcare_upstream_{name}{{upstream=\"{Name}\"}} ";
        var line = (await http.GetStringAsync("/metrics")).Split('\n').FirstOrDefault(l => l.StartsWith(sample, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[sample.Length..], CultureInfo.InvariantCulture);
    }

    private sealed record StartedBroker(int Port, int Id, IAsyncDisposable Process) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
