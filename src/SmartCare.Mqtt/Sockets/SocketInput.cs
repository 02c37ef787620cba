using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;

namespace SmartCare.Mqtt.Sockets;

/// <summary>
/// What a client sends. Bytes are read into the loop's one buffer and shown there; only what its reader leaves is kept. So the reader
/// advances before it awaits anything else.
/// </summary>
internal sealed class SocketInput(SocketConnection connection, Lock gate) : PipeReader, IValueTaskSource<ReadResult>
{
    private const int RoomMin = 4096;
    private ManualResetValueTaskSourceCore<ReadResult> _read;
    private ReadOnlySequence<byte> _shown;
    private byte[] _kept = [];
    private int _from, _to;
    private Exception? _fault;
    private bool _isEnd, _isCanceled, _hasUnseen, _isComplete;

    /// <summary>Guarded by the connection's lock.</summary>
    public bool IsWaiting { get; private set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (TryShow(out var at_once)) return new(at_once);
            if (_fault is not null) return ValueTask.FromException<ReadResult>(_fault);
            _read.Reset();
            IsWaiting = true;
            connection.AskForWhatIsWanted();
            return new(this, _read.Version);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (gate) return TryShow(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var rest = _shown.Slice(consumed);
        _hasUnseen = !_shown.Slice(examined).IsEmpty;
        _shown = default;
        if (rest.IsEmpty) Release();
        else if (_kept.Length > 0) _from = _to - (int)rest.Length;
        else
        {
            _kept = ArrayPool<byte>.Shared.Rent(Math.Max(RoomMin, (int)rest.Length));
            rest.CopyTo(_kept);
            (_from, _to) = (0, (int)rest.Length);
        }
    }

    public override void CancelPendingRead()
    {
        lock (gate)
        {
            _isCanceled = true;
            if (!IsWaiting) return;
            IsWaiting = false;
        }
        // Whoever cancels is not to run the reader's loop.
        ThreadPool.UnsafeQueueUserWorkItem(static i => i.Give(), this, preferLocal: false);
    }

    public override void Complete(Exception? exception = null)
    {
        lock (gate)
        {
            if (_isComplete) return;
            _isComplete = true;
        }
        Release();
    }

    /// <summary>On the loop. The reader's continuation runs within.</summary>
    /// <returns>False when nobody waits for bytes.</returns>
    public bool OnReadable(byte[] shared)
    {
        lock (gate)
        {
            if (!IsWaiting) return false;
            IsWaiting = false;
        }
        MakeRoom();
        var count = connection.Receive(_kept.Length > 0 ? _kept.AsSpan(_to) : shared, out var error);
        if (error is SocketError.WouldBlock)
        {
            lock (gate)
            {
                IsWaiting = !_isCanceled;
                if (IsWaiting) return true;
            }
        }
        else if (error is not SocketError.Success)
            _fault = new ConnectionResetException(error.ToString());
        else if (count == 0) _isEnd = true;
        else if (_kept.Length > 0) (_to, _hasUnseen) = (_to + count, true);
        else
        {
            _shown = new(shared, 0, count);
            _read.SetResult(new ReadResult(_shown, isCanceled: false, isCompleted: false));
            return true;
        }
        Give();
        return true;
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _read.OnCompleted(continuation, state, token, flags);

    private void Give()
    {
        ReadResult result;
        lock (gate)
        {
            // Nothing to show is what a cancelled read without bytes shows.
            if (!TryShow(out result) && _fault is null) result = new ReadResult(default, isCanceled: true, isCompleted: false);
        }
        if (_fault is not null && !result.IsCanceled) _read.SetException(_fault);
        else _read.SetResult(result);
    }

    private bool TryShow(out ReadResult result)
    {
        result = default;
        if (!_isCanceled && !_hasUnseen && !_isEnd) return false;
        _shown = new(_kept, _from, _to - _from);
        result = new ReadResult(_shown, _isCanceled, _isEnd);
        _isCanceled = false;
        return true;
    }

    /// <summary>A packet that came in part is joined with its rest. The reader refuses what is too long as soon as it sees its length, so
    /// this stays below two packets.</summary>
    private void MakeRoom()
    {
        if (_kept.Length == 0 || _kept.Length - _to >= RoomMin) return;
        var count = _to - _from;
        var larger = count + RoomMin <= _kept.Length ? _kept : ArrayPool<byte>.Shared.Rent(Math.Max(_kept.Length * 2, count + RoomMin));
        _kept.AsSpan(_from, count).CopyTo(larger);
        if (larger != _kept) ArrayPool<byte>.Shared.Return(_kept);
        (_kept, _from, _to) = (larger, 0, count);
    }

    private void Release()
    {
        if (_kept.Length > 0) ArrayPool<byte>.Shared.Return(_kept);
        (_kept, _from, _to) = ([], 0, 0);
    }
}
