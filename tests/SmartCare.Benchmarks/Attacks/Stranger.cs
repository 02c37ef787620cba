using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartCare.Benchmarks.Attacks;

/// <summary>What somebody without any credential can do to a port.</summary>
internal enum Attack
{
    /// <summary>Signs in at the wall's door with names and passwords that nobody has, over and over.</summary>
    SignIns,

    /// <summary>The same with names of 3,000 characters.</summary>
    LongNames,

    /// <summary>CONNECTs with the names of devices and of people and wrong passwords.</summary>
    Connects,

    /// <summary>Connections to the HTTP port that say nothing; closed ones come again.</summary>
    SilentHttp,

    /// <summary>Connections to the MQTT port that say nothing; closed ones come again.</summary>
    SilentMqtt,

    /// <summary>A request that never comes to its end, a byte every five seconds.</summary>
    SlowHttp,

    /// <summary>A CONNECT that never comes to its end, a byte every five seconds.</summary>
    SlowMqtt,

    /// <summary>Asks for pages and routes that are open to everyone, as fast as they are answered.</summary>
    Requests,
}

/// <summary>
/// Strangers in a process of their own, told on its standard input to stop. Each connection comes from another loopback address, so that no limit
/// of a single address holds them: it is the attack of a whole botnet, on one machine.
/// </summary>
internal sealed class Stranger(Attack attack, int port)
{
    private const int ConnectTriesPerSecond = 4_000;
    private static readonly TimeSpan s_drip = TimeSpan.FromSeconds(5), s_again = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _answer = new byte[256];
    private long _opened, _refused, _said;
    private int _standing;

    public static async Task<int> RunAsync(Attack attack, int port, int connections)
    {
        var stranger = new Stranger(attack, port);
        Console.WriteLine("ready");
        var all = Enumerable.Range(0, connections).Select(i => Task.Run(() => stranger.GoOnAsync(i, connections))).ToArray();
        await Console.In.ReadLineAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Volatile.Read(ref stranger._standing):#,0} connections stand, {Interlocked.Read(ref stranger._opened):#,0} opened, {Interlocked.Read(ref stranger._refused):#,0} not, {Interlocked.Read(ref stranger._said):#,0} requests or CONNECTs"));
        await stranger._stop.CancelAsync();
        await Task.WhenAll(all);
        return 0;
    }

    private async Task GoOnAsync(int number, int connections)
    {
        // Not all in the same moment: they are let in one after the other anyway.
        var first = TimeSpan.FromSeconds((double)number / ConnectTriesPerSecond);
        try
        {
            await Task.Delay(first, _stop.Token);
            for (var life = 0; !_stop.IsCancellationRequested; life++)
            {
                await LiveAsync(number + life * connections, _stop.Token);
                await Task.Delay(s_again, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>One connection, until the other side ends it.</summary>
    private async Task LiveAsync(int life, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(AddressOf(life), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, stop);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        Interlocked.Increment(ref _opened);
        Interlocked.Increment(ref _standing);
        try
        {
            await SpeakAsync(socket, life, stop);
        }
        catch (SocketException)
        {
            // Sent away.
        }
        finally
        {
            Interlocked.Decrement(ref _standing);
        }
    }

    private Task SpeakAsync(Socket socket, int life, CancellationToken stop) => attack switch
    {
        Attack.SignIns => AskAsync(socket, n => SignIn($"x{life}-{n}", $"{n}"), stop),
        Attack.LongNames => AskAsync(socket, n => SignIn($"{new string('x', 3_000)}{life}-{n}", $"{n}"), stop),
        Attack.Requests => AskAsync(socket, n => Encoding.ASCII.GetBytes($"GET {s_open[n % s_open.Length]} HTTP/1.1\r\nHost: localhost\r\n\r\n"), stop),
        Attack.Connects => AskAsync(socket, _ => Connect(life % 2 == 0 ? $"call-{101 + life % 20}-1" : "duty", $"{life}"), stop),
        Attack.SlowHttp => DripAsync(socket, "GET /api/alerts HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray(), stop),
        Attack.SlowMqtt => DripAsync(socket, Connect("call-101-1", new string('x', 200))[..40], stop),
        _ => ReadAsync(socket, stop),
    };

    private static readonly string[] s_open = ["/", "/healthz", "/readyz", "/api/alerts", "/nothing"];

    /// <summary>Says the next when the last was answered.</summary>
    private async Task AskAsync(Socket socket, Func<int, byte[]> words, CancellationToken stop)
    {
        for (var n = 0; ; n++)
        {
            await socket.SendAsync(words(n), stop);
            Interlocked.Increment(ref _said);
            // A small answer is one read; what is left of a longer one is read with the next.
            if (await socket.ReceiveAsync(_answer, stop) == 0) return;
        }
    }

    private async Task DripAsync(Socket socket, byte[] beginning, CancellationToken stop)
    {
        await socket.SendAsync(beginning, stop);
        Interlocked.Increment(ref _said);
        var gone = ReadAsync(socket, stop);
        while (await Task.WhenAny(gone, Task.Delay(s_drip, stop)) != gone) await socket.SendAsync("x"u8.ToArray(), stop);
        await gone;
    }

    private async Task ReadAsync(Socket socket, CancellationToken stop)
    {
        while (await socket.ReceiveAsync(_answer, stop) > 0)
        {
        }
    }

    private static byte[] SignIn(string user, string password)
    {
        var body = $$"""{"user":"{{user}}","password":"{{password}}"}""";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }

    /// <summary>MQTT 3.1.1, clean session, keep alive 60 s.</summary>
    private static byte[] Connect(string user, string password)
    {
        var rest = new MemoryStream();
        void Text(string value)
        {
            Span<byte> length = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)value.Length);
            rest.Write(length);
            rest.Write(Encoding.ASCII.GetBytes(value));
        }

        Text("MQTT");
        rest.Write([4, 0xC2, 0, 60]);
        Text("");
        Text(user);
        Text(password);
        var packet = new List<byte> { 0x10 };
        for (var left = (int)rest.Length; ; left /= 128)
        {
            packet.Add((byte)(left % 128 | (left >= 128 ? 128 : 0)));
            if (left < 128) break;
        }

        return [.. packet, .. rest.ToArray()];
    }

    /// <summary>127.1.0.1 and on, a hundred connections each at most.</summary>
    private static IPAddress AddressOf(int life)
    {
        var number = life % 50_000;
        return new IPAddress([127, (byte)(1 + number / 62_500), (byte)(number / 250), (byte)(1 + number % 250)]);
    }
}
