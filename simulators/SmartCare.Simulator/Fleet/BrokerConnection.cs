using System.Buffers;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace SmartCare.Simulator.Fleet;

/// <summary>Why a connection is no more, or never was.</summary>
/// <param name="IsRefused">A broker answered, and said no.</param>
/// <param name="IsTakenOver">Somebody else speaks for this client now.</param>
internal sealed record Ending(string Why, bool IsRefused = false, bool IsTakenOver = false);

/// <summary>What became of a publish. Neither: the connection ended before it was answered.</summary>
/// <param name="Refusal">The broker's reason; null when it took the message.</param>
internal readonly record struct PublishAnswer(bool IsAnswered, string? Refusal, bool IsForNow = false);

/// <summary>One connection of MQTTnet, from CONNECT to its end. Failures are values.</summary>
internal sealed class BrokerConnection
{
    private static readonly MqttClientFactory s_factory = new();
    private readonly IMqttClient _client = s_factory.CreateMqttClient();
    private readonly TaskCompletionSource<Ending> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrokerConnection() => _client.DisconnectedAsync += gone =>
    {
        var isTold = gone.Exception is null && gone.Reason is not MqttClientDisconnectReason.NormalDisconnection;
        _ended.TrySetResult(new Ending(
            isTold ? $"disconnected by the server: {gone.Reason}" : gone.Exception?.Message ?? "the server closed the connection",
            IsTakenOver: isTold && gone.Reason is MqttClientDisconnectReason.SessionTakenOver));
        return Task.CompletedTask;
    };

    public Task<Ending> Ended => _ended.Task;

    /// <summary>Publishes that may be under way at once: ours, or what the broker allows, less one for the greeting.</summary>
    public int Window { get; private set; } = Limits.InFlight;

    /// <returns>Null when the broker let it in.</returns>
    public async Task<Ending?> ConnectAsync(MqttClientOptions options, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Limits.Connect);
        try
        {
            var granted = await _client.ConnectAsync(options, patience.Token).ConfigureAwait(false);
            Window = Math.Clamp((granted.ReceiveMaximum ?? ushort.MaxValue) - 1, 1, Limits.InFlight);
            if (granted.ResultCode is MqttClientConnectResultCode.Success) return null;
            _client.Dispose();
            return new Ending($"{granted.ResultCode}", IsRefused: true);
        }
        catch (Exception e) when (IsOfTheNetwork(e))
        {
            _client.Dispose();
            return new Ending(e is OperationCanceledException ? "no answer to CONNECT" : (e.InnerException ?? e).Message);
        }
    }

    public async Task<PublishAnswer> PublishAsync(string topic, byte[] payload, byte qos, bool retain = false)
    {
        var message = new MqttApplicationMessage
        {
            Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos, Retain = retain,
        };
        try
        {
            var answer = await _client.PublishAsync(message).ConfigureAwait(false);
            return new PublishAnswer(true, answer.IsSuccess ? null : $"{answer.ReasonCode}", answer.ReasonCode is MqttClientPublishReasonCode.QuotaExceeded);
        }
        catch (Exception e) when (IsOfTheNetwork(e))
        {
            return default;
        }
    }

    /// <summary>Leaves in good order: no will.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions()).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTheNetwork(e))
        {
            // It went by itself.
        }
        _client.Dispose();
    }

    /// <summary>Drops the connection without a word, as a device does that loses power: the will fires.</summary>
    public void Abort()
    {
        _client.Dispose();
        _ended.TrySetResult(new Ending("the plug was pulled"));
    }

    /// <summary>The ways in which MQTTnet tells that the other side is gone, or never was there.</summary>
    private static bool IsOfTheNetwork(Exception e) =>
        e is MqttCommunicationException or MqttProtocolViolationException or SocketException or IOException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException;
}
