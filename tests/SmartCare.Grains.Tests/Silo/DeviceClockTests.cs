using SmartCare.Domain.Rules;
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

    [Fact] public void A_device_without_a_clock_says_no_time() => Assert.Null(_device.ByWatch(null));

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

    [Theory, InlineData(long.MaxValue), InlineData(long.MinValue)]
    public void Any_number_is_taken(long said) => Assert.Equal(Timing.WrongClock, TimingRule.Judge(_device.ByWatch(said), _watch.GetUtcNow(), Policy.Default));

    private void Step(TimeSpan by)
    {
        _wall.Step(by);
        _wall.Live(TimeSpan.FromSeconds(1));
        // As the due clock does four times a second.
        _watch.GetUtcNow();
    }

    /// <summary>How the watch takes what a device with the right time says of so long ago.</summary>
    private Timing Judge(TimeSpan ago = default) =>
        TimingRule.Judge(_device.ByWatch((_wall.Real - ago).ToUnixTimeMilliseconds()), _watch.GetUtcNow(), Policy.Default);
}
