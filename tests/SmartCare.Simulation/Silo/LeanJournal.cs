using System.Runtime.InteropServices;
using SmartCare.Grains;

namespace SmartCare.Simulation.Silo;

/// <summary>What the disk makes of one commit.</summary>
internal enum DiskAnswer
{
    Fine,

    /// <summary>Nothing is written, and it says so.</summary>
    Full,

    /// <summary>It is written, and the answer is lost.</summary>
    Unknown,

    /// <summary>It comes back after a while.</summary>
    Hang,

    /// <summary>The power goes before anything is written.</summary>
    CrashBefore,

    /// <summary>The power goes when all is written and nobody was told.</summary>
    CrashAfter,
}

/// <summary>The power is gone.</summary>
internal sealed class PowerLostException : Exception;

/// <summary>A journal of one shard in memory, without the locks and copies that a shared one needs: every reading of a seed passes here.
/// What was committed outlives the silo.</summary>
internal sealed class LeanJournal(Func<DiskAnswer> disk, Action hang, Action<IReadOnlyList<Row>> committed) : IJournal
{
    /// <summary>Bodies lie packed in big pieces: a million small arrays that live for ever would be most of the collector's work.</summary>
    private const int PieceBytes = 1 << 20;

    private readonly List<Packed> _batches = [];
    private byte[] _piece = [];
    private int _used;

    private readonly record struct Packed(long First, int Count, long AtMs, byte[] Piece, int From, int Length)
    {
        public long Last => First + Count - 1;

        public ReadOnlyMemory<byte> Body => Piece.AsMemory(From, Length);
    }

    private readonly Dictionary<GrainId, SavedGrain> _grains = [];
    private readonly Dictionary<long, NumberedRow> _rows = [];
    private long _snapshot;
    private long _lastSeq;

    public int ShardCount => 1;

    public long LastSeq => _lastSeq;

    public long LastEntry => _batches.Count == 0 ? 0 : _batches[^1].Last;

    public IReadOnlyDictionary<GrainId, SavedGrain> Grains => _grains;

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        var answer = disk();
        if (answer is DiskAnswer.CrashBefore) throw new PowerLostException();
        if (answer is DiskAnswer.Full) throw new JournalUnavailableException("the disk is full");
        if (answer is DiskAnswer.Hang) hang();
        foreach (var batch in batches) Write(batch);
        if (rows.Count > 0) Write(rows);

        if (answer is DiskAnswer.Unknown) throw new JournalUnavailableException("the outcome is not known");
        if (answer is DiskAnswer.CrashAfter) throw new PowerLostException();
    }

    public IEnumerable<JournalBatch> Read(int shard, long after)
    {
        for (var i = IndexOf(after + 1); i < _batches.Count; i++)
            if (_batches[i] is var packed && packed.Last > after)
                yield return new JournalBatch(shard, packed.First, packed.Count, packed.AtMs, packed.Body, null);
    }

    public long SnapshotEntry(int shard) => _snapshot;

    public byte[]? Load(int shard, GrainId id) => _grains.TryGetValue(id, out var saved) ? Bytes(saved.State) : null;

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) =>
        [.. _grains.Values.Where(g => g.DueAtMs is not null).OrderBy(g => g.Id).Select(g => (g.Id, g.DueAtMs!.Value))];

    public IEnumerable<SavedGrain> Saved(int shard, byte kind) => _grains.Values.Where(g => g.Id.Kind == kind).OrderBy(g => g.Id);

    /// <summary>Another version of the program wrote the snapshots, or so it looks.</summary>
    public void Rewrite(Func<SavedGrain, SavedGrain> rewrite)
    {
        foreach (var (id, saved) in _grains.ToList()) _grains[id] = rewrite(saved);
    }

    /// <summary>For a planted bug: a disk that said "written" and was not.</summary>
    public void LoseNewest()
    {
        if (_batches.Count > 0 && _batches[^1].First > _snapshot) _batches.RemoveAt(_batches.Count - 1);
    }

    /// <summary>A row repeated after an unknown outcome changes nothing; another one under its number is a number given twice.</summary>
    private void Write(IReadOnlyList<Row> rows)
    {
        var news = new List<NumberedRow>(rows.Count);
        foreach (var row in rows.Cast<NumberedRow>())
        {
            if (_rows.TryAdd(row.Seq, row)) news.Add(row);
            else if (!ReferenceEquals(_rows[row.Seq], row)) throw new OracleBrokenException("numbers are unique", $"number {row.Seq} is given twice");
        }

        if (news.Count == 0) return;
        committed(news);
        _lastSeq = news[^1].Seq;
    }

    private void Write(JournalBatch batch)
    {
        if (batch.Count > 0)
        {
            if (batch.First == LastEntry + 1) _batches.Add(Pack(batch));
            else if (!_batches[IndexOf(batch.First)].Body.Span.SequenceEqual(batch.Body.Span))
                throw new OracleBrokenException("acknowledged means saved", $"entry {batch.First} was written over or leaves a gap after {LastEntry}");
        }

        if (batch.Snapshot is null) return;
        foreach (var grain in batch.Snapshot)
        {
            if (grain.State.IsEmpty) _grains.Remove(grain.Id);
            else _grains[grain.Id] = grain;
        }

        _snapshot = batch.Last;
    }

    private Packed Pack(JournalBatch batch)
    {
        var length = batch.Body.Length;
        if (_piece.Length - _used < length) (_piece, _used) = (new byte[Math.Max(PieceBytes, length)], 0);
        batch.Body.CopyTo(_piece.AsMemory(_used));
        _used += length;
        return new Packed(batch.First, batch.Count, batch.AtMs, _piece, _used - length, length);
    }

    /// <summary>The batch that holds an entry, or would.</summary>
    private int IndexOf(long entry)
    {
        var (low, high) = (0, _batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_batches[middle].Last < entry) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> state) =>
        MemoryMarshal.TryGetArray(state, out var part) && part.Array!.Length == state.Length ? part.Array : state.ToArray();
}

/// <summary>A row in the one sequence of changes.</summary>
internal abstract record NumberedRow(long Seq) : Row;

/// <summary>The same journal as if no snapshot had ever been taken.</summary>
internal sealed class FromTheFirstEntry(IJournal journal) : IJournal
{
    public int ShardCount => journal.ShardCount;

    public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows) => throw new NotSupportedException();

    public IEnumerable<JournalBatch> Read(int shard, long after) => journal.Read(shard, after);

    public long SnapshotEntry(int shard) => 0;

    public byte[]? Load(int shard, GrainId id) => null;

    public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) => [];

    public IEnumerable<SavedGrain> Saved(int shard, byte kind) => [];
}
