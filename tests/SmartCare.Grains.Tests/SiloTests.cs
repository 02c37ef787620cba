using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests;

/// <summary>Threads, queues and limits together. Nothing here waits for time to pass: only for things to happen.</summary>
public sealed class SiloTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly MemoryJournal _journal = new(2);
    private readonly Ledger _ledger = new();
    private readonly FakeTime _time = new();

    [Fact] public async Task What_is_submitted_is_decided_committed_and_told()
    {
        var silo = Start();
        var told = Enumerable.Range(0, 100).Select(i => Submit(silo, $"place-{i % 7}", $"add {i}")).ToList();
        await Task.WhenAll(told).WaitAsync(s_patience);
        Assert.All(told, t => Assert.True(t.Result));
        Assert.Equal(100, silo.Committed);
        silo.Stop();
        Assert.Equal(100, _journal.Read(0, 0).Concat(_journal.Read(1, 0)).Sum(b => b.Count));
        Assert.Equal(0, silo.Pending);
    }

    [Fact] public async Task A_silo_that_stopped_starts_from_its_snapshot_and_one_that_was_killed_from_its_journal()
    {
        var silo = Start();
        await Submit(silo, "p", "add 5").WaitAsync(s_patience);
        var killed = Start(out var replayed);
        Assert.Equal(1, replayed);
        silo.Stop();
        Assert.Equal(0, Recover());
        killed.Stop();
    }

    [Fact] public async Task What_was_taken_in_is_committed_before_it_stops()
    {
        var silo = Start();
        var told = Enumerable.Range(0, 50).Select(i => Submit(silo, $"p{i}", "add 1")).ToList();
        silo.Stop();
        Assert.All(await Task.WhenAll(told).WaitAsync(s_patience), Assert.True);
    }

    [Fact] public async Task A_grain_that_throws_stops_nobody()
    {
        var silo = Start();
        Assert.True(await Submit(silo, "p", "throw").WaitAsync(s_patience));
        Assert.True(await Submit(silo, "p", "refuse").WaitAsync(s_patience));
        Assert.True(await Submit(silo, "p", "add 1").WaitAsync(s_patience));
        silo.Stop();
    }

    [Fact] public async Task A_failing_journal_is_seen_and_an_answer_comes_all_the_same()
    {
        _journal.BeforeCommit = (_, _) => throw new JournalUnavailableException("full");
        var silo = Start();
        Assert.False(await Submit(silo, "p", "add 1").WaitAsync(s_patience));
        Assert.Equal("journal: full", silo.Trouble);
        Assert.Equal(1, silo.Pending);
        silo.Stop();
    }

    [Fact] public void When_too_much_waits_ordinary_readings_are_refused_and_alarms_are_not()
    {
        var silo = new Silo<string, ToyEffect>(_journal, new Toys(), _ledger, _time);
        var submission = new Submission<string, ToyEffect>(Toys.Id("a"), "add 1", null);
        for (var i = 0; i < Limits.PendingOrdinary; i++) Assert.True(silo.TrySubmit("p", submission, urgent: false));
        Assert.False(silo.TrySubmit("p", submission, urgent: false));
        Assert.False(silo.TrySubmit("elsewhere", submission, urgent: false));
        for (var i = Limits.PendingOrdinary; i < Limits.PendingUrgent; i++) Assert.True(silo.TrySubmit("p", submission, urgent: true));
        Assert.False(silo.TrySubmit("p", submission, urgent: true));
    }

    [Fact] public void A_partition_stays_in_its_shard_for_ever()
    {
        Assert.Equal([36, 45, 28, 60], new[] { "sunshine-101", "sunshine-102", "王", "" }.Select(k => Partition.Of(k, 64)));
        var loads = Enumerable.Range(0, 6_400).GroupBy(i => Partition.Of($"sunshine-{i}", 64)).Select(g => g.Count()).ToList();
        Assert.Equal(64, loads.Count);
        Assert.InRange(loads.Max(), 100, 200);
    }

    private Silo<string, ToyEffect> Start() => Start(out _);

    private Silo<string, ToyEffect> Start(out long replayed)
    {
        var silo = new Silo<string, ToyEffect>(_journal, new Toys(), _ledger, _time);
        replayed = silo.Recover();
        silo.Start();
        return silo;
    }

    private long Recover() => new Silo<string, ToyEffect>(_journal, new Toys(), _ledger, _time).Recover();

    private static Task<bool> Submit(Silo<string, ToyEffect> silo, string partition, string message)
    {
        var told = new Told();
        Assert.True(silo.TrySubmit(partition, new Submission<string, ToyEffect>(Toys.Id(partition), message, told), urgent: true));
        return told.Task;
    }

    private sealed class Told() : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously), IReceipt<ToyEffect>
    {
        public void Released(IReadOnlyList<ToyEffect> effects, bool saved) => TrySetResult(saved);
    }
}
