using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Commit;

/// <summary>Everything that one decision changes, committed together or not at all.</summary>
public sealed class GrainRecord(GrainCore core, long atMs)
{
    public GrainCore Core => core;

    /// <summary>When it was decided, Unix ms.</summary>
    public long AtMs => atMs;

    /// <summary>What was heard from outside; it stands in the journal. Null for letters, and for what time brought.</summary>
    public CareMessage? Heard { get; init; }

    /// <summary>The letter that was taken.</summary>
    public LetterHad? Had { get; init; }

    public IReadOnlyList<CareEffect> Effects { get; init; } = [];

    /// <summary>Of what may be an alarm: where what led to it came in.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Nobody waits for it: it goes with the next commit.</summary>
    public bool IsPatient { get; init; }

    /// <summary>The grain's row as this decision leaves it; null when it may follow.</summary>
    public RowImage? Row { get; internal set; }

    /// <summary>When it may be seen, and when it is safe. Set when it was posted; another one in its place when the store refused somebody else's
    /// record of the group.</summary>
    public CommitTicket Ticket
    {
        get => Volatile.Read(ref _ticket);
        internal set => Volatile.Write(ref _ticket, value);
    }

    private CommitTicket _ticket = null!;

    /// <summary>It may be seen.</summary>
    /// <returns>Is it on disk?</returns>
    /// <exception cref="GrainInterfaces.TryAgainException">The store refused it.</exception>
    public Task<bool> ReleasedAsync() => LookAgainAsync(static ticket => ticket.Released);

    /// <summary>It is on disk.</summary>
    /// <exception cref="GrainInterfaces.TryAgainException">The store refused it.</exception>
    public Task SafeAsync() => LookAgainAsync(static async ticket =>
    {
        await ticket.Safe;
        return true;
    });

    private async Task<bool> LookAgainAsync(Func<CommitTicket, Task<bool>> look)
    {
        while (true)
        {
            var ticket = Ticket;
            try
            {
                return await look(ticket);
            }
            catch (GrainInterfaces.TryAgainException) when (!core.IsFenced && !ReferenceEquals(ticket, Ticket))
            {
                // Another grain's record of the same group was refused.
            }
        }
    }
}

/// <summary>A row as it was when it was decided. States do not change, so it is written down when it is committed, and only the last of a group.</summary>
/// <param name="Change">How often the state had changed by then since the grain was woken.</param>
public sealed record RowImage(long Version, object State, long Change, long LastLetter, Letter[] Letters, long? DueMs, SilenceDue? Silence);

/// <summary>What becomes of the records that were decided between two commits: one for all of them, for a task for each reading would cost more
/// than the reading.</summary>
public sealed class CommitTicket
{
    private readonly TaskCompletionSource<bool> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _safe = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It may be seen: true when it is on disk, false when it goes out unsaved because the store is away. Its letters may go.</summary>
    public Task<bool> Released => _released.Task;

    /// <summary>It is on disk: it may be acknowledged.</summary>
    /// <remarks>Fails with <see cref="GrainInterfaces.TryAgainException"/> when the store refused a record of the group.</remarks>
    public Task Safe => _safe.Task;

    internal void Release(bool saved) => _released.TrySetResult(saved);

    internal void Save()
    {
        _released.TrySetResult(true);
        _safe.TrySetResult();
    }

    internal void Refuse(Exception why)
    {
        _released.TrySetException(why);
        _safe.TrySetException(why);
        // Nobody may be waiting for one of them.
        _ = _released.Task.Exception;
        _ = _safe.Task.Exception;
    }
}

/// <summary>Takes the records of grains to the store, in the order in which they were decided.</summary>
public interface IRecordQueue
{
    /// <summary>Takes a record and gives it its ticket. Never waits.</summary>
    void Post(GrainRecord record);
}
