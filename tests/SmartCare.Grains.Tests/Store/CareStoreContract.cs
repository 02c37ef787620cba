using SmartCare.Domain.Words;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Tests.Store;

/// <summary>What every care store promises, whatever it is made of.</summary>
public abstract class CareStoreContract
{
    private static readonly Subject s_call = new(SubjectKind.Device, "call-1"), s_smoke = new(SubjectKind.Device, "smoke-1"), s_site = new(SubjectKind.Site, "sunshine");

    private long _number;

    private protected abstract ICareStore Store { get; }

    /// <summary>The same data, opened by another writer of the same stream.</summary>
    private protected abstract ICareStore OpenAgain();

    private protected abstract Row RowOf(int number);

    /// <summary>The rows that are stored, in order.</summary>
    private protected abstract IEnumerable<int> Rows();

    private protected abstract void Full(bool full);

    [Fact] public void What_was_never_written_is_not_there()
    {
        Assert.Null(Store.Load(s_call));
        Assert.Equal((0L, 0L), (Store.LastEntry, Store.LastSeq));
        Assert.Empty(Store.Streams);
        Assert.Empty(Store.Due(long.MaxValue, 10));
        Assert.Empty(Store.Silences(long.MaxValue, null, 10));
    }

    [Fact] public void A_grain_is_read_as_it_was_written()
    {
        Commit([new GrainWrite(s_call, 0, 1, 5, 7, 60_000, Bytes(1, 2), 3, Bytes(9))], [new LetterHad(s_call, s_site, 4), new LetterHad(s_call, s_smoke, 2)]);
        var row = Store.Load(s_call)!;
        Assert.Equal((1L, 3L, Store.Stream), (row.Version, row.LastLetter, row.Writer));
        Assert.Equal([1, 2], row.State.ToArray());
        Assert.Equal([9], row.Letters.ToArray());
        Assert.Equal([(s_site, 4L), (s_smoke, 2L)], row.Had.OrderByDescending(h => h.Number));
        Commit([Write(s_call, 1, 2, state: 8)], [new LetterHad(s_call, s_site, 6)]);
        row = Store.Load(s_call)!;
        Assert.Equal((2L, 8, 0), (row.Version, row.State.Span[0], row.Letters.Length));
        Assert.Contains((s_site, 6L), row.Had);
    }

    [Fact] public void A_state_that_did_not_change_stays_as_it_stands()
    {
        Commit([Write(s_call, 0, 1, state: 8)], []);
        Commit([new GrainWrite(s_call, 1, 2, 5, null, 0, null, 3, Bytes(9))], []);
        var row = Store.Load(s_call)!;
        Assert.Equal((2L, 8, 3L), (row.Version, row.State.Span[0], row.LastLetter));
        Assert.Equal([9], row.Letters.ToArray());
        Assert.Equal([s_call], Store.Due(5, 10));
    }

    [Fact] public void A_letter_may_be_had_by_a_grain_that_has_no_row()
    {
        Commit([], [new LetterHad(s_call, s_site, 4)]);
        var row = Store.Load(s_call)!;
        Assert.Equal((0L, true), (row.Version, row.State.IsEmpty));
        Commit([Write(s_call, 0, 1)], []);
        Assert.Equal([(s_site, 4L)], Store.Load(s_call)!.Had);
    }

    [Fact] public void Who_follows_another_version_is_refused_and_nothing_of_the_group_is_written()
    {
        Commit([Write(s_call, 0, 1), Write(s_smoke, 0, 1)], []);
        var refused = Assert.Throws<FencedException>(() => Commit(
            [Write(s_call, 0, 5), Write(s_smoke, 2, 3), Write(s_site, 0, 1)], [new LetterHad(s_site, s_call, 1)], Batch(1, 1), RowOf(7)));
        Assert.Equal([s_call, s_smoke], refused.Grains.OrderBy(g => g.Key));
        Assert.Equal((1L, 1L), (Store.Load(s_call)!.Version, Store.Load(s_smoke)!.Version));
        Assert.Null(Store.Load(s_site));
        Assert.Empty(Rows());
        Assert.Equal(0, Store.LastEntry);
        Commit([Write(s_smoke, 1, 2)], [], Batch(1, 1));
        Assert.Equal(1, Store.LastEntry);
    }

    [Fact] public void What_cannot_be_read_is_replaced_whatever_stands_there()
    {
        Commit([Write(s_call, 0, 7, state: 1)], []);
        Commit([Write(s_call, -1, 99, state: 2), Write(s_smoke, -1, 99, state: 3)], []);
        Assert.Equal(((99L, 2), (99L, 3)), ((Store.Load(s_call)!.Version, Store.Load(s_call)!.State.Span[0]), (Store.Load(s_smoke)!.Version, Store.Load(s_smoke)!.State.Span[0])));
    }

    [Fact] public void Whoever_opened_it_before_may_not_write_any_more()
    {
        Commit([Write(s_call, 0, 1)], []);
        var other = OpenAgain();
        var refused = Assert.Throws<FencedException>(() => Commit([Write(s_call, 1, 2)], []));
        Assert.Empty(refused.Grains);
        other.Commit(new CommitGroup(1, [Write(s_call, 1, 2)], [], null), last => new NumberedRows([], last));
        Assert.Equal(2, other.Load(s_call)!.Version);
    }

    [Fact] public void The_same_group_again_is_recognised()
    {
        var group = new CommitGroup(++_number, [Write(s_call, 0, 1)], [], Batch(1, 2));
        Store.Commit(group, last => new NumberedRows([RowOf(1)], last + 1));
        Store.Commit(group, last =>
        {
            Assert.Equal(0, last);
            return new NumberedRows([RowOf(1)], last + 1);
        });
        Assert.Equal([1], Rows());
        Assert.Equal((1L, 2L, 1L), (Store.LastSeq, Store.LastEntry, Store.Load(s_call)!.Version));
        Commit([Write(s_call, 1, 2)], []);
        Assert.Equal(2, Store.Load(s_call)!.Version);
    }

    [Fact] public void Numbers_are_given_in_commit_order_and_none_twice()
    {
        var asked = new List<long>();
        for (var i = 0; i < 3; i++)
            Store.Commit(new CommitGroup(++_number, [], [], null), last =>
            {
                asked.Add(last);
                return new NumberedRows([], last + 2);
            });
        Assert.Equal([0, 2, 4], asked);
        Assert.Equal((6L, 6L), (Store.LastSeq, OpenAgain().LastSeq));
    }

    [Fact] public void A_full_disk_takes_nothing_and_later_the_same()
    {
        Commit([Write(s_call, 0, 1)], []);
        Full(true);
        var group = new CommitGroup(++_number, [Write(s_call, 1, 2, big: true)], [], Batch(1, 1, 1_000_000));
        Assert.Throws<StoreUnavailableException>(() => Store.Commit(group, last => new NumberedRows([RowOf(1)], last)));
        Assert.Throws<StoreUnavailableException>(() => Store.Commit(group, last => new NumberedRows([RowOf(1)], last)));
        Assert.Equal(1, Store.Load(s_call)!.Version);
        Full(false);
        Store.Commit(group, last => new NumberedRows([RowOf(1)], last));
        Assert.Equal((2L, 1L), (Store.Load(s_call)!.Version, Store.LastEntry));
        Assert.Equal([1], Rows());
    }

    [Fact] public void Who_is_due_is_found_the_longest_overdue_first()
    {
        Commit([Due(s_call, 30), Due(s_smoke, 10), Due(s_site, 50), Write(new Subject(SubjectKind.Elder, "wang"), 0, 1)], []);
        Assert.Equal([s_smoke, s_call], Store.Due(40, 10));
        Assert.Equal([s_smoke], Store.Due(60, 1));
        Commit([Due(s_smoke, 70, follows: 1)], []);
        Assert.Equal([s_call, s_site], Store.Due(60, 10));
    }

    [Fact] public void Silences_are_read_in_pages()
    {
        Commit([.. Enumerable.Range(0, 25).Select(i => Silent(new Subject(SubjectKind.Device, $"d{i:00}"), 100 + i / 10, 60_000 + i))], []);
        var read = new List<SilenceRow>();
        for (SilenceRow? mark = null; Store.Silences(101, mark, 4) is { Count: > 0 } page; mark = page[^1]) read.AddRange(page);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"d{i:00}"), read.Select(r => r.Grain.Key));
        Assert.Equal((100L, 60_003L), (read[3].AtMs, read[3].LimitMs));
    }

    [Fact] public void The_journal_is_read_after_any_entry()
    {
        Commit([], [], Batch(1, 3));
        Commit([], [], Batch(4, 2));
        Commit([], [], Batch(6, 1));
        Assert.Equal([Store.Stream], Store.Streams);
        Assert.Equal([1, 4, 6], Store.Journal(Store.Stream, 0).Select(b => b.First));
        Assert.Equal([1, 4, 6], Store.Journal(Store.Stream, 2).Select(b => b.First));
        Assert.Equal([4, 6], Store.Journal(Store.Stream, 3).Select(b => b.First));
        Assert.Empty(Store.Journal(Store.Stream, 6));
        Assert.Equal(6, OpenAgain().LastEntry);
    }

    [Fact] public void The_journal_is_cut_by_age_and_never_what_somebody_still_needs()
    {
        for (var i = 0; i < 6; i++) Commit([], [], Batch(i + 1, 1) with { AtMs = i * 10 });
        Assert.Equal(2, Store.CutJournal(Store.Stream, through: 2, beforeMs: 1_000, limit: 10));
        Assert.Equal(1, Store.CutJournal(Store.Stream, through: 6, beforeMs: 1_000, limit: 1));
        Assert.Equal(1, Store.CutJournal(Store.Stream, through: 6, beforeMs: 40, limit: 10));
        Assert.Equal([5, 6], Store.Journal(Store.Stream, 0).Select(b => b.First));
        Assert.Equal(6, Store.LastEntry);
    }

    [Fact] public async Task Grains_are_read_while_others_are_written()
    {
        Commit([Write(s_call, 0, 1)], []);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var last = 0L;
            while (!stop.IsCancellationRequested)
            {
                var version = Store.Load(s_call)!.Version;
                Assert.True(version >= last);
                last = version;
            }
        })).ToList();
        for (var version = 1; version < 200; version++) Commit([Write(s_call, version, version + 1)], []);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(200, Store.Load(s_call)!.Version);
    }

    private protected void Commit(IReadOnlyList<GrainWrite> grains, IReadOnlyList<LetterHad> had, JournalBatch? batch = null, params Row[] rows) =>
        Store.Commit(new CommitGroup(++_number, grains, had, batch), last => new NumberedRows(rows, last));

    private protected JournalBatch Batch(long first, int count, int bytes = 3) => new(Store.Stream, first, count, 1_000, new byte[bytes]);

    private protected static GrainWrite Write(Subject id, long follows, long version, byte state = 1, bool big = false) =>
        new(id, follows, version, null, null, 0, big ? new byte[100_000] : Bytes(state), 0, default);

    private static GrainWrite Due(Subject id, long dueMs, long follows = 0) => Write(id, follows, follows + 1) with { DueMs = dueMs };

    private static GrainWrite Silent(Subject id, long atMs, long limitMs) => Write(id, 0, 1) with { SilenceMs = atMs, SilenceLimitMs = limitMs };

    private static ReadOnlyMemory<byte> Bytes(params byte[] bytes) => bytes;
}
