using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using SmartCare.Mqtt.Sockets;

namespace SmartCare.Mqtt.Tests.Sockets;

/// <summary>All connections of a loop are read into one buffer: what came for one may never be seen by another.</summary>
public sealed class SocketInputTests
{
    /// <summary>There are at most four loops, so the first connection shares its loop with one of these.</summary>
    private const int Others = 4;

    [Fact]
    public async Task Bytes_wait_for_a_reader_that_has_not_begun_to_wait()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var listener = new SocketListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var slow = new TcpClient();
        await slow.ConnectAsync((IPEndPoint)listener.EndPoint);
        await using var slowSide = (await listener.AcceptAsync())!;
        var asked = slowSide.Transport.Input.ReadAsync();
        await slow.GetStream().WriteAsync("AAAA"u8.ToArray());

        for (var i = 0; i < Others; i++)
        {
            using var other = new TcpClient();
            await other.ConnectAsync((IPEndPoint)listener.EndPoint);
            await using var side = (await listener.AcceptAsync())!;
            await other.GetStream().WriteAsync("BBBB"u8.ToArray());
            Assert.Equal("BBBB"u8.ToArray(), await TakeAsync(side, side.Transport.Input.ReadAsync()));
        }

        Assert.Equal("AAAA"u8.ToArray(), await TakeAsync(slowSide, asked));
    }

    private static async Task<byte[]> TakeAsync(ConnectionContext side, ValueTask<System.IO.Pipelines.ReadResult> asked)
    {
        var result = await asked;
        var bytes = result.Buffer.ToArray();
        side.Transport.Input.AdvanceTo(result.Buffer.End);
        return bytes;
    }
}
