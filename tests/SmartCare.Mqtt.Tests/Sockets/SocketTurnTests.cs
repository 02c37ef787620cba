using System.Net;
using System.Net.Sockets;
using SmartCare.Mqtt.Sockets;

namespace SmartCare.Mqtt.Tests.Sockets;

/// <summary>A socket's number is given to the next connection as soon as it is free, and the loop may still hold what was said of the one before.</summary>
public sealed class SocketTurnTests
{
    [Theory, InlineData(Epoll.HungUp), InlineData(Epoll.Failed), InlineData(Epoll.PeerClosed)]
    public async Task What_is_said_of_a_socket_that_is_closed_ends_nobody_who_has_its_number_now(uint said)
    {
        using var loop = new SocketLoop(0);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var (former, _) = await AcceptAsync(listener, loop);
        await former.DisposeAsync();
        var (connection, client) = await AcceptAsync(listener, loop);
        using (client)
        {
            var closed = connection.ConnectionClosed;
            Assert.NotEqual(former.Turn, connection.Turn);
            connection.OnReady(former.Turn, said);
            Assert.Equal(1, await client.SendAsync(new byte[] { 7 }));
            Assert.Equal(7, (await connection.Transport.Input.ReadAsync()).Buffer.FirstSpan[0]);
            Assert.False(closed.IsCancellationRequested);

            var told = new TaskCompletionSource();
            closed.Register(() => told.TrySetResult());
            client.Close();
            await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await connection.DisposeAsync();
    }

    private static async Task<(SocketConnection Connection, Socket Client)> AcceptAsync(Socket listener, SocketLoop loop)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        var accepted = await accepting;
        accepted.Blocking = false;
        return (new SocketConnection(loop, accepted), client);
    }
}
