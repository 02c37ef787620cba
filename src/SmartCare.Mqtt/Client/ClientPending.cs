using SmartCare.Mqtt.Packets;

namespace SmartCare.Mqtt.Client;

/// <summary>
/// What a client waits for: packet ids in use and the tasks behind them. Publishes beyond the window wait their turn and are
/// written in the order in which they were asked for.
/// </summary>
internal sealed class ClientPending
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, Entry> _entries = [];
    private readonly Queue<(TaskCompletionSource<MqttReason[]> Source, Action<ushort> Write)> _waiting = new();
    private int _window = int.MaxValue;
    private int _publishes;
    private ushort _lastId;
    private MqttClientException? _closed;

    private readonly record struct Entry(TaskCompletionSource<MqttReason[]> Source, bool IsPublish);

    public void SetWindow(int window) => _window = window;

    /// <param name="write">Writes the packet with the id it is given: at once, or when the window has room. Must not wait.</param>
    public Task<MqttReason[]> Begin(bool isPublish, Action<ushort> write)
    {
        var source = new TaskCompletionSource<MqttReason[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_closed is not null) source.SetException(_closed);
            else if (isPublish && (_publishes >= _window || _waiting.Count > 0)) _waiting.Enqueue((source, write));
            else Start(source, isPublish, write);
        }
        return source.Task;
    }

    public void Complete(ushort packetId, params MqttReason[] reasons)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.Remove(packetId, out entry)) return;
            if (entry.IsPublish) _publishes--;
            while (_publishes < _window && _waiting.TryDequeue(out var next)) Start(next.Source, true, next.Write);
        }
        entry.Source.TrySetResult(reasons);
    }

    public void Fail(MqttClientException why)
    {
        TaskCompletionSource<MqttReason[]>[] sources;
        lock (_lock)
        {
            _closed ??= why;
            sources = [.. _entries.Values.Select(e => e.Source), .. _waiting.Select(w => w.Source)];
            _entries.Clear();
            _waiting.Clear();
        }
        foreach (var source in sources) source.TrySetException(why);
    }

    private void Start(TaskCompletionSource<MqttReason[]> source, bool isPublish, Action<ushort> write)
    {
        do _lastId = (ushort)(_lastId == ushort.MaxValue ? 1 : _lastId + 1);
        while (_entries.ContainsKey(_lastId));
        _entries.Add(_lastId, new Entry(source, isPublish));
        if (isPublish) _publishes++;
        write(_lastId);
    }
}
