using System.Threading.Channels;

namespace SmartCare.Server.Record;

/// <summary>Takes what is to be recorded without ever waiting: the queue has an end, and what does not fit is counted.</summary>
internal sealed class AuditLog
{
    private readonly Channel<Item> _waiting = Channel.CreateBounded<Item>(new BoundedChannelOptions(RecordLimits.Waiting) { SingleReader = true });
    private readonly SemaphoreSlim _hurry = new(0);
    private long _lost;

    /// <param name="Written">Asked for by a reader: done once everything before it is on disk.</param>
    internal readonly record struct Item(AuditEntry? Entry, TaskCompletionSource? Written);

    /// <summary>Written as sums, each minute and before a reader reads.</summary>
    public RefusedSignIns Refused { get; } = new();

    /// <summary>As the refused sign-ins.</summary>
    public ReadLists Lists { get; } = new();

    public long Lost => Interlocked.Read(ref _lost);

    public int Waiting => _waiting.Reader.Count;

    internal ChannelReader<Item> Items => _waiting.Reader;

    public void Add(AuditEntry entry)
    {
        if (!_waiting.Writer.TryWrite(new Item(entry, null))) Interlocked.Increment(ref _lost);
    }

    /// <summary>Takes the sums among what is to be written.</summary>
    public void SumUp()
    {
        foreach (var sum in Refused.Take().Concat(Lists.Take())) Add(sum);
    }

    /// <summary>Ends when everything added before is on disk, or patience ends.</summary>
    public async Task SettleAsync()
    {
        SumUp();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite(new Item(null, written))) return;
        _hurry.Release();
        await Task.WhenAny(written.Task, Task.Delay(RecordLimits.Patience));
    }

    /// <summary>Lets more come in, unless a reader waits.</summary>
    internal Task GatherAsync(CancellationToken cancellation) => _hurry.WaitAsync(RecordLimits.Gather, cancellation);
}
