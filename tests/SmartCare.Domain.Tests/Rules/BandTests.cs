using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Heart 41-130, breath 9-24, room 12-35 °C: out of band for the whole hold time, without a gap in what is known.</summary>
public sealed class BandTests
{
    [Fact] public void Five_minutes_out_of_band_are_a_need() => Check(Minutes("09:00", 6, "bed heart_rate=135"), "→ vitals open x1");
    [Fact] public void Four_are_not() => Check(Minutes("09:00", 5, "bed heart_rate=135"), "→ nothing");
    [Fact] public void One_value_in_band_begins_anew() =>
        Check(Minutes("09:00", 4, "bed heart_rate=135") + "09:04 bed heart_rate=120, " + Minutes("09:05", 4, "bed heart_rate=135"), "→ nothing");
    [Fact] public void Also_between_two_words_a_minute_apart() =>
        Check(Minutes("09:00", 3, "bed heart_rate=135") + "09:02:30 bed heart_rate=100, " + Minutes("09:03", 4, "bed heart_rate=135"), "→ nothing");
    [Fact] public void Sparse_values_are_never_held() =>
        Check("09:00 bed heart_rate=135, 09:04 bed heart_rate=135, 09:08 bed heart_rate=135, 09:12 bed heart_rate=135, 09:20 end", "→ nothing");
    [Fact] public void Back_in_band_is_shown_and_closes_nothing() =>
        Check(Minutes("09:00", 6, "bed heart_rate=135") + "09:05:30 bed heart_rate=90, 09:05:56 bed heart_rate=90", "→ vitals open x1, cleared");
    [Fact] public void Too_slow_is_as_bad() => Check(Minutes("09:00", 6, "bed heart_rate=38"), "→ vitals open x1");
    [Fact] public void A_slow_breath_is_too() => Check(Minutes("09:00", 6, "bed breathing_rate=7"), "→ vitals open x1");
    [Fact] public void Zero_is_no_measurement() => Check(Minutes("09:00", 8, "bed heart_rate=0 breathing_rate=0"), "→ nothing");
    [Fact] public void A_cause_that_stands_after_resolve_is_told_again() =>
        Check(Minutes("09:00", 6, "bed heart_rate=135") + "09:05:30 resolve vitals, " + Minutes("09:06", 31, "bed heart_rate=135"),
            "→ vitals resolved x1 as real, resolved by duty + vitals open x1 (second)");
    [Fact] public void A_plan_may_have_bands_of_its_own()
    {
        var plan = new CarePlan { HeartRate = new Band(50, 100) };
        WatchStory.Check("bed", Minutes("09:00", 6, "bed heart_rate=105"), "→ vitals open x1", plan);
        WatchStory.Check("bed", Minutes("09:00", 6, "bed heart_rate=99"), "→ nothing", plan);
    }

    [Fact] public void A_home_that_stays_cold_is_shown() =>
        WatchStory.Check("motion climate", "08:00 moves, 09:00 climate temperature=10, 09:30 climate temperature=10.5, 10:00 climate temperature=9", "→ environment open x1");
    [Fact] public void An_open_window_is_not() =>
        WatchStory.Check("motion climate", "08:00 moves, 09:00 climate temperature=10, 09:30 climate temperature=10.5, 09:45 climate temperature=15, 10:00 climate temperature=10", "→ nothing");
    [Fact] public void A_sensor_that_speaks_twice_a_day_holds_nothing() =>
        WatchStory.Check("climate", "00:00 climate temperature=8, 12:00 climate temperature=8, 23:00 climate temperature=8", "→ nothing");
    [Fact] public void Warm_again_is_shown() =>
        WatchStory.Check("climate", "09:00 climate temperature=38, 10:00 climate temperature=38, 10:10 climate temperature=30", "→ environment open x1, cleared");

    [Fact] public void In_a_shared_room_the_radars_rates_are_about_the_room()
    {
        var story = WatchStory.Of("roomradar", Minutes("09:00", 6, "roomradar heart_rate=140"), elders: [Dwelling.Elder(Dwelling.Zhao), Dwelling.Elder(Dwelling.Qian)]);
        Assert.Equal("→ vitals open x1", story.Result);
        Assert.Null(Assert.Single(story.Story.Sites[Dwelling.Site.Value].Alerts.Open).ElderId);
    }

    [Fact] public void A_hold_that_turns_from_high_to_low_is_another()
    {
        var (hold, gap, at) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(3), Story.Midnight);
        var watch = default(BandWatch);
        foreach (var (minute, value, step) in new[] { (0, 150, BandStep.Nothing), (3, 150, BandStep.Nothing), (4, 30, BandStep.Nothing), (7, 30, BandStep.Nothing), (9, 30, BandStep.Raise), (10, 30, BandStep.Stand) })
        {
            (watch, var came) = BandRule.Judge(watch, value, value, new Band(41, 130), hold, gap, at.AddMinutes(minute));
            Assert.Equal((minute, step), (minute, came));
        }
    }

    private static string Minutes(string from, int count, string says) =>
        string.Concat(Enumerable.Range(0, count).Select(m => $"{TimeSpan.Parse(from, System.Globalization.CultureInfo.InvariantCulture) + TimeSpan.FromMinutes(m):hh\\:mm} {says}, "));

    private static void Check(string story, string expected) => WatchStory.Check("bed", story, expected);
}
