using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Support;

/// <summary>The real store behind a disk that can be made full.</summary>
public sealed class FailingDisk(IJournal disk) : IJournal
{
    private volatile bool _full;

    public static void Put(IServiceCollection services)
    {
        services.AddSingleton(s => new FailingDisk(s.GetRequiredService<SqliteStore>()));
        services.AddSingleton<IJournal>(s => s.GetRequiredService<FailingDisk>());
    }

    public bool Full
    {
        set => _full = value;
    }

    public int ShardCount => disk.ShardCount;

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        if (_full) throw new JournalUnavailableException("the disk is full");
        disk.Commit(batches, rows);
    }

    public IEnumerable<JournalBatch> Read(int shard, long after) => disk.Read(shard, after);

    public long SnapshotEntry(int shard) => disk.SnapshotEntry(shard);

    public byte[]? Load(int shard, GrainId id) => disk.Load(shard, id);

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) => disk.Dues(shard);

    public IEnumerable<SavedGrain> Saved(int shard, byte kind) => disk.Saved(shard, kind);
}
