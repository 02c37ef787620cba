using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sessions;

namespace SmartCare.Bridge;

/// <summary>
/// One connection to a site's own broker. Three loops beside MQTTnet's: messages are judged by the house in the order in which they came, acknowledgements
/// leave in that order once the house has what they are for, and what the house says is published.
/// </summary>
/// <remarks>
/// MQTTnet calls its handler for one message after the other, so a handler that waits for a commit takes one message a commit (725 a second were measured).
/// Here it puts the message into a queue and returns; the ring of the embedded endpoint keeps the order [MQTT-4.6.0-2].
/// </remarks>
internal sealed partial class UpstreamConnection : IAckSink, IAsyncDisposable
{
    private readonly UpstreamOptions _options;
    private readonly MqttClientSession _house;
    private readonly OutwardQueue _outward;
    private readonly UpstreamCounters _counters;
    private readonly ILogger _log;
    private readonly IMqttClient _client;
    private readonly InboundRing _ring;
    private readonly Brake _brake = new(Limits.BacklogMax);
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _received = Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>(new() { SingleReader = true, SingleWriter = true });
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _acknowledgeable = Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>(new() { SingleReader = true });

    /// <summary>What has a place in the ring and asks for an acknowledgement, in the ring's order.</summary>
    private readonly ConcurrentQueue<MqttApplicationMessageReceivedEventArgs> _open = new();
    private readonly Dictionary<string, string> _topics = [];
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private volatile string? _ended;
    private Task _loops = Task.CompletedTask;

    public UpstreamConnection(UpstreamOptions options, MqttClientSession house, OutwardQueue outward, UpstreamCounters counters, ILogger log)
    {
        (_options, _house, _outward, _counters, _log) = (options, house, outward, counters, log);
        _ring = new InboundRing(Limits.InFlightMax, this, new InboundQos2());
        _client = new MqttClient(new BrakedAdapterFactory(_brake), MqttNetNullLogger.Instance);
        _client.ApplicationMessageReceivedAsync += Receive;
        _client.DisconnectedAsync += left =>
        {
            End(left.Exception?.GetBaseException().Message ?? left.ReasonString ?? "the broker closed the connection");
            return Task.CompletedTask;
        };
    }

    /// <summary>Why it ended; null while it stands.</summary>
    public string? Ended => _ended;

    /// <summary>Connects and subscribes. Messages of a session that was kept come before this ends.</summary>
    /// <returns>Why the broker cannot be listened to; null: it is.</returns>
    public async Task<string?> OpenAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _over.Token);
        patience.CancelAfter(Limits.AnswerWithin);
        try
        {
            var connected = await _client.ConnectAsync(ConnectOptions.Of(_options), patience.Token);
            if (connected.ResultCode is not MqttClientConnectResultCode.Success) return $"the broker refuses us: {connected.ResultCode}";
            _counters.Connect(isSessionNew: !connected.IsSessionPresent);
            if (!connected.IsSessionPresent) LogNewSession(_options.Name);
            var subscribed = await _client.SubscribeAsync(ConnectOptions.SubscriptionsOf(_options), patience.Token);
            if (subscribed.Items.FirstOrDefault(i => (byte)i.ResultCode >= 0x80) is { } refused) return $"the broker refuses {refused.TopicFilter.Topic}: {refused.ResultCode}";
            _subscribed.TrySetResult();
            return null;
        }
        catch (OperationCanceledException)
        {
            return Ended ?? "the broker does not answer";
        }
        catch (Exception away)
        {
            // MQTTnet throws what it met, of a dozen types; each of them means that there is no connection.
            return away.GetBaseException().Message;
        }
    }

    /// <summary>Before <see cref="OpenAsync"/>: what a kept session holds comes before SUBSCRIBE is answered.</summary>
    public void Start() => _loops = Task.WhenAll(((Func<Task>[])[JudgeAsync, AcknowledgeAsync, SayAsync]).Select(loop => Task.Run(() => GuardAsync(loop))));

    /// <summary>Until the connection ends; then <see cref="Ended"/> says why.</summary>
    public async Task UntilEndedAsync(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(() => End("the silo stops"));
        await _loops;
    }

    /// <summary>Says goodbye: the broker keeps our session. Anything that came meanwhile is sent again.</summary>
    public async ValueTask DisposeAsync()
    {
        End("closed");
        await _loops;
        try
        {
            using var patience = new CancellationTokenSource(Limits.AnswerWithin);
            if (_client.IsConnected)
            {
                if (_options.PresenceTopic is { } topic) await _client.PublishAsync(ConnectOptions.Presence(topic, isThere: false), patience.Token);
                await _client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token);
            }
        }
        catch (Exception)
        {
            // It is gone already, in whatever way.
        }

        _client.Dispose();
        _house.OnGone(isBroken: false);
    }

    void IAckSink.SendAck(byte qos, ushort packetId, MqttReason reason)
    {
        if (_open.TryDequeue(out var next)) _acknowledgeable.Writer.TryWrite(next);
    }

    void IAckSink.AcksReady() { }

    private Task Receive(MqttApplicationMessageReceivedEventArgs message)
    {
        message.AutoAcknowledge = false;
        _brake.Enter();
        _received.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    private async Task JudgeAsync()
    {
        var judged = 0;
        while (await _received.Reader.WaitToReadAsync())
        {
            while (Ended is null && _received.Reader.TryRead(out var message))
            {
                _brake.Leave();
                if (_ring.IsFull)
                {
                    _house.OnRead();
                    await _ring.WaitForRoomAsync();
                    if (Ended is not null) break;
                }

                Judge(message);
                if (++judged % Limits.BatchMax == 0) _house.OnRead();
            }

            _house.OnRead();
            if (Ended is not null) return;
        }
    }

    private void Judge(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        var qos = (byte)message.QualityOfServiceLevel;
        _counters.Receive(message.Dup, message.Retain);
        var sequence = _ring.Begin(qos, received.PacketIdentifier);
        if (qos > 0) _open.Enqueue(received);
        var payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        // RETAIN is 1 only where the broker sends what it kept [MQTT-3.3.1-8] [MQTT-3.3.1-9]; Retain As Published is not asked for.
        var view = new MqttInboundPublish { Topic = SameOf(message.Topic), Payload = payload, Qos = qos, IsReplayed = message.Retain, Dup = message.Dup, PacketId = received.PacketIdentifier };
        var verdict = MqttVerdict.Accepted;
        try
        {
            verdict = _house.OnPublish(view, new MqttReceipt(_ring, sequence));
        }
        catch (Exception bug)
        {
            // Sent again it would meet the same bug, and nothing of this site would be heard any more. It is lost, counted, and said.
            _counters.Fault();
            LogFault(bug, _options.Name, message.Topic);
        }

        if (verdict.What is MqttVerdict.Kind.Busy)
        {
            _counters.WasBusy();
            End("too much waits for the disk");
        }
        // Also what was refused: it is in the quarantine, and would be refused again.
        else if (verdict.What is not MqttVerdict.Kind.Pending) _ring.Complete(sequence, MqttReason.Success);
    }

    /// <summary>The house may know a topic by its instance.</summary>
    private string SameOf(string topic)
    {
        if (_topics.TryGetValue(topic, out var known)) return known;
        if (_topics.Count < Limits.TopicsMax) _topics[topic] = topic;
        return topic;
    }

    private async Task AcknowledgeAsync()
    {
        await foreach (var message in _acknowledgeable.Reader.ReadAllAsync())
        {
            if (Ended is not null) return;
            await message.AcknowledgeAsync(_over.Token);
            _counters.Acknowledge();
        }
    }

    private async Task SayAsync()
    {
        _outward.BeginAnew();
        await _subscribed.Task.WaitAsync(_over.Token);
        while (Ended is null)
        {
            var said = await _outward.NextAsync(_over.Token);
            var message = new MqttApplicationMessage
            {
                Topic = said.Topic, Payload = new ReadOnlySequence<byte>(said.Payload), Retain = said.Retain, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            };
            var answer = await _client.PublishAsync(message, _over.Token);
            _counters.Publish(answer.IsSuccess);
            _outward.Taken(said);
        }
    }

    /// <summary>
    /// The wall of the connection: whatever a loop meets, MQTTnet's word for a broken connection or a bug, ends it. What was not acknowledged is sent again on the
    /// next one, and what was being said is said again.
    /// </summary>
    private async Task GuardAsync(Func<Task> loop)
    {
        try
        {
            await loop();
        }
        catch (Exception met)
        {
            End(met.GetBaseException().Message);
        }
    }

    /// <summary>Once; nothing is judged or acknowledged after it.</summary>
    private void End(string why)
    {
        lock (_over)
        {
            if (Ended is not null) return;
            _ended = why;
        }

        _ring.Kill();
        _brake.Release();
        _received.Writer.TryComplete();
        _acknowledgeable.Writer.TryComplete();
        _over.Cancel();
    }

    [LoggerMessage(1, LogLevel.Warning, "Upstream {Name}: the broker had no session of ours. Unless this is the first connection, what it was sent while we were away is lost there")]
    private partial void LogNewSession(string name);

    [LoggerMessage(2, LogLevel.Error, "Upstream {Name}: a message on {Topic} met a bug and is lost")]
    private partial void LogFault(Exception bug, string name, string topic);
}
