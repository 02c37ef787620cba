using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Simulation.Plants;

/// <summary>A store with one bug more.</summary>
internal sealed class WrongStore(ICareStore real) : ICareStore
{
    /// <summary>It no longer knows when a site is due.</summary>
    public bool ForgetsSites { get; init; }

    /// <summary>What another version wrote is taken for a new grain.</summary>
    public bool LosesOldState { get; init; }

    public int Stream => real.Stream;

    public long LastEntry => real.LastEntry;

    public long LastSeq => real.LastSeq;

    public IReadOnlyList<int> Streams => real.Streams;

    public void Commit(CommitGroup group, Func<long, NumberedRows> rows) => real.Commit(group, rows);

    public void Write(IReadOnlyList<Row> rows) => real.Write(rows);

    public GrainRow? Load(Subject grain) =>
        real.Load(grain) is { } row && LosesOldState && row.State.Span.IndexOf("addedLater"u8) >= 0 ? row with { State = default } : real.Load(grain);

    public List<Subject> Due(long nowMs, int limit) =>
        ForgetsSites ? [.. real.Due(nowMs, limit).Where(id => id.Kind is not SubjectKind.Site)] : real.Due(nowMs, limit);

    public List<SilenceRow> Silences(long nowMs, SilenceRow? after, int limit) => real.Silences(nowMs, after, limit);

    public IEnumerable<JournalBatch> Journal(int stream, long after) => real.Journal(stream, after);

    public int CutJournal(int stream, long through, long beforeMs, int limit) => real.CutJournal(stream, through, beforeMs, limit);
}
