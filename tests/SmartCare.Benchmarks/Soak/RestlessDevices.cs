using System.Collections.Concurrent;
using System.Text;
using SmartCare.Testing;

namespace SmartCare.Benchmarks.Soak;

/// <param name="Unsure">Publishes whose connection went before their acknowledgement came.</param>
internal readonly record struct Tally(long Acknowledged, long Unsure, long Connects, long CleanDrops, long DirtyDrops, long TakeOvers, long Refused);

/// <summary>
/// Devices that come, say a few readings, and go: in good order, by breaking off in the middle of a burst, or by coming again while they are
/// there. With clean and with kept sessions, with wills at once and delayed, some listening to themselves.
/// </summary>
internal sealed class RestlessDevices : IAsyncDisposable
{
    private const int SessionKeptS = 20, WillDelayS = 2, Burst = 8;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly int _port;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<(string Device, long N)> _acknowledged = [];
    private Task _all = Task.CompletedTask;
    private long _unsure, _connects, _cleanDrops, _dirtyDrops, _takeOvers, _refused;

    private RestlessDevices(int port) => _port = port;

    public Tally Tally => new(_acknowledged.Count, Interlocked.Read(ref _unsure), Interlocked.Read(ref _connects), Interlocked.Read(ref _cleanDrops),
        Interlocked.Read(ref _dirtyDrops), Interlocked.Read(ref _takeOvers), Interlocked.Read(ref _refused));

    /// <summary>Every reading that the silo said is safe.</summary>
    public IReadOnlyCollection<(string Device, long N)> Acknowledged => _acknowledged;

    public static RestlessDevices Start(int port, IEnumerable<string> devices)
    {
        var all = new RestlessDevices(port);
        all._all = Task.WhenAll(devices.Select((device, i) => Task.Run(() => all.LiveAsync(device, new Random(i)))));
        return all;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _all;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LiveAsync(string device, Random random)
    {
        var n = 0L;
        MqttNetClient? before = null;
        while (!_stop.IsCancellationRequested)
        {
            if (await ComeAsync(device, random) is not { } client)
            {
                await PauseAsync(1);
                continue;
            }

            // The same client id while the old connection still stood: the silo has ended that one by now, or is about to.
            if (before is not null) await EndAsync(before, ref _takeOvers, () => new(before.Closed.WaitAsync(s_patience)));
            before = null;
            for (var i = random.Next(3, 30); i > 0 && !client.Closed.IsCompleted && !_stop.IsCancellationRequested; i--)
            {
                await SayAsync(client, device, ++n, random.Next(8) == 0 ? (byte)2 : (byte)1);
                await PauseAsync(random.NextDouble() * 0.2);
            }

            var manner = random.Next(3);
            if (manner == 0) before = client;
            else if (manner == 1) await EndAsync(client, ref _cleanDrops, () => new(client.DisconnectAsync()));
            else await BreakOffAsync(client, device, n += Burst);
            await PauseAsync(random.NextDouble() * 2);
        }

        if (before is not null) await before.DisposeAsync();
    }

    /// <summary>Null when it was not let in.</summary>
    private async Task<MqttNetClient?> ComeAsync(string device, Random random)
    {
        var (isKept, isOnce) = (random.Next(2) == 0, random.Next(10) == 0);
        var topic = $"smartcare/{device}/availability";
        var client = new MqttNetClient(new MqttNetOptions
        {
            Port = _port, UserName = device, Password = "demo",
            // Now and then an id that never comes again: its session has to end by itself. Not in 3.1.1, whose kept sessions wait a week.
            ClientId = isOnce ? $"{device}-{Guid.NewGuid():N}" : device,
            CleanStart = !isKept, SessionExpiryS = isKept ? SessionKeptS : 0u, ProtocolLevel = random.Next(4) == 0 && !isOnce ? (byte)4 : (byte)5,
            Will = random.Next(2) == 0 ? null : new MqttWill(topic, "offline"u8.ToArray(), 1, Retain: true, random.Next(2) == 0 ? WillDelayS : 0u),
            KeepsMessages = false,
        });
        try
        {
            await client.ConnectAsync().WaitAsync(s_patience);
            Interlocked.Increment(ref _connects);
            if (isKept) await client.SubscribeAsync($"smartcare/{device}/#", 1).WaitAsync(s_patience);
            return client;
        }
        catch (Exception e) when (e is MqttNetException or TimeoutException)
        {
            Interlocked.Increment(ref _refused);
            await client.DisposeAsync();
            return null;
        }
    }

    private async Task SayAsync(MqttNetClient client, string device, long n, byte qos)
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"battery":88,"linkquality":120,"temperature":21.5,"n":{{n}}}""");
        try
        {
            await client.PublishAsync($"smartcare/{device}", payload, qos).WaitAsync(s_patience);
            _acknowledged.Add((device, n));
        }
        catch (Exception e) when (e is MqttNetException or TimeoutException)
        {
            Interlocked.Increment(ref _unsure);
        }
    }

    /// <param name="n">Number of the last reading of the burst.</param>
    private async Task BreakOffAsync(MqttNetClient client, string device, long n)
    {
        var burst = Enumerable.Range(0, Burst).Select(i => SayAsync(client, device, n - i, 1)).ToList();
        client.Abort();
        Interlocked.Increment(ref _dirtyDrops);
        await Task.WhenAll(burst);
        await client.DisposeAsync();
    }

    private static Task EndAsync(MqttNetClient client, ref long counter, Func<ValueTask> end)
    {
        Interlocked.Increment(ref counter);
        return EndAsync(client, end);
    }

    private static async Task EndAsync(MqttNetClient client, Func<ValueTask> end)
    {
        try
        {
            await end();
        }
        catch (Exception e) when (e is MqttNetException or TimeoutException)
        {
            // It had gone already.
        }

        await client.DisposeAsync();
    }

    private async Task PauseAsync(double seconds)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), _stop.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
