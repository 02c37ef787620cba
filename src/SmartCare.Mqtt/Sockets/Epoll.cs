using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartCare.Mqtt.Sockets;

/// <summary>Linux's own question: which of these sockets have something to say? By descriptor, level-triggered.</summary>
internal sealed class Epoll : IDisposable
{
    public const uint Readable = 0x001, Writable = 0x004, Failed = 0x008, HungUp = 0x010, PeerClosed = 0x2000;
    private const int Add = 1, Delete = 2, Modify = 3, MostAtOnce = 512, Interrupted = 4, NonBlocking = 0x800, CloseOnExec = 0x80000;

    // struct epoll_event is packed on x86 only; the 8 bytes of user data are its end everywhere.
    private static readonly int s_size = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;
    private readonly int _set = Checked(epoll_create1(CloseOnExec));
    private readonly int _bell = Checked(eventfd(0, NonBlocking | CloseOnExec));
    private readonly byte[] _events = GC.AllocateArray<byte>(MostAtOnce * 16, pinned: true);

    public Epoll() => Control(Add, _bell, turn: 0, Readable);

    /// <summary>From now on it is told when one of these comes.</summary>
    /// <param name="turn">Whose socket it is: its number is given again to the next one as soon as it is closed, and what was said of the one before may still lie here.</param>
    /// <param name="before">What was asked for so far; 0: nothing, not even failures.</param>
    public void Ask(int socket, uint turn, uint before, uint wanted)
    {
        if (before != wanted) Control(before == 0 ? Add : wanted == 0 ? Delete : Modify, socket, turn, wanted);
    }

    /// <summary>Waits until a socket is ready or <see cref="Ring"/> was called.</summary>
    /// <returns>How many are ready; <see cref="Ready"/> tells which.</returns>
    public int Wait(bool forLong)
    {
        var ready = epoll_wait(_set, _events, MostAtOnce, forLong ? -1 : 0);
        if (ready >= 0) return ready;
        return Marshal.GetLastPInvokeError() is Interrupted ? 0 : throw new Win32Exception();
    }

    /// <summary>False for the bell.</summary>
    public bool Ready(int index, out int socket, out uint turn, out uint what)
    {
        var one = _events.AsSpan(index * s_size, s_size);
        var whose = one[(s_size - 8)..];
        (what, socket, turn) = (BinaryPrimitives.ReadUInt32LittleEndian(one), BinaryPrimitives.ReadInt32LittleEndian(whose), BinaryPrimitives.ReadUInt32LittleEndian(whose[4..]));
        if (socket != _bell) return true;
        _ = eventfd_read(_bell, out _);
        return false;
    }

    /// <summary>Ends the wait. Any thread.</summary>
    public void Ring() => _ = eventfd_write(_bell, 1);

    /// <summary>Lets sockets gather for a millisecond, or until the bell.</summary>
    public void Rest()
    {
        var bell = new PollOne { Descriptor = _bell, Wanted = 1 };
        _ = poll(ref bell, 1, 1);
    }

    private struct PollOne
    {
        public int Descriptor;
        public short Wanted, Came;
    }

    public void Dispose()
    {
        _ = close(_bell);
        _ = close(_set);
    }

    private void Control(int what, int socket, uint turn, uint wanted)
    {
        Span<byte> asked = stackalloc byte[16];
        asked.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(asked, wanted);
        BinaryPrimitives.WriteInt32LittleEndian(asked[(s_size - 8)..], socket);
        BinaryPrimitives.WriteUInt32LittleEndian(asked[(s_size - 4)..], turn);
        Checked(epoll_ctl(_set, what, socket, ref MemoryMarshal.GetReference(asked)));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception();

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int set, int what, int socket, ref byte wanted);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int set, byte[] events, int most, int timeoutMs);

    [DllImport("libc", SetLastError = true)]
    private static extern int eventfd(uint start, int flags);

    [DllImport("libc")]
    private static extern int eventfd_write(int bell, ulong value);

    [DllImport("libc")]
    private static extern int eventfd_read(int bell, out ulong value);

    [DllImport("libc")]
    private static extern int poll(ref PollOne which, nuint count, int timeoutMs);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
