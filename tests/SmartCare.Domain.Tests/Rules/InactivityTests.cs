using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>No sign of life for longer than usual at this hour: 6 h by day, until 9 in the morning when it began in the evening (care level 1).</summary>
public sealed class InactivityTests
{
    [Fact] public void Six_hours_without_a_sign_by_day_call_for_someone() => Check("09:00 moves, 15:00:30 end", "→ inactivity open x1");
    [Fact] public void A_minute_less_does_not() => Check("09:00 moves, 14:59 end", "→ nothing");
    [Fact] public void Any_sign_begins_the_silence_anew() => Check("09:00 moves, 14:00 moves, 19:30 moves, +1d 08:00 moves", "→ nothing");
    [Fact] public void A_call_is_a_sign_of_life() => Check("09:00 moves, 14:00 presses, 14:00:30 resolve help, 19:59 end", "→ help resolved x1 as real, resolved by duty");
    [Fact] public void Water_or_warmth_that_only_lasts_is_none() => Check("09:00 moves, 12:00 climate temperature=20, 15:00:30 end", "→ inactivity open x1", "motion climate");
    [Fact] public void A_sensor_that_repeats_its_cached_state_is_none() =>
        Check("09:00 moves, 12:00 motion occupancy=false, 14:00 motion occupancy=false, 15:00:30 end", "→ inactivity open x1");
    [Fact] public void Someone_who_stays_in_sight_is_there() =>
        Check("09:00 motion occupancy=true, 11:00 motion occupancy=true, 13:00 motion occupancy=true, 17:00 motion occupancy=true, 22:00 end", "→ nothing");
    [Theory, InlineData(1, "14:59", "15:00:30"), InlineData(2, "13:59", "14:00:30"), InlineData(3, "12:59", "13:00:30")]
    public void More_care_waits_less(int careLevel, string still, string over)
    {
        WatchStory.Check("motion", $"09:00 moves, {still} end", "→ nothing", careLevel: careLevel);
        WatchStory.Check("motion", $"09:00 moves, {over} end", "→ inactivity open x1", careLevel: careLevel);
    }

    [Fact] public void A_night_may_last_until_nine() => Check("09:00 moves, 14:00 moves, 17:00 moves, 21:00 moves, +1d 08:59 end", "→ nothing");
    [Fact] public void A_night_that_lasts_longer_is_a_need() => Check("09:00 moves, 14:00 moves, 17:00 moves, 21:00 moves, +1d 09:00:30 end", "→ inactivity open x1");
    [Fact] public void Silence_that_began_by_day_is_not_given_the_night() => Check("09:00 moves, 14:30 moves, 20:30:30 end", "→ inactivity open x1");
    [Fact] public void Silence_by_day_is_not_given_what_was_left_of_the_night() =>
        Check("09:00 moves, 14:00 moves, 19:00 moves, +1d 03:30 moves, +1d 09:30:30 end", "→ inactivity open x1");
    [Fact] public void The_hours_are_those_of_the_sites_clock() =>
        Assert.Equal("→ nothing", WatchStory.Of("motion", "06:00 moves, 11:00 moves, 13:00 moves, +1d 00:59 end", timeZone: "Asia/Shanghai").Result);

    [Fact] public void A_sign_after_the_alarm_is_shown_and_closes_nothing() => Check("09:00 moves, 15:00:30 end, 15:00:40 motion occupancy=true", "→ inactivity open x1, cleared");
    [Fact] public void The_next_silence_is_counted() => Check("09:00 moves, 15:00:30 end, 15:02 moves, 21:02:30 end", "→ inactivity open x2, cleared, announced twice");
    [Fact] public void Silence_that_goes_on_after_it_was_resolved_is_told_again_after_half_a_day() =>
        Check("09:00 moves, 15:00:30 resolve inactivity, +1d 02:59 end, +1d 03:00:30 end", "→ inactivity resolved x1 as real, resolved by duty + inactivity open x1 (second)");

    [Fact] public void A_home_without_a_motion_sensor_is_not_watched() => Check("09:00 opens, 09:01 closes, 23:00 end", "→ nothing", "door call");
    [Fact] public void A_sensor_that_never_spoke_sees_nobody() => Assert.Equal("→ nothing", Silent().Result);
    [Fact] public void A_silent_sensor_is_no_silent_elder_but_a_blind_watch() => Check("09:00 moves, 09:02 motion breaks, 12:00 end", "→ fault open x1");
    [Fact] public void A_blind_watch_that_sees_again_says_so_and_begins_anew() =>
        Check("09:00 moves, 09:02 motion breaks, 12:00 motion works, 17:58 end", "→ fault resolved x1 as other, restored");
    [Fact] public void A_gateway_that_restarts_blinds_nobody() => Check("09:00 moves, 09:01 motion availability=x, 09:20 end", "→ nothing");
    [Fact] public void With_a_second_eye_the_watch_is_not_blind() =>
        Check("09:00 moves, 09:02 motion breaks, 12:00 radar presence=true, 12:01 radar presence=false, 14:00 end", "→ nothing", "motion radar");

    [Fact] public void After_a_restart_silence_counts_from_our_own_listening() => Check("09:00 moves, 09:30 stop, 16:00 start, 21:59 end", "→ nothing");
    [Fact] public void After_a_restart_the_same_time_passes() => Check("09:00 moves, 09:30 stop, 12:00 start, 18:00:30 end", "→ inactivity open x1");
    [Fact] public void A_buffered_sign_counts_for_when_it_was() => Check("09:00 moves, 14:00 motion occupancy=true ago=90, 18:29 end", "→ nothing");
    [Fact] public void A_buffered_sign_is_no_sign_of_now() => Check("09:00 moves, 14:00 motion occupancy=true ago=90, 18:30:30 end", "→ inactivity open x1");

    [Fact] public void In_a_shared_room_nobody_is_watched_without_a_plan() =>
        WatchStory.CheckRoom("roomradar roomdoor zhaocall qiancall zhaobed", "09:00 zhaobed in_bed=true, 09:05 roomradar presence=true, +1d 09:00 end", "→ nothing");
    [Fact] public void In_a_shared_room_with_a_plan_only_her_own_devices_are_her_signs() => WatchStory.CheckRoom(
        "roomradar zhaobed", "09:00 zhaobed in_bed=true, 09:10 zhaobed in_bed=false, 12:00 roomradar presence=true, 14:09 end, 14:10:30 end", "→ inactivity open x1", new CarePlan { QuietHours = 5 });
    [Fact] public void An_elder_without_a_source_of_her_own_is_not_watched_even_with_a_plan() => WatchStory.CheckRoom(
        "roomradar roomdoor zhaocall", "09:00 roomradar presence=true, +1d 09:00 end", "→ nothing", new CarePlan { QuietHours = 5 });
    [Fact] public void A_plan_may_say_its_own_hours() => WatchStory.Check("motion", "07:30 moves, 09:00 moves, 11:00:30 end", "→ inactivity open x1", new CarePlan { QuietHours = 2 });
    [Fact] public void A_heart_that_beats_is_a_sign() =>
        Check("09:00 lies down, 11:00 bed heart_rate=60, 14:00 bed heart_rate=61, 19:00 end", "→ nothing", "bed");

    private static WatchStory Silent()
    {
        var story = WatchStory.Of("", "00:00 end");
        story.Say(Domain.Words.Subject.Of(Dwelling.Devices["motion"].Id), new Domain.Decisions.Register(Dwelling.Devices["motion"]));
        story.Event("+2d 00:00 end");
        return story;
    }

    private static void Check(string story, string expected, string devices = "motion call") => WatchStory.Check(devices, story, expected);
}
