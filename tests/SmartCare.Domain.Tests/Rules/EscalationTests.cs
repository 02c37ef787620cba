using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Nobody acknowledged in 60 s: the next tier is asked.</summary>
public sealed class EscalationTests
{
    [Fact] public void Before_a_minute_nobody_else_is_asked() => Check("09:00:00 press, 09:00:59 end", "→ help open x1");
    [Fact] public void After_a_minute_the_next_tier_is_asked() => Check("09:00:00 press, 09:01:00 end", "→ help open x1 tier 2");
    [Fact] public void It_is_asked_once() => Check("09:00:00 press, 09:14 end", "→ help open x1 tier 2");
    [Fact] public void Acknowledge_stops_it() => Check("09:00:00 press, 09:00:59 acknowledge, 09:10 end", "→ help acknowledged x1, acknowledged by duty");
    [Fact] public void Arriving_stops_it() => Check("09:00:00 press, 09:00:59 arrive, 09:10 end", "→ help arrived x1, arrived duty");
    [Fact] public void Resolving_stops_it() => Check("09:00:00 press, 09:00:59 resolve as false, 09:10 end", "→ help resolved x1 as false, resolved by duty");
    [Fact] public void A_note_does_not_stop_it() => Check("09:00:00 press, 09:00:30 note looking, 09:10 end", "→ help open x1 tier 2, note 'looking'");
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
