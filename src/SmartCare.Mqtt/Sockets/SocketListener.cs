using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace SmartCare.Mqtt.Sockets;

/// <summary>An address whose connections are read by <see cref="SocketLoop"/>s, where there are such (Linux); elsewhere by Kestrel's own.</summary>
public sealed class MqttEndPoint(IPAddress address, int port) : IPEndPoint(address, port);

/// <summary>Kestrel asks it first; every other address it leaves to Kestrel's own sockets.</summary>
public sealed class SocketListenerFactory : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is MqttEndPoint && OperatingSystem.IsLinux();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new(new SocketListener((IPEndPoint)endpoint));
}

internal sealed class SocketListener : IConnectionListener
{
    private const int Backlog = 1024;

    /// <summary>One loop feeds two shards and leaves the other cores to them and the committer.</summary>
    private readonly SocketLoop[] _loops = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount / 2, 1, 4)).Select(i => new SocketLoop(i))];
    private readonly Socket _socket;
    private int _next;
    private bool _isUnbound;

    public SocketListener(IPEndPoint endpoint)
    {
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As Kestrel: any IPv6 address serves IPv4 too.
            if (endpoint.Address.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.Bind(endpoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            foreach (var loop in _loops) loop.Dispose();
            if (e.SocketErrorCode is SocketError.AddressAlreadyInUse) throw new AddressInUseException(e.Message, e);
            throw;
        }
        EndPoint = _socket.LocalEndPoint!;
    }

    /// <summary>Until somebody has gone: trying at once would only warm the processor.</summary>
    private const int NoDescriptorMs = 50;

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                (socket.NoDelay, socket.Blocking) = (true, false);
                return new SocketConnection(_loops[_next++ % _loops.Length], socket);
            }
            catch (Exception e) when (_isUnbound && e is SocketException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException gone)
            {
                // The client was gone again before it was accepted; or there are no descriptors left, and the next may find one a little later.
                if (gone.SocketErrorCode is SocketError.TooManyOpenSockets) await Task.Delay(NoDescriptorMs, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _isUnbound = true;
        _socket.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        foreach (var loop in _loops) loop.Dispose();
        return default;
    }
}
