using SmartCare.Grains.Store;

namespace SmartCare.Grains.Commit;

/// <summary>Makes rows of what was decided, and tells the world about it. Called by the committer, one call at a time, in commit order.</summary>
public interface IRecordSink
{
    /// <summary>The rows that must be stored with a record. Called once for each.</summary>
    /// <param name="lastSeq">Number of the newest change of an alert before it; moved by as many as the record brings.</param>
    IReadOnlyList<Row> RowsOf(GrainRecord record, ref long lastSeq);

    /// <summary>The same rows under other numbers: another silo has given some meanwhile.</summary>
    IReadOnlyList<Row> Renumber(IReadOnlyList<Row> rows, ref long lastSeq);

    /// <summary>The record may now be seen. Not saved: the store failed, what goes out is marked so.</summary>
    void Release(GrainRecord record, IReadOnlyList<Row> rows, bool saved);

    /// <summary>Everything that went out unsaved is on disk now: the rows that take the mark off again. Empty when there is nothing.</summary>
    IReadOnlyList<Row> Settle(ref long lastSeq);

    /// <summary>The rows of <see cref="Settle"/> are stored.</summary>
    void Settled(IReadOnlyList<Row> rows);
}
