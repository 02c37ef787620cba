using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;

namespace SmartCare.Mqtt.Sessions;

/// <summary>Where acknowledgements leave.</summary>
internal interface IAckSink
{
    /// <summary>PUBACK for QoS 1, PUBREC for QoS 2. Called in the order in which the PUBLISHes came, under the ring's lock.</summary>
    void SendAck(byte qos, ushort packetId, MqttReason reason);

    /// <summary>Acknowledgements were written and should leave soon. Called from any thread, outside the lock.</summary>
    void AcksReady();
}

/// <summary>
/// The PUBLISHes of one connection that the house has not finished with, in the order they came. The house completes them in any
/// order and from any thread; [MQTT-4.6.0-2] [MQTT-4.6.0-3] acknowledgements leave in the order of arrival. When it is full the
/// connection stops reading, so what a client can make us hold is bounded.
/// </summary>
internal sealed class InboundRing(int capacity, IAckSink sink, InboundQos2 qos2) : IMqttReceiptSink
{
    private readonly Lock _lock = new();
    private Slot[]? _slots;
    private long _head;
    private long _next;
    private int _open;
    private bool _dead;
    private TaskCompletionSource? _room;

    private struct Slot
    {
        public ushort PacketId;
        public byte Qos;
        public bool Done;
        public MqttReason Reason;
    }

    public bool IsFull { get { lock (_lock) return _next - _head == capacity; } }

    /// <summary>4.9: QoS 1 without its PUBACK, and QoS 2 without a refusing PUBREC or a PUBREL. What receive maximum bounds.</summary>
    public int OpenCount { get { lock (_lock) return _open; } }

    /// <summary>Takes a slot; the caller has seen that there is room and is the only one who takes slots.</summary>
    public long Begin(byte qos, ushort packetId)
    {
        lock (_lock)
        {
            _slots ??= new Slot[capacity];
            _slots[_next % capacity] = new Slot { PacketId = packetId, Qos = qos };
            if (qos > 0) _open++;
            return _next++;
        }
    }

    /// <summary>
    /// Is a QoS 2 message with this id still with the house? A repeat of it on the same connection waits for the same PUBREC.
    /// </summary>
    public bool IsQos2Pending(ushort packetId)
    {
        lock (_lock)
        {
            for (var i = _head; i < _next; i++)
                if (_slots![i % capacity] is { Qos: 2, Done: false } slot && slot.PacketId == packetId) return true;
            return false;
        }
    }

    /// <summary>A second completion, and one after the connection has gone, changes nothing on the wire.</summary>
    public void Complete(long sequence, MqttReason reason)
    {
        TaskCompletionSource? room = null;
        bool sent;
        lock (_lock)
        {
            if (sequence < _head || sequence >= _next) return;
            ref var slot = ref _slots![sequence % capacity];
            if (slot.Done) return;
            slot.Done = true;
            slot.Reason = reason;
            if (slot.Qos == 2) Settle(slot);
            if (sequence != _head) return;
            sent = Drain();
            // Half empty before the reader is woken: not a wake-up per message when the house is the slower side.
            if (_room is not null && _next - _head <= capacity / 2) (room, _room) = (_room, null);
        }
        room?.SetResult();
        if (sent) sink.AcksReady();
    }

    /// <summary>A QoS 2 exchange has come to its PUBREL.</summary>
    public void OnPubrel()
    {
        lock (_lock) _open = Math.Max(0, _open - 1);
    }

    /// <summary>Ends when there is room again, or the connection has gone.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_dead || _next - _head < capacity) return Task.CompletedTask;
            return (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The connection has gone: nothing is sent any more; late completions still settle QoS 2 ids of the kept session.</summary>
    public void Kill()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _dead = true;
            (room, _room) = (_room, null);
        }
        room?.SetResult();
    }

    private void Settle(in Slot slot)
    {
        if ((byte)slot.Reason < 0x80) qos2.Commit(slot.PacketId);
        else qos2.Release(slot.PacketId, out _);
    }

    private bool Drain()
    {
        var sent = false;
        for (; _head < _next && _slots![_head % capacity].Done; _head++)
        {
            ref var slot = ref _slots[_head % capacity];
            if (slot.Qos == 0) continue;
            if (slot.Qos == 1 || (byte)slot.Reason >= 0x80) _open--;
            if (_dead) continue;
            sink.SendAck(slot.Qos, slot.PacketId, slot.Reason);
            sent = true;
        }
        return sent;
    }
}
