using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Server;

/// <summary>Waiting for the heartbeat: a client that sends too fast, an address that connects too often.</summary>
internal sealed partial class Connection
{
    private Pace _pace;
    private long _dueAtMs;
    private TaskCompletionSource? _tick;

    /// <summary>Ends at the next heartbeat, or when the connection closes. Ask first, then look whether it is needed.</summary>
    private Task WaitForTickAsync()
    {
        lock (_endLock)
        {
            if (IsClosing || _isEnded) return Task.CompletedTask;
            return (_tick ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private TaskCompletionSource? TakeTick()
    {
        if (Volatile.Read(ref _tick) is null) return null;
        lock (_endLock)
        {
            var tick = _tick;
            _tick = null;
            return tick;
        }
    }

    /// <summary>The CONNECTs of one address pass at its rate; the wait does not count as the client's silence.</summary>
    private async ValueTask<bool> WaitTheirTurnAsync()
    {
        var waitMs = _broker.Addresses.ConnectWaitMs(_arrival.Address, _broker.HeartbeatMs);
        if (waitMs > Limits.ConnectWaitMaxMs) return Refuse(MqttReason.ConnectionRateExceeded);
        _dueAtMs = _broker.HeartbeatMs + (long)Math.Ceiling(waitMs);
        _heardAtMs = _dueAtMs;
        while (WaitForTickAsync() is var tick && _broker.HeartbeatMs < _dueAtMs && !IsClosing) await tick.ConfigureAwait(false);
        return !IsClosing;
    }
}
