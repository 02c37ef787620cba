using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Battery: low at 15 %, good again at 30 %, and nothing in between.</summary>
public sealed class BatteryTests
{
    [Fact] public void Fifteen_percent_is_low() => Check("09:00 battery=15", "→ battery open x1");
    [Fact] public void Sixteen_percent_is_not() => Check("09:00 battery=16", "→ nothing");
    [Fact] public void A_battery_that_says_low_is_low() => Check("09:00 battery_low=true", "→ battery open x1");
    [Fact] public void A_low_battery_is_one_alert_however_often_it_says_so() => Check("09:00 battery=15, 09:10 battery=14, 09:20 battery=9", "→ battery open x1");
    [Fact] public void A_cell_on_the_edge_does_not_ring_daily() => Check("09:00 battery=15, 09:10 battery=16, 09:20 battery=29, 09:30 battery=15", "→ battery open x1");
    [Fact] public void A_new_cell_closes_the_alert_by_itself() => Check("09:00 battery=10, 09:10 battery=30", "→ battery resolved x1 as other, restored");
    [Fact] public void A_battery_that_no_longer_says_low_is_good() => Check("09:00 battery_low=true, 09:10 battery_low=false", "→ battery resolved x1 as other, restored");
    [Fact] public void The_next_empty_cell_is_a_new_alert() =>
        Check("09:00 battery=10, 09:10 battery=100, 09:20 battery=10", "→ battery resolved x1 as other, restored + battery open x1 (second)");
    [Fact] public void Two_opinions_of_one_message_are_one_alert() =>
        Check("09:00 battery=12 battery_low=false, 09:10 battery=12 battery_low=false, 09:12 battery_low=false battery=12", "→ battery open x1");
    [Fact] public void A_flag_that_says_fine_does_not_undo_the_gap() =>
        Check("09:00 battery=15 battery_low=false, 09:10 battery=16 battery_low=false, 09:12 battery=15 battery_low=false", "→ battery open x1");
    [Fact] public void A_flag_that_says_low_is_believed_before_the_percent() =>
        Check("09:00 battery=100 battery_low=true, 09:10 battery=100 battery_low=true", "→ battery open x1");
    [Fact] public void A_flag_and_a_percent_in_turns_are_one_alert() =>
        Check("09:00 battery=12, 09:05 battery_low=false, 09:10 battery=12, 09:14 battery_low=false", "→ battery open x1");
    [Fact] public void A_low_battery_wakes_nobody() => Check("09:00 battery=10, 09:14 end", "→ battery open x1");
    [Fact] public void A_battery_of_no_number_says_nothing() => Check("09:00 battery=null, 09:01 battery=low", "→ nothing");
    [Fact] public void A_press_with_a_low_battery_is_both() => Check("09:00 press battery=10", "→ help open x1 + battery open x1");

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);
}
