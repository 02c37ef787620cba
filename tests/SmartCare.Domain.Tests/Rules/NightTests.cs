using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Not up in the morning, not back in bed at night, the door of an elder with dementia: each only as it was agreed.</summary>
public sealed class NightTests
{
    private const string Evening = "07:00 door contact=true, 07:30 moves, 13:00 moves, 18:00 moves, 21:00 moves, ", Bedtime = Evening + "21:30 bed in_bed=true, ";
    private static readonly CarePlan s_up = new() { UpBy = new TimeOnly(8, 0) };
    private static readonly CarePlan s_bed = new() { InBedBy = new TimeOnly(22, 0) };
    private static readonly CarePlan s_dementia = new() { Dementia = true };

    [Fact] public void Not_noticed_by_the_agreed_hour_is_a_need() => Check(s_up, "motion door", Evening + "+1d 08:00:30 end", "→ inactivity open x1");
    [Fact] public void Noticed_in_time_is_none() => Check(s_up, "motion door", Evening + "+1d 07:30 moves, +1d 13:00 end", "→ nothing");
    [Fact] public void A_walk_at_three_is_not_being_up() => Check(s_up, "motion door", Evening + "+1d 03:00 moves, +1d 08:00:30 end", "→ inactivity open x1");
    [Fact] public void Getting_up_late_is_shown() => Check(s_up, "motion door", Evening + "+1d 08:00:30 end, +1d 08:30 moves", "→ inactivity open x1, cleared");
    [Fact] public void In_bed_at_the_agreed_hour_is_not_up_though_the_room_moves() =>
        Check(s_up, "motion bed", Bedtime.Replace("07:00 door contact=true, ", "") + "+1d 07:30 moves, +1d 08:00:30 end", "→ inactivity open x1");
    [Fact] public void An_empty_bed_is_up() => Check(s_up, "motion bed", Bedtime.Replace("07:00 door contact=true, ", "") + "+1d 07:00 gets up, +1d 08:30 end", "→ nothing");
    [Fact] public void Nobody_is_missed_without_an_agreed_hour() => Check(CarePlan.Default, "motion bed", Bedtime.Replace("07:00 door contact=true, ", "") + "+1d 08:30 end", "→ nothing");
    [Fact] public void Who_is_away_is_not_missed_in_the_morning() => Check(s_up, "motion door", Evening + "21:30 mode away, +1d 08:30 end", "→ nothing");
    [Fact] public void After_an_outage_she_is_given_an_hour_to_be_noticed() =>
        Check(s_up, "motion door", Evening + "+1d 05:00 stop, +1d 07:50 start, +1d 08:49 end", "→ nothing");
    [Fact] public void After_that_hour_she_is_missed() =>
        Check(s_up, "motion door", Evening + "+1d 05:00 stop, +1d 07:50 start, +1d 08:50:30 end", "→ inactivity open x1");
    [Fact] public void An_outage_over_the_morning_asks_nobody_in_the_evening() =>
        Check(s_up, "motion door", Evening + "+1d 05:00 stop, +1d 16:00 start, +1d 18:00 end", "→ nothing");
    [Fact] public void The_next_morning_is_looked_at_again() =>
        Check(s_up, "motion door", Evening + "+1d 07:30 moves, +1d 13:00 moves, +1d 18:30 moves, +2d 08:00:30 end", "→ inactivity open x1");

    [Fact] public void Not_back_in_bed_after_the_agreed_time_is_a_need() =>
        Check(s_bed, "motion bed", Bed + "+1d 02:00 gets up, +1d 02:10 moves, +1d 02:44 end, +1d 02:45:30 end", "→ inactivity open x1");
    [Fact] public void Back_in_bed_in_time_is_none() => Check(s_bed, "motion bed", Bed + "+1d 02:00 gets up, +1d 02:10 moves, +1d 02:40 lies down, +1d 05:00 end", "→ nothing");
    [Fact] public void Never_in_bed_is_noticed_too() => Check(s_bed, "motion bed", "09:00 moves, 12:00 bed in_bed=false, 14:00 moves, 16:00 moves, 21:50 moves, 22:44 end, 22:45:30 end", "→ inactivity open x1");
    [Fact] public void Back_in_bed_later_is_shown() =>
        Check(s_bed, "motion bed", Bed + "+1d 02:00 gets up, +1d 02:10 moves, +1d 02:46 lies down", "→ inactivity open x1, cleared");
    [Fact] public void A_bed_that_was_off_line_is_believed_again_when_it_speaks() =>
        Check(s_bed, "motion bed", Bed + "+1d 01:00 gets up, +1d 01:05 moves, +1d 01:06 bed breaks, +1d 01:20 bed works, +1d 01:51 end, +1d 01:52 moves", "→ inactivity open x1");
    [Fact] public void With_dementia_it_is_wandering() => Check(
        s_bed with { Dementia = true }, "motion bed", Bed + "+1d 02:00 gets up, +1d 02:10 moves, +1d 02:45:30 end", "→ wandering open x1");
    [Fact] public void In_the_morning_the_bed_is_left() => Check(s_bed, "motion bed", Bed + "+1d 06:10 gets up, +1d 06:20 moves, +1d 09:00 end", "→ nothing");

    [Fact] public void The_door_at_night_calls_at_once() => Check(s_dementia, "motion door", Evening + "23:00 opens", "→ wandering open x1");
    [Fact] public void The_door_by_day_does_not() => Check(s_dementia, "motion door", Evening + "21:30 opens, 21:31 closes, 21:33 moves, 22:30 end", "→ nothing");
    [Fact] public void Without_dementia_it_does_not() => Check(CarePlan.Default, "motion door", Evening + "23:00 opens, 23:01 closes, 23:03 moves", "→ nothing");
    [Fact] public void Being_seen_inside_again_is_shown() => Check(s_dementia, "motion door", Evening + "23:00:00 opens, 23:00:20 closes, 23:00:40 moves", "→ wandering open x1, cleared");
    [Fact] public void Every_opening_is_told() => Check(s_dementia, "motion door", Evening + "23:00:00 opens, 23:00:20 closes, 23:00:40 opens", "→ wandering open x2, announced twice");
    [Fact] public void While_she_lies_in_bed_someone_else_opened() => Check(s_dementia, "motion door bed", Bedtime + "23:00 opens, 23:01 closes, 23:30 end", "→ nothing");
    [Fact] public void With_visitors_the_door_says_nothing() => Check(s_dementia, "motion door", Evening + "21:30 mode visitors, 23:00 opens", "→ nothing");
    [Fact] public void Out_by_day_and_not_back_calls_after_half_an_hour() =>
        Check(s_dementia, "motion door", Evening.Replace("21:00", "20:00") + "20:10 opens, 20:11 closes, 20:40 end, 20:41:30 end", "→ wandering open x1");
    [Fact] public void Back_in_time_does_not() => Check(s_dementia, "motion door", Evening.Replace("21:00", "20:00") + "20:10 opens, 20:11 closes, 20:35 opens, 20:36 closes, 20:37 moves, 21:30 end", "→ nothing");
    [Fact] public void The_next_outing_is_watched_like_the_first() => Check(s_dementia, "motion door",
        Evening + "23:00:00 opens, 23:00:20 closes, 23:00:40 moves, +1d 08:00 moves, +1d 12:00 opens, +1d 12:01 closes, +1d 12:32 end", "→ wandering open x2, cleared, announced twice");
    [Fact] public void Out_for_longer_than_agreed_only() => Check(
        s_dementia with { BackHomeMinutes = 120 }, "motion door", Evening.Replace("21:00", "19:00") + "19:10 opens, 19:11 closes, 21:10 end, 21:11:30 end", "→ wandering open x1");

    [Fact] public void A_shared_door_is_hers_only_while_her_own_bed_is_empty()
    {
        const string night = "22:00 roomdoor contact=true, 22:00 zhaobed in_bed=true, ";
        WatchStory.CheckRoom("roomdoor zhaobed", night + "23:00 roomdoor contact=false", "→ nothing", s_dementia);
        WatchStory.CheckRoom("roomdoor zhaobed", night + "22:59 zhaobed in_bed=false, 23:00 roomdoor contact=false", "→ wandering open x1", s_dementia);
        WatchStory.CheckRoom("roomdoor zhaocall", "22:00 roomdoor contact=true, 23:00 roomdoor contact=false", "→ nothing", s_dementia);
    }

    private const string Bed = "09:00 moves, 14:00 moves, 18:00 moves, 20:00 bed in_bed=false, 21:30 lies down, ";

    private static void Check(CarePlan plan, string devices, string story, string expected) => WatchStory.Check(devices, story, expected, plan);
}
