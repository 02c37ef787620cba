using System.Net.Sockets;
using System.Text;

namespace SmartCare.Testing;

/// <summary>
/// A device that publishes numbered readings at QoS 2 as MQTT 5 demands it across lost connections: a session that is kept, PUBLISH sent again
/// under DUP while no PUBREC has come, and PUBREL alone once it has. Like small firmware it has few packet ids and takes the lowest free one,
/// so the same id is soon another message's.
/// </summary>
internal sealed class Qos2Device(int port, string device, Action<long> acknowledged)
{
    private const int PacketIds = 8;

    private const byte Connack = 2, Pubrec = 5, Pubcomp = 7, Suback = 9, Disconnect = 14, ServerShuttingDown = 0x8B;

    private readonly Lock _lock = new();

    /// <summary>Publishes that have not come to their PUBCOMP, in the order in which they were made. [MQTT-4.6.0-1] they are sent again in it.</summary>
    private readonly List<Exchange> _open = [];
    private bool _isKept;
    private long _n;

    private sealed record Exchange(ushort Id, long N, string Payload)
    {
        public bool IsReceived { get; set; }
    }

    private bool IsOpen { get { lock (_lock) return _open.Count > 0; } }

    /// <summary>Until it is told to stop and every exchange is complete.</summary>
    public async Task RunAsync(PeriodicTimer pace, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested || IsOpen)
        {
            try
            {
                using var socket = new TcpClient { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", port, CancellationToken.None);
                await using var stream = socket.GetStream();
                await ResumeAsync(stream);
                var reading = ReadAsync(stream);
                while (!reading.IsCompleted && (!stop.IsCancellationRequested || IsOpen))
                {
                    await pace.WaitForNextTickAsync(CancellationToken.None);
                    if (!stop.IsCancellationRequested) Publish(stream);
                }

                socket.Close();
                await reading;
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // The silo is down; a device tries again at its own pace.
                await pace.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task ResumeAsync(NetworkStream stream)
    {
        // Clean start only before the first SUBACK; session expiry one hour.
        byte[] properties = [5, 17, 0, 0, 14, 16];
        Send(stream, 0x10, [.. Text("MQTT"), 5, (byte)(0xC0 | (_isKept ? 0 : 2)), 0, 60, .. properties, .. Text(device), .. Text(device), .. Text("demo")]);
        var (_, connack) = await NextAsync(stream, Connack);
        if (connack[1] != 0) throw new IOException($"refused: {connack[1]:x2}");
        var isPresent = (connack[0] & 1) != 0;
        if (isPresent != _isKept) throw new InvalidOperationException($"{device}: a session that was acknowledged is {(isPresent ? "" : "not ")}there.");
        if (!_isKept)
        {
            // The answer to SUBSCRIBE says that the session is on the disk: only then is exactly once promised across a crash.
            Send(stream, 0x82, [0, 1, 0, .. Text($"smartcare/{device}/set"), 1]);
            await NextAsync(stream, Suback);
            _isKept = true;
        }

        lock (_lock)
            foreach (var exchange in _open)
                if (exchange.IsReceived) Release(stream, exchange.Id);
                else Send(stream, exchange, isAgain: true);
    }

    private void Publish(NetworkStream stream)
    {
        lock (_lock)
        {
            if (Enumerable.Range(1, PacketIds).FirstOrDefault(id => _open.All(e => e.Id != id)) is not (> 0 and var free)) return;
            var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var exchange = new Exchange((ushort)free, ++_n, $$"""{"n":{{_n}},"temperature":21.5,"ts":{{time}}}""");
            _open.Add(exchange);
            Send(stream, exchange, isAgain: false);
        }
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        while (true)
        {
            var (type, body) = await NextAsync(stream, Pubrec, Pubcomp);
            var id = (ushort)(body[0] << 8 | body[1]);
            var reason = body.Length > 2 ? body[2] : (byte)0;
            if (type is Pubrec && reason >= 0x80) throw new InvalidOperationException($"{device}: a reading was refused: {reason:x2}");
            lock (_lock)
            {
                var exchange = _open.Single(e => e.Id == id);
                if (type is Pubcomp) _open.Remove(exchange);
                else
                {
                    // [MQTT-4.3.3-6] from PUBREC on the message is the silo's alone: the sender may forget it.
                    if (!exchange.IsReceived) acknowledged(exchange.N);
                    exchange.IsReceived = true;
                    Release(stream, id);
                }
            }
        }
    }

    private void Send(NetworkStream stream, Exchange exchange, bool isAgain) => Send(stream, (byte)(isAgain ? 0x3C : 0x34),
        [.. Text($"smartcare/{device}"), 0, (byte)exchange.Id, 0, .. Encoding.UTF8.GetBytes(exchange.Payload)]);

    private static void Release(NetworkStream stream, ushort id) => Send(stream, 0x62, [(byte)(id >> 8), (byte)id]);

    private static void Send(NetworkStream stream, byte first, byte[] body)
    {
        if (body.Length >= 128 * 128) throw new ArgumentException("too long", nameof(body));
        byte[] length = body.Length < 128 ? [(byte)body.Length] : [(byte)(body.Length & 0x7F | 0x80), (byte)(body.Length >> 7)];
        stream.Write([first, .. length, .. body]);
    }

    private async Task<(byte Type, byte[] Body)> NextAsync(NetworkStream stream, params byte[] expected)
    {
        var head = new byte[2];
        await stream.ReadExactlyAsync(head);
        // Nothing that a silo answers a publisher is longer; a DISCONNECT with a long text would be.
        var body = new byte[head[1] & 0x7F];
        await stream.ReadExactlyAsync(body);
        var type = (byte)(head[0] >> 4);
        if (type is Disconnect && (body.Length == 0 || body[0] is ServerShuttingDown)) throw new IOException("the silo stops");
        return expected.Contains(type) ? (type, body) : throw new InvalidOperationException($"{device}: packet {type} {Convert.ToHexString(body)} came.");
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
