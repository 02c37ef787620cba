using SmartCare.Mqtt.Client;
using SmartCare.Mqtt.Packets;
using SmartCare.Simulator.Life;
using SmartCare.Simulator.Report;

namespace SmartCare.Simulator.Fleet;

/// <summary>One device's connection through all its lives: it connects, sends, and sends again what was not acknowledged. It has no
/// timer: the loop ticks it.</summary>
internal sealed class DeviceLink(LinkPlan plan, ServerAddress server, Tally tally, AckJournal? journal, Chance chance)
{
    private enum State
    {
        Down, Connecting, Up, Off,
    }

    private readonly Lock _lock = new();
    private readonly List<Outgoing> _inFlight = [];
    private Queue<Outgoing> _waiting = new();
    private Backoff _backoff = new(chance);
    private State _state;
    private MqttClient? _client;
    private long _nextAttemptMs, _pausedUntilMs;

    public bool IsUp { get { lock (_lock) return _state is State.Up; } }
    public bool IsConnecting { get { lock (_lock) return _state is State.Connecting; } }
    public bool EverConnected { get; private set; }
    public bool HasRoom { get { lock (_lock) return _waiting.Count + _inFlight.Count < plan.Backlog; } }
    public int Unacknowledged { get { lock (_lock) return _waiting.Count + _inFlight.Count; } }

    /// <summary>Sends now, or when it can. A full buffer loses its oldest, as a device's does; ask <see cref="HasRoom"/> not to lose.</summary>
    public void Send(Outgoing message)
    {
        tally.CountSent();
        lock (_lock)
        {
            if (_waiting.Count + _inFlight.Count >= plan.Backlog && _waiting.TryDequeue(out _)) tally.CountGivenUp();
            _waiting.Enqueue(message);
            Pump(Environment.TickCount64);
        }
    }

    /// <returns>True when it began to connect.</returns>
    public bool Tick(long nowMs, bool mayConnect)
    {
        lock (_lock)
        {
            if (_state is State.Up) Pump(nowMs);
            if (_state is not State.Down || nowMs < _nextAttemptMs || !mayConnect) return false;
            _state = State.Connecting;
            _client = new MqttClient(server.OptionsOf(plan));
            _ = LiveAsync(_client);
            return true;
        }
    }

    /// <summary>The plug is pulled: no goodbye, the will fires.</summary>
    public void PowerOff()
    {
        MqttClient? client;
        lock (_lock)
        {
            client = _client;
            Detach(State.Off);
        }

        client?.Abort();
    }

    public void PowerOn()
    {
        lock (_lock) (_state, _nextAttemptMs) = (State.Down, 0);
    }

    /// <summary>Leaves in good order: no will.</summary>
    public async Task LeaveAsync()
    {
        MqttClient? client;
        lock (_lock)
        {
            client = _client;
            Detach(State.Off);
        }

        try
        {
            if (client is not null) await client.DisconnectAsync().ConfigureAwait(false);
        }
        catch (MqttClientException)
        {
            // It went by itself.
        }
    }

    /// <summary>One connection from CONNECT to its end.</summary>
    private async Task LiveAsync(MqttClient client)
    {
        try
        {
            using var patience = new CancellationTokenSource(Limits.Connect);
            await client.ConnectAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqttClientException or OperationCanceledException)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            Fell(client, e as MqttClientException ?? new MqttClientException("no answer to CONNECT", MqttReason.ServerUnavailable));
            return;
        }

        if (!CameUp(client)) return;
        await client.Closed.ConfigureAwait(false);
        tally.CountDisconnected();
        Fell(client, client.CloseReason!);
    }

    private bool CameUp(MqttClient client)
    {
        lock (_lock)
        {
            if (_client != client)
            {
                client.Abort();
                return false;
            }

            _state = State.Up;
            tally.CountConnected(again: EverConnected);
            EverConnected = true;
            _backoff.Reset();
            if (plan.AvailabilityTopic is { } topic) _ = GreetAsync(client, topic);
            Pump(Environment.TickCount64);
            return true;
        }
    }

    /// <summary>Every connection has a greeting of its own, so one that breaks off is not sent again, nor counted.</summary>
    private static async Task GreetAsync(MqttClient client, string topic)
    {
        try
        {
            await client.PublishAsync(topic, "online"u8.ToArray(), qos: 1, retain: true).ConfigureAwait(false);
        }
        catch (MqttClientException)
        {
            // The connection ended; whoever watches it knows.
        }
    }

    private void Fell(MqttClient client, MqttClientException why)
    {
        lock (_lock)
        {
            if (_client != client) return;
            Detach(State.Down);
            tally.Note($"{plan.ClientId}: {why.Message}");
            _nextAttemptMs = Environment.TickCount64 + (why.Reason is MqttReason.SessionTakenOver ? Limits.StandAsideMs : _backoff.NextMs());
        }
    }

    /// <summary>Under the lock. What was under way goes to the front of what waits, in its order.</summary>
    private void Detach(State state)
    {
        (_state, _client) = (state, null);
        if (_inFlight.Count == 0) return;
        _waiting = new Queue<Outgoing>([.. _inFlight, .. _waiting]);
        _inFlight.Clear();
    }

    /// <summary>Under the lock. In order, and never more under way than the client's window.</summary>
    private void Pump(long nowMs)
    {
        if (_state is not State.Up || nowMs < _pausedUntilMs) return;
        while (_inFlight.Count < Limits.InFlight && _waiting.TryDequeue(out var message))
        {
            _inFlight.Add(message);
            _ = PublishAsync(_client!, message);
        }
    }

    private async Task PublishAsync(MqttClient client, Outgoing message)
    {
        try
        {
            await client.PublishAsync(message.Topic, message.Payload, server.Qos).ConfigureAwait(false);
            Acknowledged(message);
        }
        catch (MqttClientException e)
        {
            Refused(client, message, e);
        }
    }

    private void Acknowledged(Outgoing message)
    {
        lock (_lock)
        {
            // Not there any more: the connection fell between, so it counts when it is acknowledged again.
            if (!_inFlight.Remove(message)) return;
            Pump(Environment.TickCount64);
        }

        if (message.Mark is { } mark) journal?.Write(mark.DeviceId, mark.N, mark.Press);
        tally.CountAcknowledged(message.Age);
    }

    /// <summary>Either the connection fell, and then <see cref="Fell"/> has it or will have it; or the server said no to this message.</summary>
    private void Refused(MqttClient client, Outgoing message, MqttClientException why)
    {
        if (why.Reason is not (MqttReason.QuotaExceeded or MqttReason.NotAuthorized or MqttReason.TopicNameInvalid or MqttReason.PayloadFormatInvalid
            or MqttReason.PacketTooLarge or MqttReason.ImplementationSpecificError)) return;
        lock (_lock)
        {
            if (_client != client || !_inFlight.Remove(message)) return;
            tally.Note($"{message.Topic}: {why.Message}");
            if (why.Reason is MqttReason.QuotaExceeded || ++message.Refusals < 3)
            {
                _pausedUntilMs = Environment.TickCount64 + Limits.RefusedPauseMs;
                _waiting.Enqueue(message);
            }
            else tally.CountGivenUp();
        }
    }
}
