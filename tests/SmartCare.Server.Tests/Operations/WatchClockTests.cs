using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SmartCare.Grains.Store;
using SmartCare.Server.Operations;
using SmartCare.Server.Tests.Support;

namespace SmartCare.Server.Tests.Operations;

/// <summary>No step of the wall clock holds up the watch.</summary>
public sealed class WatchClockTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 3, 0, 0, TimeSpan.Zero);

    private readonly Wall _wall = new();

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

    [Fact]
    public async Task After_a_start_years_ahead_a_press_rings_counts_once_and_escalates_by_a_clock_that_runs()
    {
        var wall = new ShiftedTime();
        await using var host = await TestHost.StartAsync(services => services.AddKeyedSingleton<TimeProvider>(WatchClock.Wall, wall));
        wall.Advance(TimeSpan.FromDays(3_650));
        await host.PressAsync("call-101-1");
        await host.StopAsync();
        wall.Advance(TimeSpan.FromDays(-3_650));
        await host.StartAgainAsync();

        await using var screen = await host.WallAsync(after: 0);
        await screen.BeatAsync(b => b.ToString().Contains("clock: it was set back", StringComparison.Ordinal));
        await screen.AlertAsync(a => a.Kind == "system" && a.Alert.ToString().Contains("clock: it was set back", StringComparison.Ordinal));
        // The device's clock is right: its press is of now, and the same press sent again is no other.
        var press = $$"""{"action":"emergency","ts":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}}}""";
        await host.SayAsync("call-102-1", press);
        await host.SayAsync("call-102-1", press);
        var help = (await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-102-1", StringComparison.Ordinal))).Alert;
        Assert.Equal((1, false), (help.GetProperty("occurrences").GetInt32(), help.GetProperty("late").GetBoolean()));
        await host.SayAsync("call-103-1", """{"action":"emergency"}""");
        var later = (await screen.AlertAsync(a => a.Kind == "help" && a.Alert.ToString().Contains("call-103-1", StringComparison.Ordinal))).Alert;
        Assert.True(At(later, "raisedAt") > At(help, "raisedAt"), "Time stands still.");
        Assert.Equal(1, (await (await host.PersonAsync("duty")).GetAsync($"/api/alerts/{help.GetProperty("id").GetString()}"))["occurrences"].GetInt32());
    }

    private static DateTimeOffset At(System.Text.Json.JsonElement alert, string field) =>
        DateTimeOffset.Parse(alert.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);

    private WatchClock Open(DateTimeOffset? last = null)
    {
        var store = new MemoryCareStore().Open(1);
        if (last is { } at)
            store.Commit(new CommitGroup(1, [], [], new JournalBatch(1, 1, 1, at.ToUnixTimeMilliseconds(), new byte[] { 0 })), seq => new NumberedRows([], seq));
        return new WatchClock(_wall, store);
    }

    /// <summary>A wall clock that can be stepped beside the time that passes.</summary>
    private sealed class Wall : TimeProvider
    {
        private TimeSpan _lived, _stepped;

        public void Live(TimeSpan by) => _lived += by;

        public void Step(TimeSpan by) => _stepped += by;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _lived.Ticks;

        public override DateTimeOffset GetUtcNow() => s_now + _lived + _stepped;
    }
}
