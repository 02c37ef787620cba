using System.Collections.Concurrent;
using SmartCare.Testing;

namespace SmartCare.Testing;

/// <summary>
/// Devices that publish numbered readings at QoS 1 or 2 and, like real ones, connect again when the silo dies and send what was not
/// acknowledged once more. Remembers which readings were acknowledged (PUBACK, PUBREC): those must never be lost.
/// </summary>
internal sealed class ReadingLoad : IAsyncDisposable
{
    private readonly int _port;
    private readonly int _perSecond;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Device, long N), byte> _acknowledged = new();
    private readonly ConcurrentQueue<(long Target, TaskCompletionSource Reached)> _marks = new();
    private readonly Task[] _devices;
    private long _count;

    public ReadingLoad(int port, IReadOnlyList<string> devices, int perSecond, int qos = 1)
    {
        (_port, _perSecond) = (port, perSecond);
        _devices = [.. devices.Select(d => Task.Run(() => qos == 2 ? RunQos2Async(d, devices.Count) : RunAsync(d, devices.Count)))];
    }

    public IReadOnlyCollection<(string Device, long N)> Acknowledged => [.. _acknowledged.Keys];

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Completes when so many readings in all have been acknowledged; fails with a device that met what must not be.</summary>
    public async Task ReachedAsync(long target)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _marks.Enqueue((target, reached));
        await await Task.WhenAny([reached.Task, .. _devices]).WaitAsync(Tool.Patience);
    }

    /// <summary>Sends no new readings and waits until what was sent is acknowledged.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_devices).WaitAsync(Tool.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private PeriodicTimer Pace(int devices) => new(TimeSpan.FromSeconds((double)devices / _perSecond));

    private async Task RunQos2Async(string device, int devices)
    {
        using var pace = Pace(devices);
        await new Qos2Device(_port, device, n => Acknowledge(device, n)).RunAsync(pace, _stop.Token);
    }

    private async Task RunAsync(string device, int devices)
    {
        var waiting = new SortedDictionary<long, string>();
        using var pace = Pace(devices);
        var time = 0L;
        for (var n = 0L; !_stop.IsCancellationRequested || waiting.Count > 0;)
        {
            await using var client = await ConnectAsync(device, pace);
            // What the last connection left open goes first, with the same content and time: the same event.
            var open = new List<Task>(waiting.Select(w => PublishAsync(client, device, w.Key, w.Value, waiting)));
            while (!client.Closed.IsCompleted)
            {
                await pace.WaitForNextTickAsync();
                if (_stop.IsCancellationRequested) break;
                // A device's own clock goes on: two readings of one millisecond would be one in VictoriaMetrics.
                time = Math.Max(time + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
                var payload = $$"""{"n":{{++n}},"temperature":21.5,"ts":{{time}}}""";
                lock (waiting) waiting.Add(n, payload);
                open.Add(PublishAsync(client, device, n, payload, waiting));
                open.RemoveAll(t => t.IsCompleted);
            }

            await Task.WhenAll(open);
        }
    }

    private async Task<MqttNetClient> ConnectAsync(string device, PeriodicTimer pace)
    {
        while (true)
        {
            var client = new MqttNetClient(new MqttNetOptions { Port = _port, ClientId = device, UserName = device, Password = "demo" });
            try
            {
                await client.ConnectAsync();
                return client;
            }
            catch (MqttNetException)
            {
                // The silo is down; a device tries again at its own pace.
                await client.DisposeAsync();
                await pace.WaitForNextTickAsync();
            }
        }
    }

    private async Task PublishAsync(MqttNetClient client, string device, long n, string payload, SortedDictionary<long, string> waiting)
    {
        try
        {
            await client.PublishAsync($"smartcare/{device}", System.Text.Encoding.UTF8.GetBytes(payload));
        }
        catch (MqttNetException)
        {
            return;
        }

        lock (waiting) waiting.Remove(n);
        Acknowledge(device, n);
    }

    private void Acknowledge(string device, long n)
    {
        _acknowledged[(device, n)] = 0;
        var count = Interlocked.Increment(ref _count);
        while (_marks.TryPeek(out var mark) && mark.Target <= count && _marks.TryDequeue(out mark)) mark.Reached.TrySetResult();
    }
}
