using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Support;

/// <summary>A disk whose first matching commit does not come back until it is let go.</summary>
internal sealed class HangingDisk : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly ManualResetEventSlim _hanging = new(), _go = new();

    public HangingDisk(MemoryCareStore.Writer writer, Func<CommitGroup, bool>? hangs = null) => writer.BeforeCommit = group =>
    {
        if (_hanging.IsSet || hangs?.Invoke(group) is false) return;
        _hanging.Set();
        Assert.True(_go.Wait(s_patience));
    };

    /// <summary>Begins the work and returns when the disk hangs in it.</summary>
    public Thread Hang(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        Assert.True(_hanging.Wait(s_patience));
        return thread;
    }

    public void LetGo(Thread stepping)
    {
        _go.Set();
        Assert.True(stepping.Join(s_patience));
    }

    public void Dispose()
    {
        _go.Set();
        _hanging.Dispose();
    }
}
