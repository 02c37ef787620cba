using SmartCare.Domain.Decisions;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Core;

/// <summary>The store is away: life goes on in memory, nothing is acknowledged, and everything is written when there is room.</summary>
public sealed class TroubleTests
{
    private readonly Bench _bench = new();

    [Fact] public async Task When_the_store_refuses_a_record_is_shown_unsaved_and_not_acknowledged()
    {
        Bench.Refuse(_bench.Writer);
        var record = _bench.Say("a", "add 1");
        _bench.Step();
        Assert.False(await record.Ticket.Released);
        Assert.False(record.Ticket.Safe.IsCompleted);
        Assert.Equal("show a=1 unsaved", _bench.Ledger.Read());
        Assert.Empty(_bench.Heard);
    }

    [Fact] public void Letters_go_on_in_memory()
    {
        Bench.Refuse(_bench.Writer);
        _bench.Say("a", "tell b tell c add 1");
        for (var i = 0; i < 4; i++) _bench.Step();
        Assert.Equal(1, _bench.Toy("c").Sum);
        Assert.Equal("show c=1 unsaved", _bench.Ledger.Read());
        Assert.Empty(_bench.Store.Grains);
    }

    [Fact] public void The_same_records_are_written_in_order_when_there_is_room()
    {
        Bench.Refuse(_bench.Writer);
        var records = Enumerable.Range(1, 5).Select(i => _bench.Say(i % 2 == 0 ? "a" : "b", $"tell c add {i}")).ToList();
        for (var i = 0; i < 3; i++) _bench.Step();
        _bench.Writer.BeforeCommit = null;
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Run();
        Assert.All(records, r => Assert.True(r.Ticket.Safe.IsCompletedSuccessfully));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => Toys.Word($"tell c add {i}")), _bench.Heard);
        Assert.Equal(15, _bench.Toy("c").Sum);
        Assert.EndsWith("settled c=1+c=11+c=15+c=4+c=9", _bench.Ledger.Read());
        _bench.Crash();
        Assert.Equal(15, _bench.Toy("c").Sum);
        Assert.True(_bench.Row("a")!.Letters.IsEmpty && _bench.Row("b")!.Letters.IsEmpty);
    }

    [Fact] public async Task A_commit_that_hangs_is_found_by_the_watch_and_its_letters_go_on()
    {
        using var disk = new HangingDisk(_bench.Writer);
        var record = _bench.Say("a", "tell b add 1");
        var stepping = disk.Hang(() => _bench.Silo.Committer.Step(0));
        _bench.Time.Pass(Limits.StalledCommitMs);
        _bench.Silo.Committer.Watch();
        Assert.False(await record.Ticket.Released);
        _bench.Silo.Settle(_bench.NowMs);
        Assert.Equal(1, _bench.Toy("b").Sum);
        Assert.False(record.Ticket.Safe.IsCompleted);
        disk.LetGo(stepping);
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        _bench.Run();
        Assert.Equal("1 b=1", _bench.Changes);
    }

    [Fact] public void Who_waits_is_told_when_it_may_be_seen_and_once_more_when_it_is_safe()
    {
        Bench.Refuse(_bench.Writer);
        var told = new List<bool>();
        _bench.Silo.Hear(Toys.Id("a"), Toys.Word("add 1"), _bench.NowMs, (_, saved) => told.Add(saved));
        _bench.Step();
        _bench.Step();
        Assert.Equal([false], told);
        _bench.Writer.BeforeCommit = null;
        _bench.Time.Pass(Limits.RetryMs);
        _bench.Step();
        Assert.Equal([false, true], told);
    }

    [Fact] public void A_fault_that_no_decision_found_rings_and_its_row_is_written_anew()
    {
        var record = _bench.Silo.Awaken(Toys.Id("a")).Fault("its row could not be read", _bench.NowMs);
        _bench.Run();
        Assert.Equal("3/a", Assert.IsType<GrainFaulted>(Assert.Single(record.Effects)).Grain);
        Assert.Equal(Toys.Id("a"), Assert.Single(_bench.Store.Grains).Id);
    }
}
