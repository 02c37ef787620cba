using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Care;

/// <summary>The silo in the product's words: who may be told what, and how to wait for the answer.</summary>
internal sealed class CareSilo(Silo<CareMessage, CareEffect> silo)
{
    public Silo<CareMessage, CareEffect> Silo => silo;

    /// <summary>Takes a message in without waiting for it.</summary>
    /// <returns>False when too much waits for the disk; nothing was taken.</returns>
    public bool TryTell(Subject to, string partition, CareMessage message, IReceipt<CareEffect>? receipt, bool urgent) =>
        silo.TrySubmit(partition, new Submission<CareMessage, CareEffect>(CareCatalog.GrainOf(to), message, receipt), urgent);

    /// <summary>Tells and waits until the decision is out: on disk, or shown unsaved because the disk is not to be had.</summary>
    /// <exception cref="SiloBusyException">Too much waits for the disk.</exception>
    public Task<IReadOnlyList<CareEffect>> Tell(Subject to, string partition, CareMessage message)
    {
        var answer = new Answer();
        if (!TryTell(to, partition, message, answer, urgent: true)) throw new SiloBusyException();
        return answer.Task;
    }

    /// <summary>Takes up a record in the shard of its place.</summary>
    public Task<IReadOnlyList<CareEffect>> Register(RegistryRecord record) => Tell(record.Subject, record.Partition, new Register(record));

    public int ShardOf(string partition) => Partition.Of(partition, silo.ShardCount);

    private sealed class Answer : TaskCompletionSource<IReadOnlyList<CareEffect>>, IReceipt<CareEffect>
    {
        public Answer() : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
        }

        // The second call, once an unsaved decision is on disk after all, finds the answer given.
        public void Released(IReadOnlyList<CareEffect> effects, bool saved) => TrySetResult(effects);
    }
}

/// <summary>More waits for the disk than may wait.</summary>
internal sealed class SiloBusyException() : Exception("Too much waits for the disk; try again.");
