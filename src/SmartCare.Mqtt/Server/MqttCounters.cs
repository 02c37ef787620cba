namespace SmartCare.Mqtt.Server;

/// <summary>Numbers for /metrics. All but <see cref="Connections"/>, <see cref="Sessions"/> and <see cref="Retained"/> only grow.</summary>
public sealed class MqttCounters
{
    private long _connections, _connects, _refused, _takenOver, _timedOut, _malformed, _tooLarge, _publishesRefused, _acksOut;
    private long _publishesOut, _droppedQueueFull, _droppedTooLarge, _droppedRetainedFull, _faults, _busy, _throttled, _notSaved, _subscribesRefused, _passedOver;
    private readonly long[] _publishesIn = new long[3];

    public long Connections => Volatile.Read(ref _connections);
    public long Sessions { get; internal set; }
    public long Retained { get; internal set; }

    /// <summary>CONNECTs that were accepted.</summary>
    public long Connects => Volatile.Read(ref _connects);

    /// <summary>CONNECTs that were refused, for any reason.</summary>
    public long Refused => Volatile.Read(ref _refused);
    public long TakenOver => Volatile.Read(ref _takenOver);

    /// <summary>Closed for silence: no CONNECT in time, keep-alive over, or a reader that took nothing.</summary>
    public long TimedOut => Volatile.Read(ref _timedOut);

    /// <summary>Connections closed for malformed packets or protocol errors.</summary>
    public long Malformed => Volatile.Read(ref _malformed);
    public long TooLarge => Volatile.Read(ref _tooLarge);

    /// <summary>PUBLISHes of clients that may say much which were longer still, or came while too many did; the connection stayed.</summary>
    public long PassedOver => Volatile.Read(ref _passedOver);

    /// <summary>Connections closed because the house could not take a message; its sender keeps it.</summary>
    public long Busy => Volatile.Read(ref _busy);

    /// <summary>Times a connection was not read until the next second because it sent more than its rate.</summary>
    public long Throttled => Volatile.Read(ref _throttled);

    /// <summary>Times that sessions and retained messages could not be written to the disk; they are tried again each second.</summary>
    public long StateFailures => Volatile.Read(ref _notSaved);

    /// <summary>Filters that a client may not read.</summary>
    public long SubscribesRefused => Volatile.Read(ref _subscribesRefused);
    public long PublishesRefused => Volatile.Read(ref _publishesRefused);

    /// <summary>PUBACK and PUBREC sent.</summary>
    public long AcksOut => Volatile.Read(ref _acksOut);
    public long PublishesOut => Volatile.Read(ref _publishesOut);

    /// <summary>Messages not delivered because a subscriber's queue was full.</summary>
    public long DroppedByQueue => Volatile.Read(ref _droppedQueueFull);

    /// <summary>Messages not delivered because the subscriber's maximum packet size is smaller.</summary>
    public long DroppedBySize => Volatile.Read(ref _droppedTooLarge);

    /// <summary>Retained messages routed but not kept because the store is full.</summary>
    public long DroppedByRetained => Volatile.Read(ref _droppedRetainedFull);

    /// <summary>Exceptions that reached the wall of a connection: each is a bug.</summary>
    public long Faults => Volatile.Read(ref _faults);

    public long PublishesIn(int qos) => Volatile.Read(ref _publishesIn[qos]);

    internal long Opened() => Interlocked.Increment(ref _connections);
    internal void Closed() => Interlocked.Decrement(ref _connections);
    internal void Connected() => Interlocked.Increment(ref _connects);
    internal void ConnectRefused() => Interlocked.Increment(ref _refused);
    internal void SessionTaken() => Interlocked.Increment(ref _takenOver);
    internal void ClosedForSilence() => Interlocked.Increment(ref _timedOut);
    internal void ClosedForProtocol() => Interlocked.Increment(ref _malformed);
    internal void ClosedForSize() => Interlocked.Increment(ref _tooLarge);
    internal void PassOver() => Interlocked.Increment(ref _passedOver);
    internal void ClosedForBusy() => Interlocked.Increment(ref _busy);
    internal void StateNotSaved() => Interlocked.Increment(ref _notSaved);
    internal void ReadLater() => Interlocked.Increment(ref _throttled);
    internal void PublishRefused() => Interlocked.Increment(ref _publishesRefused);
    internal void SubscribeRefused() => Interlocked.Increment(ref _subscribesRefused);
    internal void PublishIn(int qos) => Interlocked.Increment(ref _publishesIn[qos]);
    internal void AckOut() => Interlocked.Increment(ref _acksOut);
    internal void PublishOut() => Interlocked.Increment(ref _publishesOut);
    internal void DroppedQueueFull() => Interlocked.Increment(ref _droppedQueueFull);
    internal void DroppedTooLarge() => Interlocked.Increment(ref _droppedTooLarge);
    internal void DroppedRetainedFull() => Interlocked.Increment(ref _droppedRetainedFull);
    internal void Faulted() => Interlocked.Increment(ref _faults);
}
