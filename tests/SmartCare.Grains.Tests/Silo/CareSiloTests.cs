using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Silo;

/// <summary>How grains come into a silo's memory and leave it.</summary>
public sealed class CareSiloTests
{
    private readonly MemoryCareStore _store = new();
    private readonly FakeTime _time = new();
    private readonly Ledger _ledger = new();
    private readonly CareSilo _silo;

    public CareSiloTests() => _silo = new CareSilo(_store.Open(1), _ledger, new FromNothing(), Toys.Kinds, Policy.Default, _time);

    [Fact] public void Who_comes_back_before_the_last_row_is_on_disk_goes_on_where_it_was()
    {
        var core = _silo.Awaken(Toys.Id("a"));
        core.Hear(Toys.Word("add 1"), _time.NowMs);
        _silo.Leave(core);
        Assert.False(_silo.IsAwake(core.Id));
        Assert.Same(core, _silo.Awaken(core.Id));
    }

    [Fact] public void Who_comes_back_later_begins_from_the_row()
    {
        var core = _silo.Awaken(Toys.Id("a"));
        core.Hear(Toys.Word("add 1"), _time.NowMs);
        _silo.Committer.Step(0);
        _silo.Leave(core);
        var again = _silo.Awaken(core.Id);
        Assert.NotSame(core, again);
        Assert.Equal(1, Toy.Of(((GrainCore<PlaceState>)again).Now).Sum);
    }

    [Fact] public void Who_comes_back_is_woken_by_its_due_time_again()
    {
        var core = _silo.Awaken(Toys.Id("a"));
        core.Hear(Toys.Word("wake 1000"), _time.NowMs);
        _silo.Schedule(core);
        Assert.Equal(_time.NowMs + 1_000, core.AskedByMs);
        _silo.Leave(core);
        Assert.Equal(long.MaxValue, core.AskedByMs);
    }

    [Fact] public void Who_comes_back_sends_the_letters_again_that_were_on_their_way()
    {
        var core = _silo.Awaken(Toys.Id("a"));
        core.Hear(Toys.Word("tell b add 1"), _time.NowMs);
        _silo.Committer.Step(0);
        var letter = Assert.Single(core.TakeUnsent(_time.NowMs));
        core.Hear(Toys.Word("add 1"), _time.NowMs);
        _silo.Leave(core);
        Assert.Same(core, _silo.Awaken(core.Id));
        Assert.Equal(letter, Assert.Single(core.TakeUnsent(_time.NowMs)));
    }

    [Fact] public void A_row_that_cannot_be_read_costs_no_alarm_and_is_replaced()
    {
        var core = _silo.Awaken(Toys.Id("a"));
        core.Hear(Toys.Word("add 1"), _time.NowMs);
        _silo.Committer.Step(0);
        _silo.Leave(core);
        _store.Rewrite(core.Id, _ => "rotten"u8.ToArray());
        var again = _silo.Awaken(core.Id);
        Assert.Contains("could not be read", Assert.IsType<GrainFaulted>(Assert.Single(again.Last!.Effects)).Error);
        var record = again.Hear(Toys.Word("add 5"), _time.NowMs);
        _silo.Committer.Step(0);
        Assert.True(record.Ticket.Safe.IsCompletedSuccessfully);
        _silo.Leave(again);
        Assert.Equal(5, Toy.Of(((GrainCore<PlaceState>)_silo.Awaken(core.Id)).Now).Sum);
    }

    [Fact] public void The_silos_clock_never_goes_back()
    {
        var now = _silo.NowMs;
        _time.Pass(-10_000);
        Assert.Equal(now, _silo.NowMs);
    }

    private sealed class FromNothing : IGrainRescue
    {
        public GrainRow Rescue(Subject id, GrainRow? damaged, long nowMs) => new(id, damaged?.Version ?? 0, default, 0, default, damaged?.Had ?? []);
    }
}
