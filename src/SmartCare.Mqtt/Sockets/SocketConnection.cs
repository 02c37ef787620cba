using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace SmartCare.Mqtt.Sockets;

/// <summary>One accepted socket on a <see cref="SocketLoop"/>. Its two sides say what they wait for; this asks the kernel for just that.</summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe
{
    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private readonly int _number;
    private readonly SocketInput _input;
    private readonly SocketOutput _output;
    private CancellationTokenSource? _closed;
    private string? _id;
    private uint _asked;
    private bool _peerIsGone;
    private bool _isDisposed;

    public SocketConnection(SocketLoop loop, Socket socket)
    {
        (Loop, _socket, _number) = (loop, socket, (int)socket.Handle);
        (LocalEndPoint, RemoteEndPoint) = (socket.LocalEndPoint, socket.RemoteEndPoint);
        (_input, _output) = (new SocketInput(this, _lock), new SocketOutput(this, _lock));
        Turn = loop.Add(this, _number);
    }

    public SocketLoop Loop { get; }

    /// <summary>Which of all connections of its loop it is.</summary>
    public uint Turn { get; }

    public override IDuplexPipe Transport { get => this; set => throw new NotSupportedException(); }
    public override string ConnectionId { get => _id ??= $"{_number}-{Environment.TickCount64}"; set => _id = value; }
    public override IFeatureCollection Features { get; } = new FeatureCollection(4);
    public override IDictionary<object, object?> Items { get => field ??= new Dictionary<object, object?>(); set; }
    PipeReader IDuplexPipe.Input => _input;
    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>The client hung up, or the connection was aborted.</summary>
    public override CancellationToken ConnectionClosed
    {
        get
        {
            lock (_lock)
            {
                if (_closed is not null) return _closed.Token;
                _closed = new CancellationTokenSource();
                if (_peerIsGone) _closed.Cancel();
                else AskForWhatIsWanted();
                return _closed.Token;
            }
        }
        set => throw new NotSupportedException();
    }

    public int Receive(Span<byte> to, out SocketError error)
    {
        try
        {
            return _socket.Receive(to, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
            return 0;
        }
    }

    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        try
        {
            return _socket.Send(bytes, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
            return 0;
        }
    }

    /// <summary>Under the lock: one of the sides waits now.</summary>
    public void AskForWhatIsWanted()
    {
        if (_isDisposed) return;
        // While nobody reads, a client that hangs up must still be noticed by whoever asked to be told.
        var wanted = (_input.IsWaiting ? Epoll.Readable : 0) | (_output.IsWaiting ? Epoll.Writable : 0)
            | (_closed is not null && !_peerIsGone ? Epoll.PeerClosed : 0);
        // What is asked for already stays: it is taken back when it comes and nobody wants it, which with one packet a turn is never.
        if ((wanted & ~_asked) == 0) return;
        Loop.Ask(_number, Turn, _asked, wanted | _asked);
        _asked |= wanted;
    }

    /// <summary>On the loop.</summary>
    /// <param name="turn">Whom it was said of. Several sockets are heard of at once; where one of them is closed meanwhile and the next connection has its number, that one is not ended in its place.</param>
    public void OnReady(uint turn, uint what)
    {
        if (turn != Turn) return;
        var broken = (what & (Epoll.Failed | Epoll.HungUp)) != 0;
        if (broken || (what & Epoll.PeerClosed) != 0) PeerIsGone();
        var isWanted = false;
        if (broken || (what & Epoll.Writable) != 0) isWanted |= _output.OnWritable();
        if (broken || (what & (Epoll.Readable | Epoll.PeerClosed)) != 0) isWanted |= _input.OnReadable(Loop.Received);
        if (isWanted && !broken) return;
        lock (_lock)
        {
            if (_isDisposed) return;
            var wanted = (_input.IsWaiting ? Epoll.Readable : 0) | (_output.IsWaiting ? Epoll.Writable : 0);
            Loop.Ask(_number, Turn, _asked, wanted);
            _asked = wanted;
        }
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        try
        {
            // Whoever waits is woken by it: the kernel tells both sides that there is no more.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
        PeerIsGone();
    }

    public override ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed) return default;
            _isDisposed = true;
        }
        Abort(new ConnectionAbortedException());
        Loop.Remove(this, _number);
        _input.Complete();
        _output.Complete();
        _socket.Dispose();
        return default;
    }

    /// <summary>Those who asked to be told may do anything, so they are told on the thread pool.</summary>
    private void PeerIsGone()
    {
        lock (_lock)
        {
            if (_peerIsGone) return;
            _peerIsGone = true;
            if (_closed is null) return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static c => c.Cancel(), _closed, preferLocal: false);
    }
}
