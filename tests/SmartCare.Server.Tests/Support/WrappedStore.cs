using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Server.Tests.Support;

/// <summary>The real store behind a disk that can be made full.</summary>
internal class WrappedStore(ICareStore disk) : ICareStore
{
    private volatile bool _full, _unsearchable;

    public bool Full
    {
        set => _full = value;
    }

    /// <summary>Nobody can be found who is due.</summary>
    public bool Unsearchable
    {
        set => _unsearchable = value;
    }

    public int Stream => disk.Stream;

    public long LastEntry => disk.LastEntry;

    public long LastSeq => disk.LastSeq;

    public IReadOnlyList<int> Streams => disk.Streams;

    public void Commit(CommitGroup group, Func<long, NumberedRows> rows)
    {
        Check();
        NumberedRows? written = null;
        disk.Commit(group, last => (written = rows(last)).Value);
        if (written is { } those) Written(those.Rows);
    }

    public void Write(IReadOnlyList<Row> rows)
    {
        Check();
        disk.Write(rows);
        Written(rows);
    }

    public GrainRow? Load(Subject grain) => disk.Load(grain);

    public List<Subject> Due(long nowMs, int limit) =>
        _unsearchable ? throw new StoreUnavailableException("an index is damaged") : disk.Due(nowMs, limit);

    public List<SilenceRow> Silences(long nowMs, SilenceRow? after, int limit) => disk.Silences(nowMs, after, limit);

    public IEnumerable<JournalBatch> Journal(int stream, long after) => disk.Journal(stream, after);

    public int CutJournal(int stream, long through, long beforeMs, int limit) => disk.CutJournal(stream, through, beforeMs, limit);

    /// <summary>These rows are on disk.</summary>
    protected virtual void Written(IReadOnlyList<Row> rows)
    {
    }

    private void Check()
    {
        if (_full) throw new StoreUnavailableException("the disk is full");
    }
}
