using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Alarm, mute, alarm: someone turned the detector's sound off. The danger stands.</summary>
public sealed class MuteTests
{
    [Fact] public void A_mute_is_noted_on_the_alert() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=true silence=true", "→ fire open x1, note 'muted at smoke: the danger stands'");
    [Theory, InlineData("silence=true"), InlineData("muted=true"), InlineData("muted=local_mute"), InlineData("temporary_mute=ON"), InlineData("buzzer_manual_mute=1")]
    public void Every_makers_spelling_is_understood(string mute) =>
        Check($"09:00:00 smoke=true, 09:00:20 {mute}", "→ fire open x1, note 'muted at smoke: the danger stands'");
    [Fact] public void It_is_noted_once() =>
        Check("09:00:00 smoke=true, 09:00:20 smoke=true silence=true, 09:00:30 smoke=true silence=true", "→ fire open x1, note 'muted at smoke: the danger stands'");
    [Fact] public void A_mute_does_not_stop_the_escalation() =>
        Check("09:00:00 smoke=true, 09:00:20 silence=true, 09:01 end", "→ fire open x1 tier 2, note 'muted at smoke: the danger stands'");
    [Fact] public void Smoke_that_clears_while_muted_and_comes_back_is_a_new_event() =>
        Check("09:00:00 smoke=true, 09:00:20 silence=true, 09:00:30 smoke=false silence=true, 09:00:50 smoke=true silence=true",
            "→ fire open x2, cleared, announced twice, note 'muted at smoke: the danger stands'");
    [Fact] public void An_alarm_that_outlasts_its_mute_is_a_new_event() =>
        Check("09:00:00 smoke=true, 09:00:10 smoke=true silence=true, 09:00:20 smoke=true silence=false",
            "→ fire open x2, announced twice, note 'muted at smoke: the danger stands'");
    [Fact] public void Also_when_its_alert_was_resolved_while_it_was_muted() =>
        Check("09:00:00 smoke=true, 09:00:10 smoke=true silence=true, 09:00:20 resolve as false, 09:01 smoke=true silence=false",
            "→ fire open x2, reopened, announced twice, note 'muted at smoke: the danger stands'");
    [Fact] public void A_mute_that_ends_with_the_smoke_is_nothing_new() =>
        Check("09:00:00 smoke=true, 09:00:10 smoke=true silence=true, 09:00:20 smoke=false silence=false",
            "→ fire open x1, cleared, note 'muted at smoke: the danger stands'");
    [Fact] public void A_mute_without_a_danger_is_nothing() => Check("09:00 silence=true, 09:01 silence=false, 09:02 muted=normal", "→ nothing");
    [Fact] public void An_alarm_of_a_muted_detector_is_an_alarm() => Check("09:00 silence=true, 09:10 smoke=true silence=true", "→ fire open x1");
    [Fact] public void Gas_is_muted_like_smoke() =>
        Check("09:00:00 gas gas=true, 09:00:10 gas silence=true", "→ gas open x1, note 'muted at gas: the danger stands'");
    [Fact] public void A_mute_after_everybody_answered_opens_nothing() =>
        Check("09:00:00 smoke=true, 09:00:20 resolve as real, 09:00:30 smoke=true silence=true", "→ fire resolved x1 as real, resolved by duty, smoke still says so");

    [Theory, InlineData("normal", false), InlineData("", false), InlineData("OFF", false), InlineData("smoke_mute", true)]
    public void A_word_is_a_mute_unless_it_says_none(string word, bool muted) => Assert.Equal(muted, MuteRule.Says(ChannelValue.Of("muted", word)));

    private static void Check(string story, string expected) => StoryLines.Check("smoke", story, expected);
}
