using System.Buffers;
using System.Text;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Testing;

/// <summary>
/// MQTTnet's client as tests want it: refusals are exceptions with the standard's reason, received messages are a channel, the end of the connection is
/// a task. One object, one connection. Methods may be called from any thread.
/// </summary>
public sealed class MqttNetClient : IAsyncDisposable
{
    /// <summary>Half of what the endpoint allows.</summary>
    private const int Window = 64;

    private static readonly MqttClientFactory s_factory = new();
    private readonly IMqttClient _client = s_factory.CreateMqttClient();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<MqttMessage> _inbox = Channel.CreateUnbounded<MqttMessage>();
    private readonly MqttNetOptions _options;
    private readonly Queue<(MqttApplicationMessage Message, TaskCompletionSource<Task<MqttClientPublishResult>> Turn)> _turns = new();
    private int _underWay;
    private MqttNetException? _why;

    public MqttNetClient(MqttNetOptions options)
    {
        _options = options;
        if (options.KeepsMessages) _client.ApplicationMessageReceivedAsync += OnMessage;
        _client.DisconnectedAsync += OnDisconnectedAsync;
    }

    public MqttNetOptions Options => _options;

    /// <summary>Ends, without a fault, when the connection has ended for whatever reason; <see cref="CloseReason"/> then says which.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Null while connected.</summary>
    public MqttNetException? CloseReason => _closed.Task.IsCompleted ? _why : null;

    /// <summary>Received messages. Completed when the connection ends.</summary>
    public ChannelReader<MqttMessage> Messages => _inbox.Reader;

    public async Task<MqttConnected> ConnectAsync(CancellationToken cancellationToken = default)
    {
        MqttClientConnectResult granted;
        try
        {
            granted = await _client.ConnectAsync(_options.Build(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Close(new MqttNetException($"no connection to {_options.Host}:{_options.Port}: {e.Message}", MqttReason.ServerUnavailable, e));
        }
        if (granted.ResultCode is not MqttClientConnectResultCode.Success)
            throw Close(new MqttNetException($"the server refused the connection: {granted.ResultCode}", (MqttReason)granted.ResultCode));
        return new MqttConnected(
            granted.IsSessionPresent, granted.AssignedClientIdentifier is { Length: > 0 } given ? given : _options.ClientId,
            granted.SessionExpiryInterval ?? _options.SessionExpiryS);
    }

    /// <summary>Ends when the server has acknowledged (QoS 1, 2), or when it is on its way (QoS 0). Many may be under way at once; they leave in the
    /// order of the calls.</summary>
    /// <returns>The acknowledgement's reason; one of 0x80 or more is thrown.</returns>
    public async Task<MqttReason> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, byte qos = 1, bool retain = false, CancellationToken cancellationToken = default)
    {
        var message = new MqttApplicationMessage
        {
            Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos, Retain = retain,
        };
        var answer = await AskAsync(() => PublishInTurnAsync(message), cancellationToken).ConfigureAwait(false);
        var reason = (MqttReason)answer.ReasonCode;
        return (byte)reason < 0x80 ? reason : throw new MqttNetException($"publish to {topic} refused: {reason}", reason);
    }

    public Task<MqttReason> PublishAsync(
        string topic, string payload, byte qos = 1, bool retain = false, CancellationToken cancellationToken = default) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, retain, cancellationToken);

    /// <returns>The granted QoS; a refusal is thrown.</returns>
    public async Task<byte> SubscribeAsync(
        string filter, byte qos = 1, bool noLocal = false, bool retainAsPublished = false, byte retainHandling = 0, uint subscriptionId = 0,
        CancellationToken cancellationToken = default)
    {
        var wanted = new MqttTopicFilter
        {
            Topic = filter, QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos, NoLocal = noLocal, RetainAsPublished = retainAsPublished,
            RetainHandling = (MqttRetainHandling)retainHandling,
        };
        var options = new MqttClientSubscribeOptions { TopicFilters = [wanted], SubscriptionIdentifier = subscriptionId };
        var answer = await AskAsync(() => _client.SubscribeAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false);
        var reason = (MqttReason)answer.Items.Single().ResultCode;
        return (byte)reason < 0x80 ? (byte)reason : throw new MqttNetException($"subscribe to {filter} refused: {reason}", reason);
    }

    public Task UnsubscribeAsync(string filter, CancellationToken cancellationToken = default) =>
        AskAsync(() => _client.UnsubscribeAsync(new MqttClientUnsubscribeOptions { TopicFilters = [filter] }, cancellationToken), cancellationToken);

    /// <summary>Leaves in good order: the server forgets the will, unless <paramref name="withWill"/> (5.0) asks for it.</summary>
    public async Task DisconnectAsync(bool withWill = false)
    {
        var reason = withWill ? MqttClientDisconnectOptionsReason.DisconnectWithWillMessage : MqttClientDisconnectOptionsReason.NormalDisconnection;
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions { Reason = reason }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqttCommunicationException or ObjectDisposedException)
        {
            // It went by itself.
        }
        Close(new MqttNetException("disconnected by this client", MqttReason.Success));
    }

    /// <summary>Drops the connection without a word, as a device does that loses power: the will fires.</summary>
    public void Abort()
    {
        Close(new MqttNetException("aborted by this client"));
        _client.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Abort();
        return default;
    }

    /// <summary>Whatever way MQTTnet has of saying that the connection is gone, it ends with why it is.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var answer = ask();
            await Task.WhenAny(answer, _closed.Task).ConfigureAwait(false);
            return answer.IsCompleted ? await answer.ConfigureAwait(false) : throw _why!;
        }
        catch (MqttClientUnexpectedDisconnectReceivedException e)
        {
            throw new MqttNetException($"disconnected by the server: {e.ReasonCode}", (MqttReason)e.ReasonCode!, e);
        }
        catch (Exception e) when (e is not MqttNetException && !cancellationToken.IsCancellationRequested)
        {
            throw _why ?? new MqttNetException(e.Message, MqttReason.UnspecifiedError, e);
        }
    }

    /// <summary>MQTTnet sends whatever it is given; the server's Receive Maximum is its user's business. What is beyond waits, in order.</summary>
    private async Task<MqttClientPublishResult> PublishInTurnAsync(MqttApplicationMessage message)
    {
        var turn = new TaskCompletionSource<Task<MqttClientPublishResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_turns)
        {
            if (_underWay == Window) _turns.Enqueue((message, turn));
            else
            {
                _underWay++;
                turn.SetResult(Begin(message));
            }
        }
        try
        {
            return await (await turn.Task.ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            lock (_turns)
            {
                if (_turns.TryDequeue(out var next)) next.Turn.SetResult(Begin(next.Message));
                else _underWay--;
            }
        }
    }

    private Task<MqttClientPublishResult> Begin(MqttApplicationMessage message)
    {
        try
        {
            return _client.PublishAsync(message);
        }
        catch (Exception notConnected)
        {
            return Task.FromException<MqttClientPublishResult>(notConnected);
        }
    }

    private Task OnMessage(MqttApplicationMessageReceivedEventArgs received)
    {
        var m = received.ApplicationMessage;
        _inbox.Writer.TryWrite(new MqttMessage(m.Topic, m.Payload.ToArray(), (byte)m.QualityOfServiceLevel, m.Retain, m.Dup)
        {
            ResponseTopic = m.ResponseTopic, CorrelationData = m.CorrelationData ?? [], ContentType = m.ContentType,
            ExpiryS = m.MessageExpiryInterval > 0 ? m.MessageExpiryInterval : null, SubscriptionIds = m.SubscriptionIdentifiers ?? [],
            UserProperties = [.. (m.UserProperties ?? []).Select(p => KeyValuePair.Create(p.Name, Encoding.UTF8.GetString(p.ValueBuffer.Span)))],
        });
        return Task.CompletedTask;
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs gone)
    {
        var isTold = gone.Exception is null && gone.Reason is not MqttClientDisconnectReason.NormalDisconnection;
        Close(isTold
            ? new MqttNetException($"disconnected by the server: {gone.Reason}", (MqttReason)gone.Reason)
            : new MqttNetException("the connection ended: " + gone.Exception?.Message, MqttReason.UnspecifiedError, gone.Exception));
        return Task.CompletedTask;
    }

    private MqttNetException Close(MqttNetException why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        _inbox.Writer.TryComplete();
        _closed.TrySetResult();
        return why;
    }
}
