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
    private BrokerConnection? _connection;
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
            _connection = new BrokerConnection();
            _ = LiveAsync(_connection);
            return true;
        }
    }

    /// <summary>The plug is pulled: no goodbye, the will fires.</summary>
    public void PowerOff()
    {
        BrokerConnection? connection;
        lock (_lock)
        {
            connection = _connection;
            Detach(State.Off);
        }

        connection?.Abort();
    }

    public void PowerOn()
    {
        lock (_lock) (_state, _nextAttemptMs) = (State.Down, 0);
    }

    /// <summary>Leaves in good order: no will.</summary>
    public async Task LeaveAsync()
    {
        BrokerConnection? connection;
        lock (_lock)
        {
            connection = _connection;
            Detach(State.Off);
        }

        if (connection is not null) await connection.LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>One connection from CONNECT to its end.</summary>
    private async Task LiveAsync(BrokerConnection connection)
    {
        if (await connection.ConnectAsync(server.OptionsOf(plan), CancellationToken.None).ConfigureAwait(false) is { } failure)
        {
            Fell(connection, failure);
            return;
        }

        if (!CameUp(connection)) return;
        var ending = await connection.Ended.ConfigureAwait(false);
        connection.Abort();
        tally.CountDisconnected();
        Fell(connection, ending);
    }

    private bool CameUp(BrokerConnection connection)
    {
        lock (_lock)
        {
            if (_connection != connection)
            {
                connection.Abort();
                return false;
            }

            _state = State.Up;
            tally.CountConnected(again: EverConnected);
            EverConnected = true;
            _backoff.Reset();
            if (plan.Greetings.Count > 0) _ = GreetAsync(connection);
            Pump(Environment.TickCount64);
            return true;
        }
    }

    /// <summary>Every connection has greetings of its own, so those that break off are not sent again, nor counted. One after the other, as a gateway says them.</summary>
    private async Task GreetAsync(BrokerConnection connection)
    {
        foreach (var (topic, payload, retain) in plan.Greetings) await connection.PublishAsync(server.Prefix + topic, payload, qos: 1, retain).ConfigureAwait(false);
    }

    private void Fell(BrokerConnection connection, Ending why)
    {
        lock (_lock)
        {
            if (_connection != connection) return;
            Detach(State.Down);
            tally.Note($"{plan.ClientId}: {why.Why}");
            _nextAttemptMs = Environment.TickCount64 + (why.IsTakenOver ? Limits.StandAsideMs : _backoff.NextMs());
        }
    }

    /// <summary>Under the lock. What was under way goes to the front of what waits, in its order.</summary>
    private void Detach(State state)
    {
        (_state, _connection) = (state, null);
        if (_inFlight.Count == 0) return;
        _waiting = new Queue<Outgoing>([.. _inFlight, .. _waiting]);
        _inFlight.Clear();
    }

    /// <summary>Under the lock. In order, and never more under way than the window.</summary>
    private void Pump(long nowMs)
    {
        if (_state is not State.Up || nowMs < _pausedUntilMs) return;
        while (_inFlight.Count < _connection!.Window && _waiting.TryDequeue(out var message))
        {
            _inFlight.Add(message);
            _ = PublishAsync(_connection, message);
        }
    }

    private async Task PublishAsync(BrokerConnection connection, Outgoing message)
    {
        var answer = await connection.PublishAsync(server.Prefix + message.Topic, message.Payload, server.Qos).ConfigureAwait(false);
        // Not answered: the connection fell, and then Fell has the message or will have it.
        if (!answer.IsAnswered) return;
        if (answer.Refusal is null) Acknowledged(message);
        else Refused(connection, message, answer);
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

    private void Refused(BrokerConnection connection, Outgoing message, PublishAnswer answer)
    {
        lock (_lock)
        {
            if (_connection != connection || !_inFlight.Remove(message)) return;
            tally.Note($"{message.Topic}: {answer.Refusal}");
            if (answer.IsForNow || ++message.Refusals < 3)
            {
                _pausedUntilMs = Environment.TickCount64 + Limits.RefusedPauseMs;
                _waiting.Enqueue(message);
            }
            else tally.CountGivenUp();
        }
    }
}
