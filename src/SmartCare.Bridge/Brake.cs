namespace SmartCare.Bridge;

/// <summary>
/// How many messages were received and not judged yet, and whether there is room for more. MQTT 3.1.1 has no Receive Maximum and QoS 0 has no acknowledgement at
/// all, and the client reads the socket into a queue without an end: so the socket is not read while there is no room, and TCP brakes the broker.
/// </summary>
internal sealed class Brake(int most)
{
    private readonly Lock _lock = new();
    private int _waiting;
    private bool _isReleased;
    private TaskCompletionSource? _room;

    public void Enter()
    {
        lock (_lock) _waiting++;
    }

    public void Leave()
    {
        TaskCompletionSource? room = null;
        lock (_lock)
        {
            // Half empty before the reader is woken: not a wake-up per message.
            if (--_waiting <= most / 2) (room, _room) = (_room, null);
        }

        room?.SetResult();
    }

    /// <summary>Ends when there is room, or for good once released.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_lock) return _waiting < most || _isReleased ? Task.CompletedTask : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>The connection has gone.</summary>
    public void Release()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _isReleased = true;
            (room, _room) = (_room, null);
        }

        room?.SetResult();
    }
}
