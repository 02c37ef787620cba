using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Tests.Fleet;

public sealed class TokenClockTests
{
    [Fact]
    public void Messages_are_due_evenly()
    {
        var clock = new TokenClock(50);
        for (var turn = 1; turn <= 100; turn++)
        {
            var due = clock.DueAt(TimeSpan.FromMilliseconds(turn * 20));
            Assert.Equal(1, due);
            clock.Take();
        }
    }

    [Fact]
    public void After_a_stall_half_a_second_is_made_up_for_and_the_rest_is_told()
    {
        var clock = new TokenClock(100);
        Assert.Equal(50, clock.DueAt(TimeSpan.FromSeconds(3)));
        Assert.Equal(250, clock.HeldBack);
        Assert.Equal(50, clock.DueAt(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_slow_rate_is_due_in_the_end() => Assert.Equal(1, new TokenClock(0.1).DueAt(TimeSpan.FromSeconds(10)));

    [Fact]
    public void Backoff_grows_is_bounded_and_starts_anew()
    {
        var backoff = new Backoff(Chance.Of(1));
        var waits = Enumerable.Range(0, 40).Select(_ => backoff.NextMs()).ToList();
        Assert.InRange(waits[0], 125, 250);
        Assert.All(waits.Skip(6), w => Assert.InRange(w, 1_000, 2_000));
        backoff.Reset();
        Assert.InRange(backoff.NextMs(), 125, 250);
    }
}
