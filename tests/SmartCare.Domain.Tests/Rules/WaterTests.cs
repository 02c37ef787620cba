using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Water that somebody lets run is a sign of life; that none runs is no sign of anything. Li (care level 1) may be silent for 6 h by day.</summary>
public sealed class WaterTests
{
    [Theory]
    [InlineData("tap flow=0.4"), InlineData("tap flow_rate=0.4"), InlineData("tap water_flow=6")]
    public void Water_that_runs_begins_the_silence_anew(string runs) => Check($"09:00 moves, 14:00 {runs}, 15:30 end", "→ nothing");
    [Fact] public void After_it_the_silence_is_as_long_as_ever() => Check("09:00 moves, 14:00 tap flow=0.4, 14:05 tap flow=0, 20:01 end", "→ inactivity open x1");
    [Fact] public void Water_that_does_not_run_is_no_sign() => Check("09:00 moves, 14:00 tap flow=0, 15:00:30 end", "→ inactivity open x1");
    [Fact] public void A_count_that_has_grown_is_a_sign() => Check("09:00 moves, 13:00 tap water_consumed=12.301, 14:00 tap water_consumed=12.34, 15:30 end", "→ nothing");
    [Fact] public void The_first_count_and_an_unchanged_one_are_none() =>
        Check("09:00 moves, 13:00 tap water_consumed=12.301, 14:00 tap water_consumed=12.301, 15:00:30 end", "→ inactivity open x1");
    [Fact] public void The_count_of_another_meter_is_none() => Check("09:00 moves, 13:00 tap water_consumed=12.3, 14:00 tap water_consumed=0.1, 15:00:30 end", "→ inactivity open x1");
    [Fact] public void A_leak_that_runs_on_is_a_sign_for_two_hours_and_no_longer() =>
        Check("08:00 moves, 09:00 tap flow=0.1, 10:00 tap flow=0.1, 11:00 tap flow=0.1, 12:00 tap flow=0.1, 14:00 tap flow=0.1, 16:00 tap flow=0.1, 17:01 end", "→ inactivity open x1");
    [Fact] public void A_count_that_grows_by_the_hour_is_neither() => Check(
        "08:00 moves, 08:30 tap water_consumed=1, 09:00 tap water_consumed=2, 10:00 tap water_consumed=3, 11:00 tap water_consumed=4, 12:00 tap water_consumed=5, "
        + "13:00 tap water_consumed=6, 14:00 tap water_consumed=7, 15:00 tap water_consumed=8, 16:00 tap water_consumed=9, 17:01 end", "→ inactivity open x1");
    [Fact] public void After_a_pause_it_counts_again() =>
        Check("08:00 moves, 09:00 tap flow=0.1, 12:30 tap flow=0.1, 13:00 tap flow=0, 14:00 tap flow=0.1, 19:30 end", "→ nothing");

    [Fact] public void A_tap_alone_watches_nobody() => Check("09:00 tap flow=1, 09:05 tap flow=0, +1d 09:00 end", "→ nothing", "tap");
    [Fact] public void A_silent_tap_does_not_blind_the_watch() => Check("09:00 moves, 09:01 tap breaks, 14:00 moves, 19:00 moves, 19:30 end", "→ nothing");
    [Fact] public void Water_takes_back_no_fall_for_a_machine_may_have_drawn_it() =>
        Check("09:00 moves, 09:05:00 band fall=impact, 09:05:20 tap flow=0.4, 09:05:31 end", "→ fall open x1", "motion tap band");
    [Fact] public void In_a_shared_room_it_is_nobodys() => Assert.Null(
        WatchStory.Of("roomtap", "09:00 roomtap flow=0, 14:00 roomtap flow=1", elders: [Dwelling.Elder(Dwelling.Zhao), Dwelling.Elder(Dwelling.Qian)])
            .Story.Elders[Dwelling.Zhao.Value].LastSignAt);

    private static void Check(string story, string expected, string devices = "motion tap") => WatchStory.Check(devices, story, expected);
}
