using System.Buffers;
using System.IO.Pipelines;

namespace SmartCare.Mqtt.Server;

/// <summary>
/// Bytes on their way to one socket. Any thread appends under <see cref="Sync"/>; one at a time carries what has gathered to the
/// pipe, so many small packets leave in one write and nobody waits for a slow reader. An idle connection holds no buffer.
/// </summary>
/// <param name="sender">Where <see cref="Schedule"/> sends.</param>
internal sealed class Outbox(PipeWriter pipe, PipeScheduler sender, Action drained) : IBufferWriter<byte>
{
    private const int BufferMin = 512;
    private byte[] _buffer = [];
    private int _count;
    private int _carried;
    private long _writes;
    private bool _scheduled;
    private bool _carrying;
    private bool _waits;
    private bool _closed;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;

    /// <summary>Hold it while a packet is written, so that packets never interleave.</summary>
    public Lock Sync { get; } = new();

    /// <summary>Nothing more leaves: closed, or the socket is gone.</summary>
    public bool IsClosed { get { lock (Sync) return _closed; } }
    public bool HasRoom { get { lock (Sync) return _closed || _count + _carried < Limits.OutboxBytesMax; } }

    /// <summary>True while a write waits for the socket.</summary>
    public bool IsCarrying { get { lock (Sync) return _carrying && _waits; } }

    /// <summary>Grows with every write. The same number twice while carrying: the reader takes nothing.</summary>
    public long Writes { get { lock (Sync) return _writes; } }

    /// <summary>What is written after the close is forgotten: nobody would ever carry it away.</summary>
    public void Advance(int count) => _count += _closed ? 0 : count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_count);
    }

    /// <summary>Send soon, from another thread: whatever else is written until then leaves in the same write.</summary>
    public void Schedule()
    {
        lock (Sync)
        {
            if (_scheduled || _carrying || _closed || _count == 0) return;
            _scheduled = true;
        }
        sender.Schedule(static outbox => ((Outbox)outbox!).Flush(), this);
    }

    /// <summary>Send now, on this thread. Returns at once when another thread is at it, or when the socket is slow.</summary>
    public void Flush()
    {
        lock (Sync)
        {
            _scheduled = false;
            if (_carrying || _closed || _count == 0) return;
            _carrying = true;
        }
        Carry();
    }

    public Task WaitForRoomAsync()
    {
        lock (Sync)
        {
            if (_closed || _count + _carried < Limits.OutboxBytesMax) return Task.CompletedTask;
            return (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Ends when no write waits for the socket any more.</summary>
    public Task WhenIdleAsync()
    {
        lock (Sync)
        {
            if (!_carrying) return Task.CompletedTask;
            return (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// The pipe is not touched after this, except by a write that has begun. False when that one still waits for the reader.
    /// </summary>
    public bool Close()
    {
        TaskCompletionSource? room;
        bool idle;
        lock (Sync)
        {
            _closed = true;
            idle = !_carrying;
            (room, _room) = (_room, null);
            if (idle) Recycle();
        }
        room?.SetResult();
        return idle;
    }

    /// <summary>Closes, and no longer waits for a reader that takes nothing.</summary>
    public void Abandon()
    {
        Close();
        pipe.CancelPendingFlush();
    }

    private void Carry()
    {
        while (TryTake(out var bytes, out var count))
        {
            var flush = Write(bytes, count);
            if (!flush.IsCompletedSuccessfully)
            {
                lock (Sync) _waits = true;
                _ = CarryOnAsync(flush, bytes);
                return;
            }
            ArrayPool<byte>.Shared.Return(bytes);
            if (flush.Result.IsCompleted) Close();
        }
        drained();
    }

    private async Task CarryOnAsync(ValueTask<FlushResult> flush, byte[] bytes)
    {
        try
        {
            if ((await flush.ConfigureAwait(false)).IsCompleted) Close();
        }
        catch (Exception)
        {
            // The socket failed, in whichever way this transport reports it. The reading side sees it too and ends the connection.
            Close();
        }
        ArrayPool<byte>.Shared.Return(bytes);
        Carry();
    }

    private ValueTask<FlushResult> Write(byte[] bytes, int count)
    {
        try
        {
            return pipe.WriteAsync(bytes.AsMemory(0, count));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<FlushResult>(e);
        }
    }

    /// <summary>Next lot to carry; false, and no longer carrying, when there is none.</summary>
    private bool TryTake(out byte[] bytes, out int count)
    {
        TaskCompletionSource? room = null;
        TaskCompletionSource? idle = null;
        lock (Sync)
        {
            (bytes, count) = (_buffer, _count);
            _carried = count;
            _writes++;
            _waits = false;
            if (count == 0 || _closed)
            {
                (_carrying, _carried) = (false, 0);
                (idle, _idle) = (_idle, null);
                Recycle();
            }
            else (_buffer, _count) = ([], 0);
            if (_count + _carried < Limits.OutboxBytesMax) (room, _room) = (_room, null);
            count = _carrying ? count : 0;
        }
        room?.SetResult();
        idle?.SetResult();
        return count > 0;
    }

    private void Recycle()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _count) = ([], 0);
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _count >= Math.Max(size, 1)) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(BufferMin, Math.Max(_buffer.Length * 2, _count + size)));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
