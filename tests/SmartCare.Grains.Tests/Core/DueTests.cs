using SmartCare.Domain.Decisions;
using SmartCare.Grains.Core;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Core;

/// <summary>Due times are state: they outlive the activation that set them.</summary>
public sealed class DueTests
{
    private readonly Bench _bench = new();

    private int Rings => _bench.Ledger.Lines.Count(l => l.Contains("rang"));

    private int Faults => _bench.Ledger.Lines.Count(l => l.Contains("faulted"));

    [Fact] public void Before_its_time_nothing_happens()
    {
        _bench.Do("a", "wake 1000");
        _bench.Pass(999);
        _bench.Pulse();
        _bench.Run();
        Assert.Equal(0, Rings);
        _bench.Pass(1);
        _bench.Run();
        Assert.Equal(1, Rings);
    }

    [Theory, InlineData(0, 1_000), InlineData(1, 1_001), InlineData(9_999, 1_001), InlineData(10_000, 1_001)]
    public void A_time_between_two_milliseconds_is_due_at_the_later_one(long ticksPast, long dueMs) =>
        Assert.Equal(dueMs, GrainCore<PlaceState>.MsFrom(DateTimeOffset.FromUnixTimeMilliseconds(1_000).AddTicks(ticksPast)));

    [Fact] public void What_is_due_is_found_after_a_crash_and_rings_once()
    {
        _bench.Do("a", "wake 60000");
        _bench.Crash();
        _bench.Time.Pass(60_000);
        _bench.Live();
        Assert.Equal(1, Rings);
        _bench.Crash();
        _bench.Live();
        Assert.Equal(1, Rings);
    }

    [Fact] public void What_fell_due_while_the_silo_was_down_rings_at_once()
    {
        _bench.Do("a", "wake 1000");
        _bench.Time.Pass(3_600_000);
        _bench.Crash();
        _bench.Pulse();
        _bench.Run();
        Assert.Equal(1, Rings);
    }

    [Fact] public void What_is_due_is_decided_before_the_message_that_comes_with_it()
    {
        _bench.Do("a", "wake 1000");
        _bench.Time.Pass(1_000);
        var record = _bench.Do("a", "add 1");
        Assert.Equal(["rang", "a=1"], record.Effects.Select(e => e.ToString()!.Contains("rang") ? "rang" : "a=1"));
    }

    [Fact] public void What_a_message_makes_due_at_once_is_decided_with_it()
    {
        var record = _bench.Do("a", "wake 0");
        Assert.Contains("rang", Assert.Single(record.Effects).ToString());
        Assert.Null(_bench.Silo.Awaken(Toys.Id("a")).DueMs);
    }

    [Fact] public void A_time_that_was_moved_out_does_not_ring_early_and_one_that_was_moved_in_rings_once()
    {
        _bench.Do("a", "wake 1000");
        _bench.Do("a", "wake 5000");
        _bench.Pass(1_000);
        _bench.Run();
        Assert.Equal(0, Rings);
        _bench.Do("a", "wake 500");
        _bench.Pass(500);
        _bench.Run();
        Assert.Equal(1, Rings);
        _bench.Live(10);
        Assert.Equal(1, Rings);
    }

    [Fact] public void A_grain_that_leaves_its_due_time_in_the_past_is_asked_again_after_a_pause()
    {
        _bench.Do("a", "stay 1000");
        _bench.Pass(1_000);
        _bench.Run();
        Assert.Equal(1, Rings);
        Assert.Equal(_bench.NowMs + Limits.TickPauseMs, _bench.Silo.Awaken(Toys.Id("a")).DueMs);
        _bench.Live(5);
        Assert.InRange(Rings, 5, 6);
    }

    [Fact] public void A_tick_that_throws_rings_once_a_pause_and_holds_nobody_up()
    {
        _bench.Do("a", "trap 1000");
        _bench.Do("b", "wake 1000");
        _bench.Pass(1_000);
        _bench.Run();
        Assert.Equal((1, 1), (Faults, Rings));
        _bench.Live(3);
        Assert.InRange(Faults, 3, 4);
    }

    [Fact] public void A_row_with_letters_is_due_soon_and_no_longer_when_they_are_answered()
    {
        _bench.Say("a", "tell b add 1");
        _bench.Silo.Committer.Step(0);
        Assert.Empty(_bench.Writer.Due(_bench.NowMs + Limits.LettersDueMs - 1, 10));
        Assert.Equal([Toys.Id("a")], _bench.Writer.Due(_bench.NowMs + Limits.LettersDueMs, 10));
        _bench.Run();
        Assert.Empty(_bench.Writer.Due(long.MaxValue, 10));
    }
}
