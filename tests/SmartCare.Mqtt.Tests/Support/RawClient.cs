using System.Net;
using System.Net.Sockets;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Tests.Support;

/// <summary>A socket that says exactly the bytes it is told to. Bytes are written as hex, spaces ignored.</summary>
internal sealed class RawClient(Socket socket) : IDisposable
{
    /// <summary>CONNECT, clean, keep alive 60, client id "r": 3.1.1 and 5.0.</summary>
    public const string Connect4 = "10 0D 0004 4D515454 04 02 003C 0001 72";
    public const string Connect5 = "10 0E 0004 4D515454 05 02 003C 00 0001 72";

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawClient(socket);
    }

    public Task SendAsync(string hex) => SendAsync(Bytes(hex));

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes);

    /// <summary>The next whole packet as hex; "" when the server has closed.</summary>
    public async Task<string> ReadAsync()
    {
        var head = await TakeAsync(2);
        if (head.Length < 2) return "";
        var length = 0;
        var shift = 0;
        var all = new List<byte>(head);
        for (var b = head[1]; ; b = all[^1], shift += 7)
        {
            length |= (b & 0x7F) << shift;
            if ((b & 0x80) == 0) break;
            if (all.Count > 5) throw new InvalidDataException("length of more than four bytes");
            all.AddRange(await TakeAsync(1));
            if (all.Count == 2) break;
        }
        all.AddRange(await TakeAsync(length));
        return Convert.ToHexString([.. all]);
    }

    /// <summary>Connects and gives the CONNACK's code.</summary>
    public async Task<MqttReason> EnterAsync(string connect)
    {
        await SendAsync(connect);
        return (MqttReason)Convert.ToByte((await ReadAsync()).Substring(6, 2), 16);
    }

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> TakeAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience.Max);
        var bytes = new byte[count];
        var got = 0;
        try
        {
            while (got < count)
            {
                var read = await socket.ReceiveAsync(bytes.AsMemory(got), patience.Token);
                if (read == 0) return [];
                got += read;
            }
        }
        catch (SocketException)
        {
            return [];
        }
        return bytes;
    }
}
