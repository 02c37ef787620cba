using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Nobody acknowledged: phones, director and family, emergency list; acknowledged and nobody came: back up the chain.</summary>
public sealed class EscalationTests
{
    [Fact] public void Before_a_minute_nobody_else_is_asked() => Check("09:00:00 press, 09:00:59 end", "→ help open x1");
    [Fact] public void After_a_minute_the_next_tier_is_asked() => Check("09:00:00 press, 09:01:00 end", "→ help open x1 tier 2");
    [Fact] public void Each_tier_is_asked_once_in_its_time() => Check("09:00:00 press, 09:02:59 end", "→ help open x1 tier 2");
    [Fact] public void After_three_minutes_director_and_family() => Check("09:00:00 press, 09:03 end", "→ help open x1 tier 3");
    [Fact] public void After_six_minutes_the_emergency_list() => Check("09:00:00 press, 09:06 end", "→ help open x1 tier 4");
    [Fact] public void A_medium_need_waits_half_an_hour_for_the_director() =>
        Check("09:00:00 water water_leak=true, 09:29:59 end", "→ water open x1 tier 2");
    [Fact] public void And_goes_no_further() => Check("09:00:00 water water_leak=true, 10:04 end", "→ water open x1 tier 3");
    [Fact] public void Each_tier_gets_its_time_after_a_night_in_which_the_silo_was_down() =>
        Check("09:00:00 press, 09:00:10 stop, 10:00 start, 10:01:59 end", "→ help open x1 tier 2");
    [Fact] public void And_then_the_next_is_asked() => Check("09:00:00 press, 09:00:10 stop, 10:00 start, 10:02 end", "→ help open x1 tier 3");

    [Fact] public void The_last_tier_is_asked_again_every_five_minutes_for_two_hours()
    {
        var asked = StoryLines.Play("call", "09:00 press, 23:00 end").Effects.OfType<Domain.Decisions.AlertChanged>().Count(c => c.Alert.Kind is AlertKind.Help && c.Event.What is AlertStep.Escalated);
        Assert.Equal(3 + 24, asked);
    }

    [Theory]
    [InlineData("09:00:00 press, 09:00:30 acknowledge by li, 09:10:29 end", "→ help acknowledged x1, acknowledged by li")]
    [InlineData("09:00:00 press, 09:00:30 acknowledge by li, 09:10:30 end", "→ help open x1 tier 2, returned")]
    [InlineData("09:00:00 press, 09:00:30 acknowledge by li, 09:05 press, 09:10:30 end", "→ help open x2 tier 2, returned, announced twice")]
    [InlineData("09:00:00 press, 09:00:30 acknowledge by li, 09:08 arrive by li, 09:14 end", "→ help arrived x1, acknowledged by li, arrived li")]
    [InlineData("09:00:00 press, 09:00:30 acknowledge by li, 09:10:40 acknowledge by wu, 09:14 alive, 09:20:40 end", "→ help open x1 tier 3, returned x2")]
    [InlineData("09:00:00 smoke smoke=true, 09:00:30 acknowledge, 09:10:30 end", "→ fire open x1 tier 2, returned")]
    [InlineData("09:00:00 alive, 09:15:30 acknowledge, 12:00 end", "→ offline acknowledged x1, acknowledged by duty")]
    public void Who_acknowledged_and_did_not_come_is_not_waited_for(string story, string expected) => Check(story, expected);

    [Theory]
    [InlineData(AlertKind.Help, "30 90 - 600"), InlineData(AlertKind.Fire, "20 - 40 -"), InlineData(AlertKind.Water, "60 1800 - -")]
    public void A_site_may_have_its_own_delays(AlertKind kind, string expected)
    {
        var plan = new Domain.Duty.DutyPlan
        {
            Tiers = [new(null, Priority.High, 30, 90, null) { RepeatEveryS = 600 }, new(AlertKind.Fire, null, 20, null, 40)],
        };
        var ladder = EscalationRule.LadderOf(kind, AlertPriorities.Of(kind), plan, Policy.Default);
        TimeSpan?[] steps = [ladder.Second, ladder.Third, ladder.Fourth, ladder.Repeat];
        Assert.Equal(expected, string.Join(' ', steps.Select(t => t is { } s ? $"{s.TotalSeconds}" : "-")));
    }

    [Fact] public void Acknowledge_stops_it() => Check("09:00:00 press, 09:00:59 acknowledge, 09:10 end", "→ help acknowledged x1, acknowledged by duty");
    [Fact] public void Arriving_stops_it() => Check("09:00:00 press, 09:00:59 arrive, 09:10 end", "→ help arrived x1, arrived duty");
    [Fact] public void Resolving_stops_it() => Check("09:00:00 press, 09:00:59 resolve as false, 09:10 end", "→ help resolved x1 as false, resolved by duty");
    [Fact] public void A_note_does_not_stop_it() => Check("09:00:00 press, 09:00:30 note looking, 09:10 end", "→ help open x1 tier 4, note 'looking'");
    [Fact] public void A_second_press_does_not_put_it_off() => Check("09:00:00 press, 09:00:50 press, 09:01:00 end", "→ help open x2 tier 2, announced twice");
    [Fact] public void Coming_back_stops_it() => Check("09:00 radar alive, 09:05:30 radar alive, 09:10 end", "→ offline resolved x1 as other, restored");
    [Fact] public void A_fire_is_asked_on_too() => Check("09:00:00 smoke smoke=true, 09:01 end", "→ fire open x1 tier 2");
    [Fact] public void A_medium_need_is_asked_on_too() => Check("09:00:00 water water_leak=true, 09:01 end", "→ water open x1 tier 2");
    [Fact] public void A_low_priority_never_is() => Check("09:00 door battery=5, 10:04 end", "→ battery open x1");
    [Fact] public void What_fell_due_while_the_silo_was_down_is_asked_at_its_start() => Check("09:00:00 press, 09:00:10 stop, 10:00 start", "→ help open x1 tier 2");
    [Fact] public void Each_alert_has_its_own_minute() => Check("09:00:00 press, 09:00:30 smoke smoke=true, 09:01:00 end", "→ help open x1 tier 2 + fire open x1");
    [Fact] public void The_second_alert_of_a_kind_has_its_own_minute() => Check("09:00:00 press, 09:00:10 resolve, 09:00:50 press, 09:01:10 end",
        "→ help resolved x1 as real, resolved by duty + help open x1 (second)");

    [Theory]
    [InlineData(Priority.High, 60), InlineData(Priority.Medium, 60), InlineData(Priority.Low, null)]
    public void The_first_step_is_due(Priority priority, int? seconds) =>
        Assert.Equal(seconds is { } s ? Story.Midnight.AddSeconds(s) : null, EscalationRule.FirstDue(priority, Story.Midnight, Policy.Default));

    private static void Check(string story, string expected) => StoryLines.Check("call", story, expected);
}
