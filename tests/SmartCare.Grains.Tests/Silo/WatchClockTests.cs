using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Silo;

/// <summary>No step of the wall clock holds up the watch.</summary>
public sealed class WatchClockTests
{
    private static readonly DateTimeOffset s_now = SteppedTime.Start;

    private readonly SteppedTime _wall = new();

    [Theory, InlineData(-1.0 / 120), InlineData(-1), InlineData(-24), InlineData(-87_600)]
    public void A_clock_that_is_set_back_goes_on_counting(double hours)
    {
        var clock = Open();
        _wall.Step(TimeSpan.FromHours(hours));
        _wall.Live(TimeSpan.FromSeconds(61));
        Assert.Equal(s_now.AddSeconds(61), clock.GetUtcNow());
        Assert.Equal(-TimeSpan.FromHours(hours), clock.Ahead);
        Assert.Contains("set back", clock.Trouble, StringComparison.Ordinal);
        _wall.Step(TimeSpan.FromHours(-hours));
        Assert.Equal((s_now.AddSeconds(61), null, TimeSpan.Zero), (clock.GetUtcNow(), clock.Trouble, clock.Ahead));
        Assert.Null(clock.TakeJump());
    }

    [Fact]
    public void A_clock_that_goes_ahead_is_followed_and_told_once()
    {
        var clock = Open();
        _wall.Step(TimeSpan.FromHours(1));
        Assert.Equal(s_now.AddHours(1), clock.GetUtcNow());
        Assert.Contains("03:00:00 UTC to 2026-11-26 04:00:00 UTC", clock.TakeJump(), StringComparison.Ordinal);
        Assert.Equal((null, null, TimeSpan.Zero), (clock.TakeJump(), clock.Trouble, clock.Ahead));
    }

    [Fact]
    public void A_start_before_the_last_entry_of_the_journal_counts_on_from_there()
    {
        var clock = Open(s_now.AddYears(10));
        _wall.Live(TimeSpan.FromSeconds(61));
        Assert.Equal(s_now.AddYears(10).AddSeconds(61), clock.GetUtcNow());
        Assert.Contains("set back", clock.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_long_after_the_last_entry_is_told()
    {
        Assert.Contains("it went from", Open(s_now.AddDays(-31)).TakeJump(), StringComparison.Ordinal);
        Assert.Null(Open(s_now.AddDays(-29)).TakeJump());
    }

    [Fact]
    public void What_it_is_ahead_is_one_number_until_the_wall_steps_again()
    {
        var clock = Open();
        _wall.Step(TimeSpan.FromHours(-1));
        var ahead = clock.Ahead;
        for (var i = 0; i < 100; i++)
        {
            _wall.Live(TimeSpan.FromMilliseconds(7));
            _wall.Step(TimeSpan.FromMilliseconds(i % 5 - 2));
            Assert.Equal(ahead, clock.Ahead);
        }
    }

    private WatchClock Open(DateTimeOffset? last = null)
    {
        var store = new MemoryCareStore().Open(1);
        if (last is { } at)
            store.Commit(new CommitGroup(1, [], [], new JournalBatch(1, 1, 1, at.ToUnixTimeMilliseconds(), new byte[] { 0 })), seq => new NumberedRows([], seq));
        return new WatchClock(_wall, store);
    }
}
