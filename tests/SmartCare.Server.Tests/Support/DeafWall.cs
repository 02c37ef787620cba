using System.Net.Sockets;
using System.Text;

namespace SmartCare.Server.Tests.Support;

/// <summary>A wall whose browser hangs: it asks for everything, its socket stays open, and nothing is read from it.</summary>
public sealed class DeafWall : IAsyncDisposable
{
    private readonly Socket _socket;

    private DeafWall(Socket socket) => _socket = socket;

    public static async Task<DeafWall> ConnectAsync(Uri server, string cookie)
    {
        // Set before connecting: the window that is offered stays small.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 2_048 };
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /hub/alerts HTTP/1.1\r\nHost: {server.Authority}\r\nCookie: {cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var wall = new DeafWall(socket);
        await wall.SendAsync("""{"protocol":"json","version":1}""");
        await wall.SendAsync("""{"type":1,"target":"Resume","arguments":[0]}""");
        return wall;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One masked text frame (RFC 6455, 5.2); the mask is zero.</summary>
    private async Task SendAsync(string record)
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(record), 0x1e];
        await _socket.SendAsync((byte[])[0x81, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
    }
}
