using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Home, away, asleep, in hospital, visitors: said by a person, or concluded from the door.</summary>
public sealed class ModeTests
{
    private const string Morning = "08:00 door contact=true, 09:00 moves, 09:05:00 opens, 09:05:10 closes, ";

    [Fact] public void Who_went_out_is_not_missed_by_day() => Check(Morning + "21:04 end", "→ nothing");
    [Fact] public void Who_stays_out_for_twelve_hours_is() => Check(Morning + "21:05:40 end", "→ inactivity open x1");
    [Fact] public void With_full_care_after_eight() => WatchStory.Check("motion door", Morning + "17:04 end, 17:05:40 end", "→ inactivity open x1", careLevel: 3);
    [Fact] public void A_quarter_of_an_hour_after_the_door_she_is_away() => Assert.Equal(WatchMode.Away, After(Morning + "09:21 end"));
    [Fact] public void Before_that_she_is_at_home() => Assert.Equal(WatchMode.Home, After(Morning + "09:19 end"));
    [Fact] public void Who_is_seen_after_the_door_stayed() => Assert.Equal(WatchMode.Home, After(Morning + "09:08 moves, 12:00 end"));
    [Fact] public void Who_stayed_is_missed_by_day() => Check(Morning + "09:08 moves, 15:08:30 end", "→ inactivity open x1");
    [Fact] public void What_the_sensor_still_holds_on_to_is_not_staying() => Assert.Equal(WatchMode.Away,
        After("08:00 door contact=true, 09:04 motion occupancy=true, 09:05:00 opens, 09:05:10 closes, 09:06:30 motion occupancy=true, 09:07 motion occupancy=false, 09:30 end"));
    [Fact] public void Someone_in_sight_long_after_the_door_is() => Assert.Equal(WatchMode.Home,
        After("08:00 door contact=true, 09:04 motion occupancy=true, 09:05:00 opens, 09:05:10 closes, 09:11 motion occupancy=true, 09:30 end"));
    [Theory, InlineData("13:00 moves"), InlineData("13:00 opens"), InlineData("13:00 presses")]
    public void The_next_sign_brings_her_home(string sign) => Assert.Equal(WatchMode.Home, After(Morning + sign + ", 13:02 end"));
    [Fact] public void From_then_on_the_day_counts_again() => Check(Morning + "13:00 moves, 18:59 end, 19:00:30 end", "→ inactivity open x1");
    [Fact] public void Who_lies_in_bed_has_not_gone_out() => Assert.Equal(WatchMode.Home, After("08:00 bed in_bed=true, " + Morning + "12:00 end", "motion door bed"));
    [Fact] public void Without_a_motion_sensor_nobody_concludes_it() => Assert.Equal(WatchMode.Home, After("08:00 door contact=true, 09:05 opens, 12:00 end", "door bed"));

    [Fact] public void In_hospital_nothing_is_missed() => Check("09:00 moves, 09:30 mode hospital, +3d 09:00 end", "→ nothing");
    [Fact] public void Back_from_hospital_the_silence_begins_anew() => Check("09:00 moves, 09:30 mode hospital until +1d 10:00, +1d 15:59 end, +1d 16:00:30 end", "→ inactivity open x1");
    [Fact] public void A_sign_does_not_bring_anyone_back_from_hospital() => Assert.Equal(WatchMode.Hospital, After("09:00 moves, 09:30 mode hospital, 14:00 moves, 15:00 end"));
    [Fact] public void Who_says_that_she_goes_is_given_time_to_go() => Assert.Equal(WatchMode.Away, After("09:00 moves, 09:30 mode away, 09:40 moves, 12:00 end"));
    [Fact] public void Who_is_back_before_she_said_is_watched_again() => Assert.Equal(WatchMode.Home, After("09:00 moves, 09:30 mode away until +2d 09:00, 18:00 moves, 18:05 end"));
    [Fact] public void Said_to_be_asleep_she_may_lie_as_long_as_at_night() => Check("09:00 moves, 10:00 mode asleep until +1d 10:00, 23:59 end", "→ nothing");
    [Fact] public void But_not_longer() => Check("09:00 moves, 10:00 mode asleep until +1d 10:00, +1d 00:00:30 end", "→ inactivity open x1");
    [Fact] public void No_mode_is_for_good() => Check("09:00 moves, 10:00 mode visitors, 22:01 end", "→ nothing");
    [Fact] public void A_forgotten_mode_ends_by_itself() => Assert.Equal(WatchMode.Home, After("09:00 moves, 10:00 mode visitors, 22:01 end"));
    [Fact] public void A_mode_answers_the_alarm() => Check("09:00 moves, 15:00:30 mode hospital, 16:00 end", "→ inactivity open x1, cleared");
    [Fact] public void Home_again_is_said_in_one_word() => Assert.Equal(WatchMode.Home, After("09:00 moves, 09:30 mode hospital, 10:00 mode home, 10:01 end"));

    private static WatchMode After(string story, string devices = "motion door call") => WatchStory.Of(devices, story).Li.Mode.Mode;

    private static void Check(string story, string expected) => WatchStory.Check("motion door", story, expected);
}
