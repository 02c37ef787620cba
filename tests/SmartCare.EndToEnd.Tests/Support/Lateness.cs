using System.Diagnostics;

namespace SmartCare.Testing;

/// <summary>By how much a thread that has nothing to do is woken late: what a machine full of other work adds to whatever is measured on it meanwhile.</summary>
internal sealed class Lateness : IDisposable
{
    private static readonly TimeSpan s_nap = TimeSpan.FromMilliseconds(50);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _worst;

    public Lateness()
    {
        // A thread of its own: one of the pool would also be late when the product keeps the pool busy.
        _thread = new Thread(Watch) { IsBackground = true, Name = "lateness" };
        _thread.Start();
    }

    /// <summary>The worst so far.</summary>
    public TimeSpan Worst => TimeSpan.FromTicks(Interlocked.Read(ref _worst));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        for (var began = Stopwatch.GetTimestamp(); !_stop.Wait(s_nap); began = Stopwatch.GetTimestamp())
            if ((Stopwatch.GetElapsedTime(began) - s_nap).Ticks is var late && late > Interlocked.Read(ref _worst))
                Interlocked.Exchange(ref _worst, late);
    }
}
