using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests;

public sealed class ShardTests
{
    private readonly MemoryJournal _journal = new(1);
    private readonly Toys _toys = new();
    private readonly Bench _bench;

    public ShardTests() => _bench = new Bench(_journal, _toys);

    [Fact] public void A_message_is_decided_and_numbered()
    {
        _bench.At(1_000, "a add 2", "a add 3").At(2_000, "b add 1");
        Assert.Equal(["a=2 #0-1-0 @1000", "a=5 #0-2-0 @1000", "b=1 #0-3-0 @2000"], _bench.Effects);
        Assert.Equal(3, _bench.Shard.LastEntry);
    }

    [Fact] public void Nothing_to_do_makes_no_batch()
    {
        Assert.Null(_bench.Shard.Decide([], 1_000, 1));
        Assert.Null(_bench.Shard.DecideSnapshot());
    }

    [Fact] public void Time_never_goes_back_within_a_shard()
    {
        _bench.At(5_000, "a add 1").At(4_000, "a add 1");
        Assert.EndsWith("@5000", _bench.Effects[1]);
    }

    [Fact] public void Time_never_goes_back_over_a_restart_from_a_snapshot()
    {
        _bench.At(5_000, "a add 1").Snapshot();
        Assert.EndsWith("@5000", new Bench(_journal).Recover().At(4_000, "a add 1").Effects[0]);
    }

    [Fact] public void Ticks_fire_in_the_order_of_their_due_times()
    {
        _bench.At(1_000, "a wake 300", "b wake 100", "c wake 200", "e wake 100", "d wake 100").At(9_000);
        Assert.Equal(["b", "d", "e", "c", "a"], _bench.Effects.Select(e => e[..1]));
    }

    [Fact] public void A_tick_tells_since_when_anything_could_be_heard()
    {
        _bench.ListeningSinceMs = 777;
        _bench.At(1_000, "a wake 100").At(1_100);
        Assert.Equal("a rang for 1100 @1100 since 777", Assert.Single(_bench.Effects));
        Assert.Equal(Saved(), Bench.States(_journal));

        // A replay by a silo that listens since another time hears of the old one.
        var again = new Bench(Copy()) { ListeningSinceMs = 999 };
        Assert.Equal(_bench.Effects, again.Recover().Effects);
    }

    [Fact] public void Before_its_time_nothing_fires()
    {
        _bench.At(1_000, "a wake 100").At(1_099);
        Assert.Empty(_bench.Effects);
        Assert.Equal(1_100, _bench.Shard.NextTickMs);
    }

    [Fact] public void A_timer_that_was_moved_out_does_not_fire_early()
    {
        _bench.At(1_000, "a wake 100").At(1_050, "a wake 500").At(1_100);
        Assert.Empty(_bench.Effects);
        Assert.Equal(1_550, _bench.Shard.NextTickMs);
        _bench.At(1_550);
        Assert.Equal("a rang for 1550 @1550 since 1", Assert.Single(_bench.Effects));
    }

    [Fact] public void A_timer_that_only_moved_out_makes_no_entry()
    {
        _bench.At(1_000, "a wake 100", "b wake 100").At(1_050, "a wake 500", "b rest").At(1_100);
        Assert.Equal((4, 1_550), (_bench.Shard.LastEntry, _bench.Shard.NextTickMs));
        _bench.At(1_200, "a wake 50").At(1_250);
        Assert.Equal("a rang for 1250 @1250 since 1", Assert.Single(_bench.Effects));
    }

    [Fact] public void A_timer_that_was_moved_in_fires_at_its_new_time_and_once()
    {
        _bench.At(1_000, "a wake 500").At(1_010, "a wake 40").At(1_050).At(1_500).At(9_000);
        Assert.Equal("a rang for 1050 @1050 since 1", Assert.Single(_bench.Effects));
    }

    [Fact] public void A_timer_that_was_cleared_does_not_fire()
    {
        _bench.At(1_000, "a wake 100").At(1_050, "a rest").At(9_000);
        Assert.Empty(_bench.Effects);
        Assert.Null(_bench.Shard.NextTickMs);
    }

    [Fact] public void What_is_due_fires_before_what_arrives_with_it()
    {
        _bench.At(1_000, "a wake 100").At(1_100, "a add 1");
        Assert.StartsWith("a rang", _bench.Effects[0]);
        Assert.StartsWith("a=", _bench.Effects[1]);
    }

    [Fact] public void What_fell_due_while_the_silo_was_down_fires_at_once()
    {
        _bench.At(1_000, "a wake 100");
        Assert.Equal("a rang for 1100 @60000 since 1", Assert.Single(new Bench(_journal).Recover().At(60_000).Effects));
    }

    [Fact] public void Letters_are_delivered_within_the_turn_and_in_order()
    {
        _bench.At(1_000, "a pass b add 1", "b add 10");
        Assert.Equal(["b=1 #0-1-0 @1000", "b=11 #0-2-0 @1000"], _bench.Effects);
    }

    [Fact] public void A_letter_may_lead_to_another()
    {
        _bench.At(1_000, "a pass b pass c pass a add 7");
        Assert.Equal("a=7 #0-1-0 @1000", Assert.Single(_bench.Effects));
    }

    [Fact] public void A_circle_of_letters_is_cut_and_rung_about()
    {
        _bench.At(1_000, "a circle b").At(2_000, "c add 1");
        Assert.Equal(2, _bench.Effects.Count);
        Assert.Contains("faulted: A turn sent more than 1000 letters", _bench.Effects[0]);
        Assert.Equal("c=1 #0-2-0 @2000", _bench.Effects[1]);
    }

    [Fact] public void A_grain_that_throws_keeps_its_state_and_what_it_wanted_is_withdrawn()
    {
        _bench.At(1_000, "a add 1", "a throw", "a add 1", "b add 1");
        Assert.Equal(["a=1 #0-1-0 @1000", "a faulted: thrown on purpose", "a=2 #0-3-0 @1000", "b=1 #0-4-0 @1000"], _bench.Effects);
    }

    [Fact] public void A_letter_written_before_another_grain_threw_is_delivered()
    {
        _bench.At(1_000, "a pass b add 1").At(2_000, "a pass a throw", "b add 1");
        Assert.Equal(["b=1 #0-1-0 @1000", "a faulted: thrown on purpose", "b=2 #0-3-0 @2000"], _bench.Effects);
    }

    [Fact] public void A_timer_that_throws_rings_once_a_second_and_holds_nobody_up()
    {
        _bench.At(1_000, "a trap 100", "b wake 200").At(1_100);
        Assert.Equal(2_100, _bench.Shard.NextTickMs);
        _bench.At(1_150, "c add 1").At(2_100);
        Assert.Equal(["a faulted: trapped", "c=1 #0-4-0 @1150", "a faulted: trapped", "b rang for 1200 @2100 since 1"], _bench.Effects);
    }

    [Fact] public void A_grain_whose_state_cannot_be_read_rings_and_the_others_go_on()
    {
        _bench.At(1_000, "a add 1", "b add 1").Snapshot();
        _toys.Broken.Add("a");
        var again = new Bench(_journal, _toys).Recover().At(2_000, "a add 1", "b add 1");
        Assert.Equal(["a faulted: the state cannot be read", "b=2 #0-4-0 @2000"], again.Effects);
        Assert.Contains("1/a", Bench.Saved(_journal));
    }

    [Theory, InlineData("a refuse"), InlineData("too long"), InlineData("long key")]
    public void A_message_that_cannot_be_written_is_refused_alone(string which)
    {
        var submission = which switch
        {
            "too long" => new Submission<string, ToyEffect>(Toys.Id("a"), "add " + new string('1', Limits.BodyBytes), new Receipt()),
            "long key" => new Submission<string, ToyEffect>(Toys.Id(new string('k', Limits.KeyBytes + 1)), "add 1", new Receipt()),
            _ => new Submission<string, ToyEffect>(Toys.Id("a"), "refuse", new Receipt()),
        };
        var good = new Submission<string, ToyEffect>(Toys.Id("b"), "add 1", new Receipt());
        var decided = _bench.Shard.Decide([submission, good], 1_000, 1)!;
        Assert.Equal((1, 1L), (decided.Batch.Count, _bench.Shard.LastEntry));
        Assert.Single(BatchCodec.Read(decided.Batch, _toys));
        decided.Release(saved: true);
        Assert.Contains("faulted", ((Receipt)submission.Receipt!).Effects.Single().Text);
        Assert.Equal("b=1 #0-1-0 @1000", ((Receipt)good.Receipt!).Effects.Single().Text);
    }

    [Fact] public void A_grain_leaves_memory_only_after_a_saved_snapshot()
    {
        _bench.At(1_000, "a add 1", "b add 2");
        var late = 1_000 + Limits.IdleMs;
        Assert.Equal(0, _bench.Shard.EvictIdle(late));
        var snapshot = _bench.Shard.DecideSnapshot()!;
        Assert.Equal(0, _bench.Shard.EvictIdle(late));
        _journal.Commit([snapshot.Batch], []);
        _bench.Shard.SnapshotSaved(snapshot.Batch.Last);
        Assert.Equal(0, _bench.Shard.EvictIdle(late - 1));
        Assert.Equal(2, _bench.Shard.EvictIdle(late));
        Assert.Equal(0, _bench.Shard.ActiveGrains);
        Assert.StartsWith("a=4 ", _bench.At(late, "a add 3").Effects[^1]);
    }

    [Fact] public void A_grain_that_changed_after_the_snapshot_stays()
    {
        _bench.At(1_000, "a add 1", "b add 2").Snapshot().At(2_000, "a add 1");
        Assert.Equal(1, _bench.Shard.EvictIdle(2_000 + Limits.IdleMs));
        Assert.StartsWith("a=3 ", _bench.At(9_000_000, "a add 1").Effects[^1]);
    }

    [Fact] public void A_grain_that_left_memory_is_woken_by_its_timer()
    {
        var due = 1_000 + 2 * Limits.IdleMs;
        _bench.At(1_000, $"a wake {2 * Limits.IdleMs}").Snapshot();
        Assert.Equal(1, _bench.Shard.EvictIdle(1_000 + Limits.IdleMs));
        Assert.Equal($"a rang for {due} @{due} since 1", _bench.At(due).Effects[^1]);
    }

    [Fact] public void A_grain_that_is_as_new_leaves_no_row()
    {
        _bench.At(1_000, "a add 1").Snapshot();
        Assert.NotEmpty(_journal.Saved(0, Toys.Kind));
        _bench.At(1_000, "a zero").Snapshot();
        Assert.Empty(_journal.Saved(0, Toys.Kind));
    }

    [Fact] public void A_snapshot_comes_by_itself_after_many_entries()
    {
        var many = Enumerable.Repeat(new Submission<string, ToyEffect>(Toys.Id("a"), "add 1", null), Limits.EntriesPerSnapshot).ToList();
        Assert.Null(_bench.Shard.Decide(many[1..], 1_000, 1)!.Batch.Snapshot);
        Assert.Single(_bench.Shard.Decide(many[..1], 1_000, 1)!.Batch.Snapshot!);
    }

    [Fact] public void A_gap_in_the_journal_stops_the_start()
    {
        _bench.At(1_000, "a add 1");
        var lost = _bench.Shard.Decide([new(Toys.Id("a"), "add 1", null)], 2_000, 1)!;
        _bench.At(3_000, "a add 1");
        Assert.Equal(2, lost.Batch.First);
        Assert.Throws<InvalidDataException>(() => new Bench(_journal).Recover());
    }

    private MemoryJournal Copy()
    {
        var copy = new MemoryJournal(1);
        copy.Commit([.. _journal.Read(0, 0)], []);
        return copy;
    }

    private string Saved()
    {
        _bench.Snapshot();
        return Bench.Saved(_journal);
    }

    private sealed class Receipt : IReceipt<ToyEffect>
    {
        public IReadOnlyList<ToyEffect> Effects { get; private set; } = [];

        public void Released(IReadOnlyList<ToyEffect> effects, bool saved) => Effects = effects;
    }
}
