using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SmartCare.Benchmarks.Brokers;

/// <summary>
/// Which of many sockets have something to read, asked by one thread. Awaiting each of a thousand sockets would cost the generator as
/// much as the server, on the same two cores; Linux's own question costs it little.
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int AddToSet = 1, WhenReadable = 1, MostAtOnce = 1_024, Interrupted = 4;

    // struct epoll_event is packed on x86 only; the 8 bytes of user data are its end everywhere.
    private static readonly int s_size = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;
    private readonly int _set = epoll_create1(0);
    private readonly byte[] _events = new byte[MostAtOnce * 16];

    public void Add(Socket socket, int number)
    {
        var wanted = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(wanted, WhenReadable);
        BinaryPrimitives.WriteInt64LittleEndian(wanted.AsSpan(s_size - 8), number);
        if (epoll_ctl(_set, AddToSet, (int)socket.Handle, wanted) < 0) throw new Win32Exception();
    }

    /// <summary>How many are ready, after at most this long; <see cref="Ready"/> tells which.</summary>
    public int Wait(TimeSpan atMost)
    {
        var ready = epoll_pwait2(_set, _events, MostAtOnce, new TimeSpec(0, atMost.Ticks * 100), 0);
        if (ready >= 0) return ready;
        return Marshal.GetLastPInvokeError() is Interrupted ? 0 : throw new Win32Exception();
    }

    public int Ready(int index) => (int)BinaryPrimitives.ReadInt64LittleEndian(_events.AsSpan(index * s_size + s_size - 8));

    public void Dispose() => _ = close(_set);

    /// <summary>Less than a second: <paramref name="Nanoseconds"/> does not carry over.</summary>
    private readonly record struct TimeSpec(long Seconds, long Nanoseconds);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int set, int what, int socket, byte[] wanted);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_pwait2(int set, byte[] events, int most, in TimeSpec atMost, nint signals);

    [DllImport("libc")]
    private static extern int close(int set);
}
