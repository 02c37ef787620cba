using System.Collections.Concurrent;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Client;

/// <summary>What a client waits for: packet ids in use and the tasks behind them, within a window.</summary>
internal sealed class ClientPending
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, Entry> _entries = [];
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _window = int.MaxValue;
    private int _publishes;
    private ushort _lastId;
    private MqttClientException? _closed;

    private readonly record struct Entry(TaskCompletionSource<MqttReason[]> Source, bool IsPublish);

    public void SetWindow(int window) => _window = window;

    /// <summary>A packet id and the task that ends with its acknowledgement; waits while the window is full.</summary>
    public async ValueTask<(ushort PacketId, Task<MqttReason[]> Done)> BeginAsync(bool isPublish, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task turn;
            lock (_lock)
            {
                if (_closed is not null) throw _closed;
                if (!isPublish || _publishes < _window) return Take(isPublish);
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(source);
                turn = source.Task;
            }
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Complete(ushort packetId, params MqttReason[] reasons)
    {
        Entry entry;
        TaskCompletionSource? next = null;
        lock (_lock)
        {
            if (!_entries.Remove(packetId, out entry)) return;
            if (entry.IsPublish) _publishes--;
            if (_publishes < _window) _waiting.TryDequeue(out next);
        }
        next?.TrySetResult();
        entry.Source.TrySetResult(reasons);
    }

    public void Fail(MqttClientException why)
    {
        Entry[] entries;
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            _closed ??= why;
            (entries, waiting) = ([.. _entries.Values], [.. _waiting]);
            _entries.Clear();
            _waiting.Clear();
        }
        foreach (var entry in entries) entry.Source.TrySetException(why);
        foreach (var source in waiting) source.TrySetResult();
    }

    private (ushort, Task<MqttReason[]>) Take(bool isPublish)
    {
        do _lastId = (ushort)(_lastId == ushort.MaxValue ? 1 : _lastId + 1);
        while (_entries.ContainsKey(_lastId));
        var source = new TaskCompletionSource<MqttReason[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _entries.Add(_lastId, new Entry(source, isPublish));
        if (isPublish) _publishes++;
        return (_lastId, source.Task);
    }
}
