using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;

namespace SmartCare.Mqtt.Sockets;

/// <summary>
/// What leaves for a client: sent at once, on the thread that writes. Only when the socket is full does the write wait for the loop.
/// One write at a time; its bytes stay with the caller until it has ended.
/// </summary>
internal sealed class SocketOutput(SocketConnection connection, Lock gate) : PipeWriter, IValueTaskSource<FlushResult>
{
    private ManualResetValueTaskSourceCore<FlushResult> _written;
    private ReadOnlyMemory<byte> _rest;
    private ArrayBufferWriter<byte>? _gathered;
    private bool _isCanceled;

    /// <summary>Guarded by the connection's lock.</summary>
    public bool IsWaiting { get; private set; }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (TrySend(ref source, out var fault)) return fault is null ? default : ValueTask.FromException<FlushResult>(fault);
        lock (gate)
        {
            if (_isCanceled) return new(new FlushResult(isCanceled: true, isCompleted: false));
            _rest = source;
            _written.Reset();
            IsWaiting = true;
            connection.AskForWhatIsWanted();
            return new(this, _written.Version);
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => (_gathered ??= new()).GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => (_gathered ??= new()).GetSpan(sizeHint);

    public override void Advance(int bytes) => _gathered!.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var gathered = _gathered is null ? default : _gathered.WrittenMemory;
        _gathered = null;
        return WriteAsync(gathered, cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        lock (gate)
        {
            _isCanceled = true;
            if (!IsWaiting) return;
            IsWaiting = false;
        }
        ThreadPool.UnsafeQueueUserWorkItem(
            static o => o._written.SetResult(new FlushResult(isCanceled: true, isCompleted: false)), this, preferLocal: false);
    }

    public override void Complete(Exception? exception = null) => CancelPendingFlush();

    /// <summary>On the loop. The writer's continuation runs within.</summary>
    /// <returns>False when nobody waits for room.</returns>
    public bool OnWritable()
    {
        lock (gate)
        {
            if (!IsWaiting) return false;
            IsWaiting = false;
        }
        if (!TrySend(ref _rest, out var fault))
        {
            lock (gate)
            {
                IsWaiting = !_isCanceled;
                if (IsWaiting) return true;
            }
            _written.SetResult(new FlushResult(isCanceled: true, isCompleted: false));
            return true;
        }
        _rest = default;
        if (fault is null) _written.SetResult(default);
        else _written.SetException(fault);
        // Nobody waits any more: the socket is always writable and would always say so.
        lock (gate) return IsWaiting;
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _written.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _written.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _written.OnCompleted(continuation, state, token, flags);

    /// <summary>False when the socket is full; what is left stays in <paramref name="bytes"/>.</summary>
    private bool TrySend(ref ReadOnlyMemory<byte> bytes, out Exception? fault)
    {
        fault = null;
        while (!bytes.IsEmpty)
        {
            var sent = connection.Send(bytes.Span, out var error);
            if (error is SocketError.WouldBlock) return false;
            if (error is not SocketError.Success)
            {
                fault = new ConnectionResetException(error.ToString());
                return true;
            }
            bytes = bytes[sent..];
        }
        return true;
    }
}
