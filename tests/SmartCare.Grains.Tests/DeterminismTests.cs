using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests;

/// <summary>A shard is a function of its journal: the same entries lead to the same states and effects, byte for byte, live, in a
/// full replay, and from any snapshot on.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] s_keys = ["a", "b", "c", "d", "e"];

    [Fact]
    public void Live_full_replay_and_replay_from_a_snapshot_agree()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var journal = new MemoryJournal(1);
            var bare = new MemoryJournal(1);
            var (live, effects) = Live(new Random(seed), journal, bare);

            var full = new Bench(bare).Recover();
            Assert.True(effects.SequenceEqual(full.Effects), $"seed {seed}: effects of the full replay differ");
            full.Snapshot();
            Assert.True(Bench.Saved(bare) == live, $"seed {seed}: full replay\n{Bench.Saved(bare)}\n{live}");

            var fromSnapshot = new Bench(journal).Recover();
            Assert.True(effects.TakeLast(fromSnapshot.Effects.Count).SequenceEqual(fromSnapshot.Effects), $"seed {seed}: effects after the snapshot differ");
            fromSnapshot.Snapshot();
            Assert.True(Bench.Saved(journal) == live, $"seed {seed}: replay from the snapshot\n{Bench.Saved(journal)}\n{live}");
        }
    }

    /// <summary>Lives some hours with restarts, evictions and snapshots; the second journal gets the batches and no snapshot.</summary>
    private static (string States, List<string> Effects) Live(Random random, MemoryJournal journal, MemoryJournal bare)
    {
        var effects = new List<string>();
        var now = 1_000L;
        var bench = new Bench(journal);
        var seen = 0;
        for (var turn = 0; turn < 200; turn++)
        {
            now += random.Next(5) == 0 ? random.Next((int)Limits.IdleMs * 2) : random.Next(500);
            bench.At(now, [.. Enumerable.Range(0, random.Next(4)).Select(_ => Message(random))]);
            effects.AddRange(bench.Effects.Skip(seen));
            seen = bench.Effects.Count;
            if (random.Next(15) == 0) bench.Snapshot();
            if (random.Next(5) == 0) bench.Shard.EvictIdle(now);
            if (random.Next(30) != 0) continue;
            bench = new Bench(journal) { ListeningSinceMs = now }.Recover();
            seen = bench.Effects.Count;
        }

        bare.Commit([.. journal.Read(0, 0)], []);
        // The live states themselves: snapshot into a journal that is thrown away.
        var last = bench.Shard.DecideSnapshot();
        var states = new MemoryJournal(1);
        foreach (var grain in journal.Saved(0, Toys.Kind)) states.Commit([new JournalBatch(0, 1, 0, 0, default, [grain])], []);
        if (last is not null) states.Commit([last.Batch], []);
        return (Bench.Saved(states), effects);
    }

    private static string Message(Random random)
    {
        var key = s_keys[random.Next(s_keys.Length)];
        var other = s_keys[random.Next(s_keys.Length)];
        return $"{key} " + random.Next(9) switch
        {
            0 or 1 => $"add {random.Next(100)}", 2 or 3 => $"wake {random.Next(2_000)}", 4 => "rest", 5 => $"pass {other} add {random.Next(10)}",
            6 => $"pass {other} wake {random.Next(3_000)}", 7 => random.Next(10) == 0 ? $"circle {other}" : "zero", _ => random.Next(2) == 0 ? "throw" : $"trap {random.Next(2_000)}",
        };
    }
}
