using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartCare.Testing;

namespace SmartCare.Benchmarks;

/// <summary>How long an elder waits for the wall: PUBLISH of a press on one socket, the alert on a hub client's, a real silo process between.</summary>
internal static class PressToHub
{
    private const int BackgroundDevices = 50;
    private const int PressesPerSecond = 20;

    public static async Task<int> RunAsync(int readingsPerSecond, int presses, CancellationToken cancellation)
    {
        await using var silo = await SiloProcess.StartAsync();
        await using var wall = await HubClient.ConnectAsync(silo.Http, await Session.SignInAsync(silo.Http, "duty"), cancellation);
        await wall.InvokeAsync("Resume", 0);
        await using var button = await ConnectAsync(silo, "gateway");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var background = Background.Start(silo.MqttPort, readingsPerSecond, stop.Token);

        // The first hundred warm both processes up and are not counted.
        var taken = new List<double>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PressesPerSecond));
        for (var i = 0; i < presses + 100 && await pace.WaitForNextTickAsync(cancellation); i++)
        {
            var device = $"call-{101 + i % 20}-{1 + i / 20 % 2}";
            var from = Stopwatch.GetTimestamp();
            var acknowledged = button.PublishAsync($"smartcare/{device}", """{"action":"emergency"}"""u8.ToArray(), cancellationToken: cancellation);
            var alert = await wall.Alerts.ReadAsync(cancellation);
            if (alert.Alert.GetProperty("device").GetProperty("id").GetString() != device) throw new InvalidOperationException("Another alert came first.");
            if (i >= 100) taken.Add(Stopwatch.GetElapsedTime(from, alert.ReceivedAt).TotalMilliseconds);
            await acknowledged;
        }

        await stop.CancelAsync();
        var (sent, seconds) = await background;
        var times = new Spread(taken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"press to hub, {taken.Count} presses, {sent / seconds:0} acknowledged readings/s in the background: {times}"));
        return 0;
    }

    private static async Task<MqttNetClient> ConnectAsync(SiloProcess silo, string user)
    {
        var client = new MqttNetClient(new MqttNetOptions { Port = silo.MqttPort, UserName = user, Password = "demo" });
        await client.ConnectAsync();
        return client;
    }

    /// <summary>Many devices, each on its own connection, that report at an even rate.</summary>
    private static class Background
    {
        public static async Task<(long Sent, double Seconds)> Start(int port, int perSecond, CancellationToken stop)
        {
            var clock = Stopwatch.StartNew();
            var sent = await Task.WhenAll(Enumerable.Range(0, BackgroundDevices).Select(i => Task.Run(() => DeviceAsync(port, i, perSecond, stop))));
            return (sent.Sum(), clock.Elapsed.TotalSeconds);
        }

        private static async Task<long> DeviceAsync(int port, int number, int perSecond, CancellationToken stop)
        {
            var device = $"door-{(number < 20 ? 101 + number : number < 40 ? 181 + number : 261 + number)}";
            await using var client = new MqttNetClient(new MqttNetOptions { Port = port, ClientId = device, UserName = device, Password = "demo" });
            await client.ConnectAsync(CancellationToken.None);
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)BackgroundDevices / perSecond));
            var acknowledged = 0L;
            try
            {
                while (await pace.WaitForNextTickAsync(stop))
                {
                    var payload = Encoding.UTF8.GetBytes($$"""{"contact":true,"temperature":21.5,"battery":88,"linkquality":120,"n":{{acknowledged}}}""");
                    await client.PublishAsync($"smartcare/{device}", payload, cancellationToken: CancellationToken.None);
                    acknowledged++;
                }
            }
            catch (OperationCanceledException)
            {
            }

            return acknowledged;
        }
    }
}
