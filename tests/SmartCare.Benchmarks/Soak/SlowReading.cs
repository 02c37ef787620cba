using SmartCare.Mqtt.Client;

namespace SmartCare.Benchmarks.Soak;

/// <summary>Subscribers that take a few messages a second of the hundreds that come: what the silo keeps for them must stay bounded.</summary>
internal sealed class SlowReading : IAsyncDisposable
{
    private const int DevicesEach = 5, PerSecond = 20, Inbox = 16;
    private readonly CancellationTokenSource _stop = new();
    private Task _all = Task.CompletedTask;
    private long _read, _cuts;

    public long Read => Interlocked.Read(ref _read);

    /// <summary>Times that the silo took one for dead.</summary>
    public long Cuts => Interlocked.Read(ref _cuts);

    public static SlowReading Start(int port, int readers, string[] devices)
    {
        var all = new SlowReading();
        all._all = Task.WhenAll(devices.Chunk(DevicesEach).Take(readers).Select((some, i) => Task.Run(() => all.LiveAsync(port, i, some))));
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

    private async Task LiveAsync(int port, int number, string[] devices)
    {
        while (!_stop.IsCancellationRequested)
        {
            // Every other one is kept: what waits for it is on the disk too.
            var isKept = number % 2 == 0;
            await using var client = new MqttClient(new MqttClientOptions
            {
                Port = port, UserName = "gateway", Password = "demo", ClientId = $"slow-{number}", InboxMax = Inbox, CleanStart = !isKept,
                SessionExpiryS = isKept ? 60u : 0u, KeepAliveS = 0,
            });
            try
            {
                await client.ConnectAsync(_stop.Token);
                // Not awaited before the reading begins: a SUBACK may stand behind more messages than the inbox holds.
                var subscribed = Task.WhenAll(
                    devices.Select(d => client.SubscribeAsync($"smartcare/{d}", (byte)(number / 2 % 2), cancellationToken: _stop.Token)));
                using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
                while (await pace.WaitForNextTickAsync(_stop.Token) && !client.Closed.IsCompleted)
                    if (client.Messages.TryRead(out _)) Interlocked.Increment(ref _read);
                Interlocked.Increment(ref _cuts);
                await subscribed;
            }
            catch (OperationCanceledException)
            {
            }
            catch (MqttClientException)
            {
                Interlocked.Increment(ref _cuts);
            }
        }
    }
}
