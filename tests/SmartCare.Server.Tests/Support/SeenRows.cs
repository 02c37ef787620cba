using System.Threading.Channels;
using SmartCare.Grains;
using SmartCare.Server.Notices;
using SmartCare.Storage;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Support;

/// <summary>The real store behind a disk that can be made full; tells of every notice that reached it.</summary>
internal sealed class SeenRows(IJournal disk) : IJournal
{
    private readonly Channel<BookedNotice> _notices = Channel.CreateUnbounded<BookedNotice>();
    private volatile bool _full;

    public bool Full
    {
        set => _full = value;
    }

    public int ShardCount => disk.ShardCount;

    /// <summary>The next stored notice that fits; those before it are dropped.</summary>
    public async Task<BookedNotice> NoticeAsync(Func<BookedNotice, bool> fits)
    {
        using var patience = new CancellationTokenSource(HubClient.Patience);
        while (true)
            if (await _notices.Reader.ReadAsync(patience.Token) is var notice && fits(notice))
                return notice;
    }

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        if (_full) throw new JournalUnavailableException("the disk is full");
        disk.Commit(batches, rows);
        foreach (var row in rows.OfType<NoticeRow>()) _notices.Writer.TryWrite(BookedNotice.FromJson(row.Json));
    }

    public IEnumerable<JournalBatch> Read(int shard, long after) => disk.Read(shard, after);

    public long SnapshotEntry(int shard) => disk.SnapshotEntry(shard);

    public byte[]? Load(int shard, GrainId id) => disk.Load(shard, id);

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) => disk.Dues(shard);

    public IEnumerable<SavedGrain> Saved(int shard, byte kind) => disk.Saved(shard, kind);
}
