using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>MQTT over WebSocket (chapter 6) on a route of the HTTP listener, for browsers and Node-RED.</summary>
public static class MqttWebSocket
{
    private const string Subprotocol = "mqtt";

    /// <summary>Needs <c>UseWebSockets</c> before it.</summary>
    public static void MapMqtt(this IEndpointRouteBuilder routes, string path) => routes.Map(path, ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        // [MQTT-6.0.0-3] [MQTT-6.0.0-4] the subprotocol is "mqtt"; a client that does not offer it does not mean us.
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Subprotocol).ConfigureAwait(false);
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var connection = new WebSocketConnection(socket, http, stopping);
        await connection.RunAsync(http.RequestServices.GetRequiredService<MqttBroker>()).ConfigureAwait(false);
    }
}

/// <summary>
/// A WebSocket as the connection that the endpoint knows: two pipes and a pump for each. [MQTT-6.0.0-2] packets are not aligned to
/// frames, so frames are only bytes in order.
/// </summary>
internal sealed class WebSocketConnection : ConnectionContext, IConnectionLifetimeNotificationFeature
{
    private const int ChunkBytes = 4096;
    private static readonly TimeSpan s_closeMax = TimeSpan.FromSeconds(2);

    // A reader that takes nothing must be felt by the outbox, so the pipe towards it holds little.
    private static readonly PipeOptions s_pipe =
        new(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);
    private readonly WebSocket _socket;
    private readonly Pipe _received = new(s_pipe);
    private readonly Pipe _toSend = new(s_pipe);
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _stopping;

    /// <summary>Bytes of the packet that is on its way out.</summary>
    private long _left;

    public WebSocketConnection(WebSocket socket, HttpContext http, CancellationToken stopping)
    {
        _socket = socket;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(stopping, http.RequestAborted);
        ConnectionId = http.TraceIdentifier;
        ConnectionClosed = _closed.Token;
        ConnectionClosedRequested = _stopping.Token;
        if (http.Connection.RemoteIpAddress is { } address) RemoteEndPoint = new IPEndPoint(address, http.Connection.RemotePort);
        Features.Set<IConnectionLifetimeNotificationFeature>(this);
        Transport = new Duplex(_received.Reader, _toSend.Writer);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    public override IDuplexPipe Transport { get; set; }
    public override string ConnectionId { get; set; }
    public override IFeatureCollection Features { get; } = new FeatureCollection();
    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();
    public CancellationToken ConnectionClosedRequested { get; set; }

    public void RequestClose() => _stopping.Cancel();

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _closed.Cancel();
        _socket.Abort();
        _toSend.Reader.CancelPendingRead();
    }

    public async Task RunAsync(MqttBroker broker)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync();
        await broker.ServeAsync(this).ConfigureAwait(false);
        await _toSend.Writer.CompleteAsync().ConfigureAwait(false);
        await _received.Reader.CompleteAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        // The client closes too, so that its last bytes from us are not lost to a reset; one that does not is cut.
        if (await Task.WhenAny(receiving, Task.Delay(s_closeMax)).ConfigureAwait(false) != receiving) _socket.Abort();
        await receiving.ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var room = _received.Writer.GetMemory(ChunkBytes);
                var frame = await _socket.ReceiveAsync(room, CancellationToken.None).ConfigureAwait(false);
                // [MQTT-6.0.0-1] binary frames; any other ends the connection.
                if (frame.MessageType is not WebSocketMessageType.Binary) break;
                _received.Writer.Advance(frame.Count);
                await _received.Writer.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The network broke, or Abort.
        }
        _closed.Cancel();
        await _received.Writer.CompleteAsync().ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var read = await _toSend.Reader.ReadAsync().ConfigureAwait(false);
                var rest = read.Buffer;
                while (TryCut(ref rest, out var piece)) await SendAsync(piece).ConfigureAwait(false);
                if (read.IsCompleted) await SendAsync(rest).ConfigureAwait(false);
                _toSend.Reader.AdvanceTo(read.IsCompleted ? read.Buffer.End : rest.Start, read.Buffer.End);
                if (!read.IsCompleted && !read.IsCanceled) continue;
                if (read.IsCompleted)
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
                break;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The reading side sees it too and ends the connection.
        }
        await _toSend.Reader.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>The next packet of ours that is whole; of one that is long, what there is of it.</summary>
    private bool TryCut(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> piece)
    {
        if (_left == 0 && Frame.TryReadHeader(rest, out _, out var header, out var length) is FrameStatus.Complete) _left = header + length;
        piece = default;
        if (_left == 0 || (rest.Length < _left && rest.Length < ChunkBytes)) return false;
        piece = rest.Slice(0, Math.Min(rest.Length, _left));
        rest = rest.Slice(piece.End);
        _left -= piece.Length;
        return true;
    }

    /// <summary>[MQTT-6.0.0-2] lets many packets share a frame, and every client must take that; Paho C reads the first of them and no more until other bytes come.</summary>
    private async ValueTask SendAsync(ReadOnlySequence<byte> piece)
    {
        if (piece.IsEmpty) return;
        if (piece.IsSingleSegment)
        {
            await _socket.SendAsync(piece.First, WebSocketMessageType.Binary, true, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var joined = ArrayPool<byte>.Shared.Rent((int)piece.Length);
        try
        {
            piece.CopyTo(joined);
            await _socket.SendAsync(joined.AsMemory(0, (int)piece.Length), WebSocketMessageType.Binary, true, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }
}
