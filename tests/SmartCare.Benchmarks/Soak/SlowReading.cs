using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartCare.Benchmarks.Soak;

/// <summary>Subscribers that take a few messages a second of the hundreds that come: what the silo keeps for them must stay bounded. Raw sockets, for a client
/// of any library reads on and keeps in itself what its user does not take.</summary>
internal sealed class SlowReading : IAsyncDisposable
{
    private const int DevicesEach = 5, PerSecond = 20, Bite = 256;
    private readonly CancellationTokenSource _stop = new();
    private Task _all = Task.CompletedTask;
    private long _read, _cuts;

    /// <summary>Bites, of a message or so.</summary>
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
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = Bite };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await socket.SendAsync(Connect($"slow-{number}", isKept: number % 2 == 0), _stop.Token);
                foreach (var device in devices) await socket.SendAsync(Subscribe($"smartcare/{device}", (byte)(number / 2 % 2)), _stop.Token);
                using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
                var bite = new byte[Bite];
                while (await pace.WaitForNextTickAsync(_stop.Token) && await socket.ReceiveAsync(bite, _stop.Token) > 0) Interlocked.Increment(ref _read);
                Interlocked.Increment(ref _cuts);
            }
            catch (OperationCanceledException)
            {
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _cuts);
            }
        }
    }

    /// <summary>3.1 of MQTT 5.0, no keep alive; a kept session lasts a minute.</summary>
    private static byte[] Connect(string clientId, bool isKept) => Packet(0x10,
        [0, 4, .. "MQTT"u8, 5, (byte)(isKept ? 0xC0 : 0xC2), 0, 0, .. isKept ? (byte[])[5, 0x11, 0, 0, 0, 60] : [0], .. Text(clientId), .. Text("gateway"), .. Text("demo")]);

    /// <summary>3.8</summary>
    private static byte[] Subscribe(string filter, byte qos) => Packet(0x82, [0, 1, 0, .. Text(filter), qos]);

    private static byte[] Packet(byte first, byte[] body) => [first, (byte)body.Length, .. body];

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
