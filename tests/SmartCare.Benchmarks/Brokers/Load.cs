using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmartCare.Benchmarks.Brokers;

/// <param name="Window">Publishes of one connection that wait for their acknowledgement, at most.</param>
/// <param name="PerSecond">In all; 0: as many as are acknowledged.</param>
internal sealed record LoadCase(string Name, string Title, int Connections, int Window, int PerSecond);

/// <summary>What one connection says.</summary>
/// <param name="Packets">PUBLISHes of <see cref="DemoPackets.PublishBytes"/> each, with packet ids of their own, said again and again.</param>
internal sealed record LoadScript(byte[] Connect, byte[] Packets);

/// <summary>Sends packets made before and counts PUBACKs; one thread, no allocation, the same for every server.</summary>
internal sealed class Load : IDisposable
{
    private const int PubackBytes = 4, ConnackBytes = 4, ConnectsAtOnce = 100;
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(10);
    private readonly List<Line> _lines = [];
    private readonly Epoll _epoll = new();
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly int _port;
    private readonly bool _mayFallBehind;
    private readonly Func<int, int, LoadScript> _script;
    private int _turn;

    /// <param name="asDevices">Each connection signs in as the device that it speaks for, instead of as the gateway.</param>
    /// <param name="mayFallBehind">A connection whose window is full is passed over, instead of ending the run.</param>
    public Load(int port, bool asDevices = false, bool mayFallBehind = false) : this(port, (number, window) => DemoPackets.Script(number, window, asDevices), mayFallBehind)
    {
    }

    /// <param name="script">What the connection of this number says, when it has this window.</param>
    public Load(int port, Func<int, int, LoadScript> script, bool mayFallBehind) => (_port, _script, _mayFallBehind) = (port, script, mayFallBehind);

    public long Sent { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Publishes that were due and never sent, because their connection's window was full.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Most that were sent and not acknowledged at once, in the last <see cref="Drive"/>.</summary>
    public long MostOutstanding { get; private set; }

    /// <summary>Of the last <see cref="Drive"/>.</summary>
    public Latencies Latencies { get; private set; } = new();

    /// <summary>More connections, each accepted before this returns. The very first goes alone: the silo hashes the password once.</summary>
    public void Connect(int count, int window)
    {
        for (var end = _lines.Count + count; _lines.Count < end;)
        {
            var fresh = Enumerable.Range(_lines.Count, _lines.Count == 0 ? 1 : Math.Min(ConnectsAtOnce, end - _lines.Count)).Select(i => new Line(_port, _script(i, window), window)).ToList();
            foreach (var line in fresh)
            {
                line.Socket.ReceiveTimeout = 30_000;
                var bytes = line.Socket.Receive(_received, ConnackBytes, SocketFlags.None);
                if (bytes != ConnackBytes || _received[3] != 0)
                    throw new InvalidOperationException($"A server did not accept connection {_lines.Count}: {Convert.ToHexString(_received, 0, bytes)}.");
                line.Socket.Blocking = false;
                _epoll.Add(line.Socket, _lines.Count);
                _lines.Add(line);
            }
        }
    }

    public void Drive(TimeSpan time, int perSecond)
    {
        (Latencies, MostOutstanding) = (new Latencies(), 0);
        if (perSecond == 0) DriveWindows(time);
        else DriveEvenly(time, perSecond);
    }

    /// <summary>Sends nothing more, waits for what is owed.</summary>
    public void Drain()
    {
        for (var patience = Stopwatch.StartNew(); Acknowledged < Sent && patience.Elapsed.TotalSeconds < 30;) Hear(s_glance, answer: false);
    }

    public void Dispose()
    {
        foreach (var line in _lines) line.Socket.Dispose();
        _epoll.Dispose();
    }

    private void DriveWindows(TimeSpan time)
    {
        foreach (var line in _lines) Send(line, line.Window - line.Outstanding, Stopwatch.GetTimestamp());
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;) Hear(s_glance, answer: true);
    }

    /// <summary>Each publish at its own instant, one connection after the other. Late ones count from when they were due, so a server
    /// (or a generator) that stands still does not hide it.</summary>
    private void DriveEvenly(TimeSpan time, int perSecond)
    {
        var (start, step) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / perSecond);
        var due = start;
        for (var end = start + (long)(time.TotalSeconds * Stopwatch.Frequency); due < end;)
        {
            for (var now = Stopwatch.GetTimestamp(); due <= now && due < end; due += step)
            {
                var line = _lines[_turn++ % _lines.Count];
                if (line.Outstanding < line.Window) Send(line, 1, due);
                else if (_mayFallBehind) PassedOver++;
                else throw new InvalidOperationException("The server is slower than the even rate.");
            }

            MostOutstanding = Math.Max(MostOutstanding, Sent - Acknowledged);
            Hear(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, answer: false);
        }
    }

    private void Hear(TimeSpan atMost, bool answer)
    {
        var ready = _epoll.Wait(atMost);
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < ready; i++)
        {
            var line = _lines[_epoll.Ready(i)];
            var pubacks = Receive(line, now);
            if (answer) Send(line, pubacks, now);
        }
    }

    private int Receive(Line line, long now)
    {
        var count = line.Socket.Receive(_received, 0, _received.Length, SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock) return 0;
        if (count <= 0) throw new InvalidOperationException($"A server closed a connection ({error}).");
        count += line.Rest;
        if (line.Rest == 0 && _received[0] != 0x40) throw new InvalidOperationException("A server sent something else than PUBACK.");
        line.Rest = count % PubackBytes;
        for (var i = 0; i < count / PubackBytes; i++) Latencies.Add(Stopwatch.GetElapsedTime(line.SentAt[line.Acknowledged++ % line.Ring], now));
        Acknowledged += count / PubackBytes;
        return count / PubackBytes;
    }

    private void Send(Line line, int count, long at)
    {
        while (count > 0)
        {
            var from = line.Sent % line.Ring;
            var some = Math.Min(count, line.Ring - from);
            line.SentAt.AsSpan(from, some).Fill(at);
            var bytes = line.Packets.AsSpan(from * DemoPackets.PublishBytes, some * DemoPackets.PublishBytes);
            while (!bytes.IsEmpty)
            {
                bytes = bytes[line.Socket.Send(bytes, SocketFlags.None, out var error)..];
                if (error is SocketError.WouldBlock) line.Socket.Poll(s_glance, SelectMode.SelectWrite);
                else if (error is not SocketError.Success) throw new InvalidOperationException($"A server closed a connection ({error}).");
            }

            (line.Sent, count, Sent) = (line.Sent + some, count - some, Sent + some);
        }
    }

    private sealed class Line
    {
        public readonly Socket Socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        public readonly byte[] Packets;
        public readonly long[] SentAt;
        public readonly int Window;
        public int Sent, Acknowledged, Rest;

        public Line(int port, LoadScript script, int window)
        {
            (Packets, Window, SentAt) = (script.Packets, window, new long[script.Packets.Length / DemoPackets.PublishBytes]);
            if (window > Ring) throw new ArgumentException("A packet id would come again before it was acknowledged.");
            Socket.Connect(IPAddress.Loopback, port);
            Socket.Send(script.Connect);
        }

        /// <summary>Packets until the first comes again.</summary>
        public int Ring => SentAt.Length;

        public int Outstanding => Sent - Acknowledged;
    }
}

/// <summary>How long acknowledgements took, to the microsecond, up to a second.</summary>
internal sealed class Latencies
{
    private readonly int[] _micros = new int[1_000_001];
    private long _count;

    public void Add(TimeSpan taken)
    {
        _micros[Math.Clamp((long)taken.TotalMicroseconds, 0, _micros.Length - 1)]++;
        _count++;
    }

    public double MsAt(double share)
    {
        var rank = (long)(share * _count);
        for (var i = 0; i < _micros.Length; i++)
            if ((rank -= _micros[i]) < 0) return i / 1_000.0;
        return double.NaN;
    }
}
