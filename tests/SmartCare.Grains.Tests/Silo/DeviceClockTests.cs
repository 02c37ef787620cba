using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Grains.Tests.Support;

namespace SmartCare.Grains.Tests.Silo;

/// <summary>A press of now rings whatever the clocks say; what is old is believed of a device whose clock has agreed with the watch's.</summary>
public sealed class DeviceClockTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1), s_tenYears = TimeSpan.FromDays(3_652);

    private readonly SteppedTime _wall = new();
    private WatchClock _watch;
    private DeviceClock _device;

    public DeviceClockTests() => _device = new DeviceClock(_watch = new WatchClock(_wall, new MemoryCareStore().Open(1)));

    [Fact] public void A_device_without_a_clock_says_no_time() => Assert.Null(_device.ByWatch(null, out _));

    [Fact]
    public void What_is_old_is_old_once_the_clocks_have_agreed()
    {
        Assert.Equal(Timing.Now, Judge(25 * s_hour));
        Assert.Equal((Timing.Now, Timing.TooOld, Timing.Late), (Judge(), Judge(25 * s_hour), Judge(23 * s_hour)));
    }

    [Theory, InlineData(1), InlineData(-1), InlineData(87_648), InlineData(-87_648)]
    public void After_any_step_and_back_a_press_of_now_rings(double hours)
    {
        Assert.Equal(Timing.Now, Judge());
        foreach (var by in new[] { hours, -hours, hours, -hours })
        {
            Step(TimeSpan.FromHours(by));
            Assert.NotEqual(Timing.TooOld, Judge());
        }
    }

    /// <summary>The second time the wall only comes up to where the watch is already: no step of the watch's own.</summary>
    [Fact]
    public void A_clock_that_is_years_ahead_once_more_silences_nobody()
    {
        Step(s_tenYears);
        Step(-s_tenYears);
        Assert.Equal((Timing.Now, Timing.TooOld), (Judge(), Judge(25 * s_hour)));
        Step(s_tenYears);
        Assert.NotEqual(Timing.TooOld, Judge());
        Step(-s_tenYears);
        Assert.Equal((Timing.Now, Timing.TooOld), (Judge(), Judge(25 * s_hour)));
    }

    [Theory, InlineData(-3_652), InlineData(0), InlineData(3_652)]
    public void In_a_first_start_a_press_of_now_rings(int daysAhead)
    {
        _wall.Step(TimeSpan.FromDays(daysAhead));
        _device = new DeviceClock(_watch = new WatchClock(_wall, new MemoryCareStore().Open(1)));
        Assert.NotEqual(Timing.TooOld, Judge());
    }

    /// <summary>Each line is what the device says, a minute after the one before unless it says otherwise; <c>30d</c> is how old by its own clock.</summary>
    [Theory]
    // The clock jumps: the first press after it rings, and so does each that follows.
    [InlineData("now, now, 365d, 365d", "now, now, doubted, doubted")]
    [InlineData("now, 30d", "now, doubted")]
    [InlineData("now, 2000d, now, 2000d", "now, doubted, now, doubted")]
    // A battery was changed: it was away, but not then.
    [InlineData("now, +3h 365d", "now, doubted")]
    [InlineData("now, 8d, +5s 8d", "now, doubted, doubted")]
    // An offset that stays the same is the clock's, however small, and whoever's clock it is.
    [InlineData("now, 2d, 2d, 2d, 2d", "now, tooold, tooold, doubted, doubted")]
    [InlineData("8h, 8h, 8h, 8h, now", "late, late, doubted, doubted, now")]
    [InlineData("30d, 30d, 30d", "now, now, doubted")]
    [InlineData("now, 1h, 2h, 1h", "now, late, late, late")]
    // Seconds apart they are the same moment said again, not an offset.
    [InlineData("now, 2d, +1s 2d, +1s 2d, +1s 2d", "now, tooold, tooold, tooold, tooold")]
    // What waited in a buffer while the device was away, or a few days of it.
    [InlineData("now, +240h 9d, +1s 8d, +1s 6d, +1s 3d, +1s now", "now, tooold, tooold, tooold, tooold, now")]
    [InlineData("now, +240h now, +1s 9d, +1s 5d", "now, now, tooold, tooold")]
    [InlineData("now, 25h, 49h", "now, tooold, tooold")]
    // A buffer of weeks that nobody knew of: its first word rings, the rest is told faster than it happened.
    [InlineData("now, 30d, +1s 29d, +1s 28d, +1s 20d, +1s now", "now, doubted, tooold, tooold, tooold, now")]
    public void A_clock_that_jumped_is_told_from_a_buffer(string says, string expected)
    {
        var judged = new List<string>();
        foreach (var line in says.Split(", "))
        {
            var words = line.Split(' ');
            _wall.Live(words.Length > 1 ? Span(words[0].Trim('+')) : TimeSpan.FromMinutes(1));
            judged.Add(Judge(words[^1] == "now" ? default : Span(words[^1])).ToString().ToLowerInvariant());
        }

        Assert.Equal(expected, string.Join(", ", judged));
    }

    private static TimeSpan Span(string text) => int.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture) * (text[^1] switch
    {
        's' => TimeSpan.FromSeconds(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1),
    });

    [Theory, InlineData(long.MaxValue), InlineData(long.MinValue)]
    public void Any_number_is_taken(long said) => Assert.Equal(Timing.WrongClock, TimingRule.Judge(_device.ByWatch(said, out _), _watch.GetUtcNow(), Policy.Default));

    private void Step(TimeSpan by)
    {
        _wall.Step(by);
        _wall.Live(TimeSpan.FromSeconds(1));
        // As the due clock does four times a second.
        _watch.GetUtcNow();
    }

    /// <summary>How the watch takes what a device with the right time says of so long ago.</summary>
    private Timing Judge(TimeSpan ago = default)
    {
        var time = _device.ByWatch((_wall.Real - ago).ToUnixTimeMilliseconds(), out var isDoubted);
        return TimingRule.Judge(new Reading(DeviceId.Of("d"), time, 0, false, 0, []) { ClockDoubted = isDoubted }, _watch.GetUtcNow(), Policy.Default);
    }
}
