using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Journals;

/// <summary>What every journal must do.</summary>
public abstract class JournalContract
{
    private static readonly GrainId s_a = new(1, "a"), s_b = new(1, "b"), s_other = new(2, "a");

    private protected abstract IJournal Journal { get; }

    /// <summary>A row of this adapter, told apart by its number.</summary>
    private protected abstract Row RowOf(int number);

    /// <summary>The numbers of the rows that are committed, in order.</summary>
    private protected abstract IEnumerable<int> Rows();

    /// <summary>Makes the next commit fail after it has begun, until it is called with false.</summary>
    private protected abstract void Full(bool full);

    [Fact] public void A_new_journal_is_empty()
    {
        Assert.Equal(3, Journal.ShardCount);
        Assert.Empty(Journal.Read(0, 0));
        Assert.Equal(0, Journal.SnapshotEntry(2));
        Assert.Null(Journal.Load(1, s_a));
        Assert.Empty(Journal.Dues(0));
        Assert.Empty(Journal.Saved(0, 1));
        Journal.Commit([], []);
    }

    [Fact] public void Batches_come_back_as_they_were_and_each_from_its_shard()
    {
        Journal.Commit([Batch(0, 1, 3), Batch(2, 1, 2), Batch(0, 4, 1)], []);
        Journal.Commit([Batch(0, 5, 2), Batch(1, 1, 1)], []);
        Assert.Equal(["1-3", "4-4", "5-6"], Read(0, 0));
        Assert.Equal(["1-1"], Read(1, 0));
        Assert.Equal(["1-2"], Read(2, 0));
        var batch = Journal.Read(2, 0).Single();
        Assert.Equal((2, 1L, 2, 1_760_000_000_001L), (batch.Shard, batch.First, batch.Count, batch.AtMs));
        Assert.Equal(Batch(2, 1, 2).Body.ToArray(), batch.Body.ToArray());
    }

    [Theory]
    [InlineData(0, "1-3 4-4 5-9"), InlineData(1, "1-3 4-4 5-9"), InlineData(2, "1-3 4-4 5-9"), InlineData(3, "4-4 5-9"), InlineData(4, "5-9")]
    [InlineData(8, "5-9"), InlineData(9, ""), InlineData(99, "")]
    public void Reading_begins_with_the_batch_that_holds_the_next_entry(long after, string expected)
    {
        Journal.Commit([Batch(1, 1, 3), Batch(1, 4, 1), Batch(1, 5, 5), Batch(0, 1, 9), Batch(2, 1, 9)], []);
        Assert.Equal(expected, string.Join(' ', Read(1, after)));
    }

    [Fact] public void A_journal_that_begins_later_is_read_from_there()
    {
        Journal.Commit([Batch(1, 50, 3)], []);
        Assert.Equal(["50-52"], Read(1, 0));
        Assert.Equal(["50-52"], Read(1, 51));
    }

    [Fact] public void Very_large_numbers_stay_in_their_shard()
    {
        var last = (1L << 48) - 10;
        Journal.Commit([Batch(0, last, 5), Batch(1, 1, 1)], []);
        Assert.Equal([$"{last}-{last + 4}"], Read(0, 0));
        Assert.Equal(["1-1"], Read(1, 0));
    }

    [Fact] public void A_snapshot_comes_back_with_its_dues()
    {
        Journal.Commit([Batch(0, 1, 3, Grain(s_a, 500, 1), Grain(s_b, null, 2), Grain(s_other, 700, 3))], []);
        Assert.Equal(3, Journal.SnapshotEntry(0));
        Assert.Equal([1], Journal.Load(0, s_a));
        Assert.Null(Journal.Load(1, s_a));
        Assert.Equal([(s_a, 500L), (s_other, 700L)], Journal.Dues(0).OrderBy(d => d.DueAtMs));
        Assert.Equal(["1/a 500 01", "1/b  02"], Journal.Saved(0, 1).OrderBy(g => g.Id).Select(Text));
        Assert.Equal(["2/a 700 03"], Journal.Saved(0, 2).Select(Text));
    }

    [Fact] public void A_later_snapshot_changes_only_what_it_brings()
    {
        Journal.Commit([Batch(0, 1, 3, Grain(s_a, 500, 1), Grain(s_b, 600, 2))], []);
        Journal.Commit([Batch(0, 4, 2, Grain(s_a, null, 9))], []);
        Assert.Equal(5, Journal.SnapshotEntry(0));
        Assert.Equal(["1/a  09", "1/b 600 02"], Journal.Saved(0, 1).OrderBy(g => g.Id).Select(Text));
        Assert.Equal([(s_b, 600L)], Journal.Dues(0));
    }

    [Fact] public void An_empty_state_removes_the_grain()
    {
        Journal.Commit([Batch(0, 1, 3, Grain(s_a, 500, 1), Grain(s_b, 600, 2))], []);
        Journal.Commit([Batch(0, 4, 1, new SavedGrain(s_a, null, default))], []);
        Assert.Null(Journal.Load(0, s_a));
        Assert.Equal(["1/b 600 02"], Journal.Saved(0, 1).Select(Text));
    }

    [Fact] public void A_batch_without_entries_may_carry_a_snapshot()
    {
        Journal.Commit([Batch(0, 1, 3)], []);
        Journal.Commit([new JournalBatch(0, 4, 0, 5, default, [Grain(s_a, 1, 1)])], []);
        Assert.Equal(3, Journal.SnapshotEntry(0));
        Assert.Equal(["1-3"], Read(0, 0));
        Assert.NotNull(Journal.Load(0, s_a));
    }

    [Fact] public void Keys_of_any_script_come_back()
    {
        var id = new GrainId(255, "房间-101 '\"%_😀");
        Journal.Commit([Batch(0, 1, 1, Grain(id, 5, 7))], []);
        Assert.Equal([7], Journal.Load(0, id));
        Assert.Equal(id, Journal.Dues(0).Single().Id);
    }

    [Fact] public void The_same_commit_again_changes_nothing()
    {
        JournalBatch[] batches = [Batch(0, 1, 3, Grain(s_a, 500, 1)), Batch(1, 1, 2)];
        Row[] rows = [RowOf(1), RowOf(2)];
        Journal.Commit(batches, rows);
        Journal.Commit(batches, rows);
        Journal.Commit([.. batches, Batch(0, 4, 1)], [.. rows, RowOf(3)]);
        Assert.Equal(["1-3", "4-4"], Read(0, 0));
        Assert.Equal(["1-2"], Read(1, 0));
        Assert.Equal([1, 2, 3], Rows());
    }

    [Fact] public void Another_batch_in_the_place_of_one_is_refused_whole()
    {
        Journal.Commit([Batch(0, 1, 3)], []);
        var other = Batch(0, 1, 3) with { Body = new byte[] { 6, 6, 6 } };
        Assert.Throws<JournalUnavailableException>(() => Journal.Commit([Batch(1, 1, 1), other], [RowOf(1)]));
        Assert.Equal(Batch(0, 1, 3).Body.ToArray(), Journal.Read(0, 0).Single().Body.ToArray());
        Assert.Empty(Journal.Read(1, 0));
        Assert.Empty(Rows());
        Journal.Commit([Batch(1, 1, 1)], [RowOf(1)]);
        Assert.Equal([1], Rows());
    }

    [Fact] public void A_full_disk_takes_nothing_and_then_everything()
    {
        Journal.Commit([Batch(0, 1, 1, Grain(s_a, 1, 1))], [RowOf(1)]);
        Full(true);
        var big = Batch(0, 2, 2, Grain(s_a, 2, 2), Grain(s_b, 3, 3)) with { Body = new byte[1_000_000] };
        Assert.Throws<JournalUnavailableException>(() => Journal.Commit([Batch(1, 1, 1), big], [RowOf(2)]));
        Assert.Throws<JournalUnavailableException>(() => Journal.Commit([Batch(1, 1, 1), big], [RowOf(2)]));
        Assert.Equal(["1-1"], Read(0, 0));
        Assert.Empty(Journal.Read(1, 0));
        Assert.Equal(1, Journal.SnapshotEntry(0));
        Assert.Equal([1], Journal.Load(0, s_a));
        Assert.Null(Journal.Load(0, s_b));
        Assert.Equal([1], Rows());

        Full(false);
        Journal.Commit([Batch(1, 1, 1), big], [RowOf(2)]);
        Assert.Equal(["1-1", "2-3"], Read(0, 0));
        Assert.Equal(["1-1"], Read(1, 0));
        Assert.Equal([2], Journal.Load(0, s_a));
        Assert.Equal([1, 2], Rows());
    }

    [Fact] public void A_reader_may_read_while_another_commit_is_made()
    {
        Journal.Commit([Batch(0, 1, 1), Batch(0, 2, 1)], []);
        using var reading = Journal.Read(0, 0).GetEnumerator();
        Assert.True(reading.MoveNext());
        Journal.Commit([Batch(0, 3, 1)], []);
        Assert.True(reading.MoveNext());
        Assert.Equal(["1-1", "2-2", "3-3"], Read(0, 0));
    }

    [Fact] public void A_shard_lives_in_it_and_comes_back()
    {
        new Bench(Journal).At(1_000, "a add 1", "b wake 500").Snapshot().At(2_000, "a add 2").At(3_000, "c add 4");
        var again = new Bench(Journal).Recover();
        Assert.Equal(5, again.Shard.LastEntry + (again.Shard.NextTickMs is null ? 0 : 1));
        Assert.StartsWith("a=4 ", again.At(4_000, "a add 1").Effects[^1]);
    }

    private protected static JournalBatch Batch(int shard, long first, int count, params SavedGrain[] grains) =>
        new(shard, first, count, 1_760_000_000_000 + first, new byte[] { (byte)shard, (byte)first, (byte)count }, grains.Length == 0 ? null : grains);

    private static SavedGrain Grain(GrainId id, long? due, byte state) => new(id, due, new[] { state });

    private IEnumerable<string> Read(int shard, long after) => Journal.Read(shard, after).Select(b => $"{b.First}-{b.Last}");

    private static string Text(SavedGrain grain) => $"{grain.Id} {grain.DueAtMs} {Convert.ToHexString(grain.State.Span)}";
}
