using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace SmartCare.Mqtt.Sockets;

/// <summary>
/// One thread that reads for many connections and runs their packet loops where they wait for bytes, one after the other. Nothing that
/// it runs may block: what may (a password, a will, a subscription's retained messages) hops to the thread pool first.
/// </summary>
/// <remarks>A thousand connections with ten packets a second each: through the thread pool every packet wakes up to three threads and costs
/// 107 µs of CPU in a plain broker, here 23.</remarks>
internal sealed class SocketLoop : PipeScheduler, IDisposable
{
    /// <summary>Fewer ready sockets than this in one turn: what comes within the next millisecond is read with one wake-up, not ten.</summary>
    private const int Few = 16;

    /// <summary>What one connection may bring per turn; then the next one is read.</summary>
    private const int BytesPerTurn = 64 * 1024;

    [ThreadStatic]
    private static bool t_isLoop;

    private readonly Epoll _epoll = new();
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private List<(Action<object?> Do, object? With)> _posted = [];
    private List<(Action<object?> Do, object? With)> _running = [];
    private SocketConnection?[] _bySocket = new SocketConnection?[256];
    private uint _turns;
    private int _isAsleep;
    private volatile bool _isOver;

    public SocketLoop(int number)
    {
        _thread = new Thread(Run) { Name = $"mqtt sockets {number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>True on a loop's thread, where nothing may block.</summary>
    public static bool IsHere => t_isLoop;

    /// <summary>Received bytes lie here until the connection's loop has looked at them, which it does before it awaits anything: no idle
    /// connection holds a buffer.</summary>
    public byte[] Received { get; } = GC.AllocateUninitializedArray<byte>(BytesPerTurn, pinned: true);

    /// <summary>Runs it soon on this thread, together with whatever else was asked for until then: the acknowledgements of one commit are
    /// sent with one wake-up.</summary>
    public override void Schedule(Action<object?> action, object? state)
    {
        lock (_lock) _posted.Add((action, state));
        Wake();
    }

    /// <returns>Its turn, by which it is told from those that had, and will have, its socket's number.</returns>
    public uint Add(SocketConnection connection, int socket)
    {
        lock (_lock)
        {
            if (socket >= _bySocket.Length) Array.Resize(ref _bySocket, Math.Max(socket + 1, _bySocket.Length * 2));
            _bySocket[socket] = connection;
            return ++_turns;
        }
    }

    /// <summary>Before its socket is closed, so that the next one with its number finds the place free.</summary>
    public void Remove(SocketConnection connection, int socket)
    {
        lock (_lock)
            if (ReferenceEquals(_bySocket[socket], connection)) _bySocket[socket] = null;
    }

    /// <summary>By the connection, under its lock.</summary>
    public void Ask(int socket, uint turn, uint before, uint wanted) => _epoll.Ask(socket, turn, before, wanted);

    public void Dispose()
    {
        _isOver = true;
        Volatile.Write(ref _isAsleep, 1);
        Wake();
        if (!t_isLoop) _thread.Join();
        _epoll.Dispose();
    }

    private void Wake()
    {
        if (Volatile.Read(ref _isAsleep) != 0 && Interlocked.Exchange(ref _isAsleep, 0) != 0) _epoll.Ring();
    }

    private void Run()
    {
        t_isLoop = true;
        var (mayRest, lastHeard) = (false, 0);
        while (!_isOver)
        {
            Interlocked.Exchange(ref _isAsleep, 1);
            if (mayRest && !HasPosted()) _epoll.Rest();
            var ready = _epoll.Wait(forLong: !mayRest && !HasPosted());
            Volatile.Write(ref _isAsleep, 0);
            var (heard, before) = (0, lastHeard);
            for (var i = 0; i < ready; i++)
            {
                if (!_epoll.Ready(i, out var socket, out var turn, out var what)) continue;
                (heard, lastHeard) = (heard + 1, socket);
                if (Volatile.Read(ref _bySocket)[socket] is { } connection) Hand(connection, turn, what);
            }

            // Whoever has just been answered may speak at once, and one that speaks alone says the rest of what it has to say: neither is left to wait.
            mayRest = !RunPosted() && heard is > 0 and < Few && !(heard == 1 && lastHeard == before);
        }
    }

    /// <summary>The wall: what goes wrong with one socket ends its connection, and the thread reads on for the others.</summary>
    private static void Hand(SocketConnection connection, uint turn, uint what)
    {
        try
        {
            connection.OnReady(turn, what);
        }
        catch (Exception bug)
        {
            connection.Abort(new ConnectionAbortedException("The socket could not be served.", bug));
        }
    }

    private bool HasPosted()
    {
        lock (_lock) return _posted.Count > 0;
    }

    /// <returns>False when there was nothing.</returns>
    private bool RunPosted()
    {
        lock (_lock) (_posted, _running) = (_running, _posted);
        if (_running.Count == 0) return false;
        foreach (var (what, with) in _running) what(with);
        _running.Clear();
        return true;
    }
}
