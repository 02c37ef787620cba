using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Topics;

namespace SmartCare.Mqtt.Client;

/// <summary>
/// A small MQTT client: one object, one connection. After it has closed, make another. Light enough for thousands in one process:
/// no thread and no timer of its own. Methods may be called from any thread.
/// </summary>
public sealed partial class MqttClient(MqttClientOptions options) : IAsyncDisposable
{
    private readonly ClientPending _pending = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConnackPacket> _connack = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<MqttMessage> _inbox =
        Channel.CreateBounded<MqttMessage>(new BoundedChannelOptions(options.InboxMax) { SingleWriter = true });
    private Socket? _socket;
    private Stream? _stream;
    private Outbox? _outbox;
    private Task _loop = Task.CompletedTask;
    private long _sentAtMs;
    private long _pingedAtMs;
    private int _keepAliveMs;
    private MqttClientException? _why;

    public MqttClientOptions Options => options;

    /// <summary>
    /// Ends, without a fault, when the connection has ended for whatever reason; <see cref="CloseReason"/> then says which.
    /// </summary>
    public Task Closed => _closed.Task;

    /// <summary>Null while connected.</summary>
    public MqttClientException? CloseReason => _closed.Task.IsCompleted ? _why : null;

    /// <summary>Received messages, when no callback was given. Completed when the connection ends.</summary>
    public ChannelReader<MqttMessage> Messages => _inbox.Reader;

    /// <returns>What the server granted. A refusal is an <see cref="MqttClientException"/> with its reason.</returns>
    public async Task<MqttConnected> ConnectAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
            Send(output => ClientPackets.WriteConnect(output, ConnectOut()));
            _loop = RunAsync();
            var connack = await _connack.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            _pending.SetWindow(Math.Min(options.Window, connack.ReceiveMaximum));
            _keepAliveMs = (connack.ServerKeepAliveS ?? options.KeepAliveS) * 1000;
            if (_keepAliveMs > 0) KeepAlive.Add(this);
            if (_closed.Task.IsCompleted) KeepAlive.Remove(this);
            return new MqttConnected(
                connack.SessionPresent, connack.AssignedClientId ?? options.ClientId, connack.SessionExpiryS ?? options.SessionExpiryS);
        }
        catch (Exception e) when (e is not MqttClientException)
        {
            Close(new MqttClientException($"no connection to {options.Host}:{options.Port}: {e.Message}", MqttReason.ServerUnavailable, e));
            if (e is OperationCanceledException) throw;
            throw _why!;
        }
    }

    /// <summary>
    /// Ends when the server has acknowledged (QoS 1, 2), or when it is on its way (QoS 0). Many may be under way at once; they leave
    /// in the order of the calls. Cancelling stops the waiting, not the publish.
    /// </summary>
    /// <returns>The acknowledgement's reason; one of 0x80 or more is thrown.</returns>
    public async Task<MqttReason> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, byte qos = 1, bool retain = false, CancellationToken cancellationToken = default)
    {
        if (!TopicName.IsValid(topic)) throw new ArgumentException("not a topic name", nameof(topic));
        if (qos == 0)
        {
            if (_outbox is { } outbox) await outbox.WaitForRoomAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_outbox is not { IsClosed: false }) throw NotConnected();
            WritePublish(topic, payload.Span, 0, retain, 0);
            return MqttReason.Success;
        }
        var done = _pending.Begin(isPublish: true, id => WritePublish(topic, payload.Span, qos, retain, id));
        var reason = (await done.WaitAsync(cancellationToken).ConfigureAwait(false))[0];
        return (byte)reason < 0x80 ? reason : throw new MqttClientException($"publish to {topic} refused: {reason}", reason);
    }

    public Task<MqttReason> PublishAsync(
        string topic, string payload, byte qos = 1, bool retain = false, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, retain, cancellationToken);

    /// <returns>The granted QoS; a refusal is thrown.</returns>
    public async Task<byte> SubscribeAsync(
        string filter, byte qos = 1, bool noLocal = false, bool retainAsPublished = false, byte retainHandling = 0, uint subscriptionId = 0,
        CancellationToken cancellationToken = default)
    {
        var wanted = new SubscribeOptions(qos, noLocal, retainAsPublished, retainHandling);
        var done = _pending.Begin(isPublish: false, id =>
            Send(output => ClientPackets.WriteSubscribe(output, id, [(filter, wanted)], subscriptionId, options.ProtocolLevel)));
        var reason = (await done.WaitAsync(cancellationToken).ConfigureAwait(false))[0];
        return (byte)reason < 0x80 ? (byte)reason : throw new MqttClientException($"subscribe to {filter} refused: {reason}", reason);
    }

    public async Task UnsubscribeAsync(string filter, CancellationToken cancellationToken = default)
    {
        var done = _pending.Begin(isPublish: false, id =>
            Send(output => ClientPackets.WriteUnsubscribe(output, id, [filter], options.ProtocolLevel)));
        await done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves in good order: the server forgets the will, unless <paramref name="withWill"/> (5.0) asks for it.</summary>
    public async Task DisconnectAsync(bool withWill = false)
    {
        if (_outbox is null || _closed.Task.IsCompleted) return;
        var reason = withWill ? MqttReason.DisconnectWithWill : MqttReason.Success;
        Send(output => PacketWriter.WriteDisconnect(output, reason, options.ProtocolLevel));
        _why ??= new MqttClientException("disconnected by this client", MqttReason.Success);
        // The server closes when it has read this; one that does not is left after a while.
        try { await Closed.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false); }
        catch (TimeoutException) { Close(_why); }
    }

    /// <summary>Drops the connection without a word, as a device does that loses power: the will fires.</summary>
    public void Abort()
    {
        if (_socket is { } socket) socket.LingerState = new LingerOption(true, 0);
        Close(new MqttClientException("aborted by this client"));
    }

    public async ValueTask DisposeAsync()
    {
        Close(new MqttClientException("disposed"));
        await _loop.ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        if (options.Tls is { } tls)
        {
            var secure = new SslStream(_stream);
            _stream = secure;
            await secure.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
        }
        _outbox = new Outbox(PipeWriter.Create(_stream, new StreamPipeWriterOptions(minimumBufferSize: 512)), PipeScheduler.ThreadPool, static () => { });
    }

    private ConnectOut ConnectOut()
    {
        var will = options.Will is { } w ? new WillPacket(w.Topic, w.Payload.ToArray(), w.Qos, w.Retain, w.DelayS, null, []) : null;
        var password = options.Password is null ? null : Encoding.UTF8.GetBytes(options.Password);
        return new ConnectOut(options.ProtocolLevel, options.ClientId, options.CleanStart, options.KeepAliveS, options.UserName, password,
            will,
            options.SessionExpiryS, TopicAliasMaximum: AliasMax);
    }

    /// <summary>On a connection that has closed it writes to nowhere: the caller's task fails with the reason.</summary>
    private void Send(Action<Outbox> write)
    {
        if (_outbox is not { } outbox) throw NotConnected();
        lock (outbox.Sync) write(outbox);
        _sentAtMs = Environment.TickCount64;
        outbox.Schedule();
    }

    private void WritePublish(string topic, ReadOnlySpan<byte> payload, byte qos, bool retain, ushort packetId)
    {
        if (_outbox is not { } outbox) throw NotConnected();
        var publish = new PublishOut { Topic = topic, Payload = payload, Qos = qos, Retain = retain, PacketId = packetId };
        lock (outbox.Sync) PacketWriter.WritePublish(outbox, publish, options.ProtocolLevel);
        _sentAtMs = Environment.TickCount64;
        // Not inline: publishes that are made in one go leave in one write.
        outbox.Schedule();
    }

    private MqttClientException NotConnected() => _why ?? new MqttClientException("not connected");

    /// <summary>From the shared timer. Half a keep-alive of silence is time to ping; one without an answer is a dead server.</summary>
    internal void Tick()
    {
        var now = Environment.TickCount64;
        if (_pingedAtMs > 0 && now - _pingedAtMs > _keepAliveMs)
            Close(new MqttClientException("the server does not answer", MqttReason.KeepAliveTimeout));
        else if (_pingedAtMs == 0 && now - _sentAtMs >= _keepAliveMs / 2 && _outbox is { IsClosed: false } outbox)
        {
            _pingedAtMs = now;
            lock (outbox.Sync) PacketWriter.WriteEmpty(outbox, PacketType.Pingreq);
            outbox.Schedule();
        }
    }

    private void Close(MqttClientException why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        KeepAlive.Remove(this);
        _outbox?.Close();
        _socket?.Dispose();
        _pending.Fail(_why!);
        _connack.TrySetException(_why!);
        _ = _connack.Task.Exception;
        _inbox.Writer.TryComplete();
        _closed.TrySetResult();
    }
}

/// <summary>What the server granted.</summary>
public sealed record MqttConnected(bool SessionPresent, string ClientId, uint SessionExpiryS);
