using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Simulation.Plants;

/// <summary>A journal that no longer knows when a site is due.</summary>
internal sealed class ForgetfulOfTimers(IJournal real) : IJournal
{
    public int ShardCount => real.ShardCount;

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows) => real.Commit(batches, rows);

    public IEnumerable<JournalBatch> Read(int shard, long after) => real.Read(shard, after);

    public long SnapshotEntry(int shard) => real.SnapshotEntry(shard);

    public byte[]? Load(int shard, GrainId id) => real.Load(shard, id);

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) => real.Dues(shard).Where(d => d.Id.Kind != (byte)SubjectKind.Site);

    public IEnumerable<SavedGrain> Saved(int shard, byte kind) => real.Saved(shard, kind);
}
