using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What an elder's other devices say while a fall is suspected, and a bed that was left at night.</summary>
public sealed class PersonFallTests
{
    private const string Home = "radar motion door bed call band", Suspects = "09:00:00 moves, 09:05:00 band fall=impact, ";

    [Fact] public void An_impact_without_a_movement_is_a_fall() => Check(Suspects + "09:05:31 end", "→ fall open x1");
    [Theory, InlineData("motion occupancy=true"), InlineData("opens"), InlineData("lies down"), InlineData("radar presence=true")]
    public void Movement_that_another_device_sees_begin_takes_it_back(string movement) =>
        Check("08:00 door contact=true, 08:00 bed in_bed=false, " + Suspects + $"09:05:20 {movement}, 09:10 end", "→ nothing; fall cancelled");
    [Fact] public void A_presence_that_merely_lasts_does_not() =>
        Check("09:00 motion occupancy=true, 09:05:00 band fall=impact, 09:05:20 motion occupancy=true, 09:05:31 end", "→ fall open x1");
    [Fact] public void What_the_same_device_sees_does_not() =>
        Check("09:05:00 radar fall=suspected presence=false, 09:05:20 radar presence=true, 09:05:31 end", "→ fall open x1");
    [Fact] public void Leaving_the_bed_does_not_for_one_may_fall_out_of_it() =>
        Check("08:00 bed in_bed=true, " + Suspects + "09:05:01 gets up, 09:05:31 end", "→ fall open x1");
    [Fact] public void Movement_that_was_buffered_does_not() => Check(Suspects + "09:05:20 motion occupancy=true ago=30, 09:05:31 end", "→ fall open x1");
    [Fact] public void A_sensor_that_goes_on_suspecting_opens_another_window() =>
        Check(Suspects + "09:05:20 motion occupancy=true, 09:06:00 band fall=impact, 09:06:31 end", "→ fall open x1; fall cancelled");
    [Fact] public void A_confirmed_fall_is_not_taken_back_by_movement() =>
        Check("09:05:00 radar fall=confirmed, 09:05:20 motion occupancy=true, 09:05:22 band action=fine", "→ fall open x1");

    [Theory, InlineData("call action=fine"), InlineData("band action=cancel")]
    public void I_am_fine_takes_it_back_and_calls_nobody(string says) => Check(Suspects + $"09:05:20 {says}, 09:10 end", "→ nothing; fall cancelled");
    [Fact] public void I_am_fine_with_nothing_suspected_calls_nobody() => Check("09:00 call action=fine, 09:10 end", "→ nothing");
    [Fact] public void Any_other_press_is_a_call_also_while_a_fall_is_suspected() =>
        Check(Suspects + "09:05:20 call action=single, 09:05:31 end", "→ help open x1 + fall open x1");
    [Fact] public void The_neighbour_who_is_fine_takes_back_nothing() => WatchStory.CheckRoom(
        "roomradar zhaobed qiancall", "09:05:00 roomradar fall=suspected, 09:05:20 qiancall action=fine, 09:05:31 end", "→ fall open x1");
    [Fact] public void The_neighbours_steps_take_back_nothing() => WatchStory.CheckRoom(
        "roomradar zhaobed", "09:00 zhaobed in_bed=false, 09:05:00 roomradar fall=suspected, 09:05:20 zhaobed in_bed=true, 09:05:31 end", "→ fall open x1");

    private const string ToBed = "09:00 moves, 14:00 moves, 18:00 moves, 20:00 bed in_bed=false, 22:30 lies down, ";

    [Fact] public void A_bed_left_at_night_and_nobody_seen_is_a_fall() => Check(ToBed + "+1d 02:00 gets up, +1d 02:14:59 end, +1d 02:15:30 end", "→ fall open x1");
    [Fact] public void For_a_quarter_of_an_hour_it_is_a_walk() => Check(ToBed + "+1d 02:00 gets up, +1d 02:14:59 end", "→ nothing");
    [Fact] public void Who_is_seen_on_the_way_has_not_fallen() => Check(ToBed + "+1d 02:00 gets up, +1d 02:01 moves, +1d 03:00 end", "→ nothing");
    [Fact] public void Who_is_back_in_bed_has_not_fallen() => Check(ToBed + "+1d 02:00 gets up, +1d 02:10 lies down, +1d 03:00 end", "→ nothing");
    [Fact] public void A_bed_left_in_the_morning_is_no_fall() => Check(ToBed + "+1d 06:30 gets up, +1d 07:30 end", "→ nothing");
    [Fact] public void Without_an_eye_that_could_have_seen_her_nobody_can_say() => WatchStory.Check("bed call", ToBed.Replace("moves", "presses") + "+1d 02:00 gets up, +1d 03:00 end",
        "→ help open x3, announced 3 times");
    [Fact] public void In_a_shared_room_the_bed_alone_says_nothing_of_a_fall() => WatchStory.CheckRoom(
        "roomradar zhaobed", "22:00 zhaobed in_bed=true, +1d 02:00 zhaobed in_bed=false, +1d 04:00 end", "→ nothing");

    private static void Check(string story, string expected) => WatchStory.Check(Home, story, expected);
}
