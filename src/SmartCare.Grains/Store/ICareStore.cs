using SmartCare.Domain.Words;

namespace SmartCare.Grains.Store;

/// <summary>
/// The committed truth, as one silo sees it: grains' rows, what they led to, and the journal of what was heard, in one place so that one
/// transaction holds them all. A silo that opens it becomes a writer with a stream of its own.
/// </summary>
public interface ICareStore
{
    /// <summary>This writer's stream of the journal.</summary>
    int Stream { get; }

    /// <summary>The last entry of this writer's stream; 0 when there is none.</summary>
    long LastEntry { get; }

    /// <summary>Number of the newest change of an alert; 0 when there is none.</summary>
    long LastSeq { get; }

    /// <summary>Commits everything or nothing, durably. One caller at a time.</summary>
    /// <param name="rows">Makes the group's rows inside the transaction, from the number of the newest alert change: so the numbers are given in
    /// commit order without gaps. Called at most once.</param>
    /// <exception cref="StoreUnavailableException">Nothing was written, or it is not known whether it was; the same group may be committed again and
    /// is then recognised.</exception>
    /// <exception cref="FencedException">Nothing was written: another has written what these records follow.</exception>
    void Commit(CommitGroup group, Func<long, NumberedRows> rows);

    /// <summary>Writes rows that no grain has decided, durably.</summary>
    /// <exception cref="StoreUnavailableException"/>
    void Write(IReadOnlyList<Row> rows);

    /// <summary>A grain's row and which letters it has had; null when it was never written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    GrainRow? Load(Subject grain);

    /// <summary>Grains whose row is due, the longest overdue first.</summary>
    List<Subject> Due(long nowMs, int limit);

    /// <summary>Rows of devices whose silence may be over the limit, in the order of their time, after a mark.</summary>
    List<SilenceRow> Silences(long nowMs, SilenceRow? after, int limit);

    /// <summary>Streams that hold entries.</summary>
    IReadOnlyList<int> Streams { get; }

    /// <summary>Whole batches of a stream in order that hold any entry after the given one. Sees what is committed when it is called.</summary>
    IEnumerable<JournalBatch> Journal(int stream, long after);

    /// <summary>Removes batches that are older and hold no entry after the given one.</summary>
    /// <returns>How many; fewer than the limit: there are no more.</returns>
    int CutJournal(int stream, long through, long beforeMs, int limit);
}

/// <summary>A grain's row.</summary>
/// <param name="Version">Grows with each writing of the row; a record names the one it follows.</param>
/// <param name="State">What the grain remembers, as the domain's JSON.</param>
/// <param name="LastLetter">Number of the last letter it wrote.</param>
/// <param name="Letters">Those that were not answered, as <see cref="Core.LetterCodec"/> writes them; empty when none.</param>
/// <param name="Had">From each sender the last letter that it had.</param>
public sealed record GrainRow(
    Subject Id, long Version, ReadOnlyMemory<byte> State, long LastLetter, ReadOnlyMemory<byte> Letters, IReadOnlyList<(Subject Sender, long Number)> Had)
{
    /// <summary>The stream of the silo that wrote it.</summary>
    public int Writer { get; init; }

    /// <summary>Why it must not be believed; null when it is as it was written.</summary>
    public string? Damage { get; init; }

    /// <summary>In place of <see cref="LastLetter"/> when that is not known any more.</summary>
    public const long NoLetter = -1;
}

/// <summary>A row of a device that waits for a silence.</summary>
/// <param name="AtMs">When its silence is too long, as far as its row knows; it may have spoken since.</param>
/// <param name="LimitMs">How long it may be silent: never too long before somebody has listened so long.</param>
public readonly record struct SilenceRow(long AtMs, Subject Grain, long LimitMs);

/// <summary>Everything that one commit holds.</summary>
/// <param name="Number">Of this writer's commits since it opened the store, growing: the same number again is a repeat after an unknown outcome.</param>
public sealed record CommitGroup(long Number, IReadOnlyList<GrainWrite> Grains, IReadOnlyList<LetterHad> Had, JournalBatch? Journal);

/// <summary>A grain's row to be written.</summary>
/// <param name="Follows">The version that must stand there; 0: none. Negative: whatever stands there cannot be read and is replaced.</param>
/// <param name="DueMs">When it must be woken; null when it need not be.</param>
/// <param name="State">Null: that of the version that it follows, which is one, stays.</param>
public sealed record GrainWrite(
    Subject Id, long Follows, long Version, long? DueMs, long? SilenceMs, long SilenceLimitMs, ReadOnlyMemory<byte>? State, long LastLetter,
    ReadOnlyMemory<byte> Letters);

public readonly record struct LetterHad(Subject Receiver, Subject Sender, long Number);

/// <param name="LastSeq">The number of the last change in them, or the one they began after.</param>
public readonly record struct NumberedRows(IReadOnlyList<Row> Rows, long LastSeq);

/// <summary>Something the decisions want stored in the same transaction; the store knows the kinds there are.</summary>
public abstract record Row;

/// <summary>A row that takes a number in the one sequence of changes.</summary>
public interface IChangeRow
{
    long Seq { get; }
}

/// <summary>The store could not be written or read: a full disk, a torn file, a lost server.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another has written what these grains follow: theirs is not the activation that may write.</summary>
/// <param name="grains">Whose; none: this whole silo may not write any more.</param>
public sealed class FencedException(IReadOnlyCollection<Subject> grains) : Exception(
    grains.Count == 0 ? "Another silo has taken this one's place." : $"Another activation has written {string.Join(", ", grains.Take(3))}.")
{
    public IReadOnlyCollection<Subject> Grains => grains;
}
