using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Fall sensor: suspected → confirmed, with a window of 30 s in which movement takes it back.</summary>
public sealed class FallTests
{
    [Fact] public void A_confirmed_fall_raises_at_once() => Check("09:00 fall=confirmed", "→ fall open x1");
    [Fact] public void A_suspected_fall_waits() => Check("09:00:00 fall=suspected, 09:00:29 end", "→ nothing");
    [Fact] public void A_suspected_fall_that_is_taken_back_in_time_calls_nobody() =>
        Check("09:00:00 fall=suspected, 09:00:29 fall=none, 09:05 end", "→ nothing; fall cancelled");
    [Fact] public void A_suspected_fall_that_is_not_taken_back_raises_once() =>
        Check("09:00:00 fall=suspected, 09:00:45 end", "→ fall open x1");
    [Fact] public void A_suspected_fall_that_is_confirmed_raises_at_once_and_once() =>
        Check("09:00:00 fall=suspected, 09:00:05 fall=confirmed, 09:00:45 end", "→ fall open x1");
    [Fact] public void A_confirmation_after_the_window_is_not_counted_twice() =>
        Check("09:00:00 fall=suspected, 09:00:40 fall=confirmed", "→ fall open x1");
    [Fact] public void A_repeated_suspicion_does_not_move_the_window() =>
        Check("09:00:00 fall=suspected, 09:00:20 fall=suspected, 09:00:31 end", "→ fall open x1");
    [Fact] public void A_repeated_suspicion_after_the_window_changes_nothing() =>
        Check("09:00:00 fall=suspected, 09:00:40 fall=suspected, 09:00:50 fall=confirmed", "→ fall open x1");
    [Fact] public void A_radar_that_is_less_sure_again_still_sees_the_same_fall() =>
        Check("09:00:00 fall=confirmed, 09:00:10 fall=suspected, 09:00:20 fall=confirmed, 09:00:50 end", "→ fall open x1");
    [Fact] public void Getting_up_after_the_window_is_shown_and_closes_nothing() =>
        Check("09:00:00 fall=suspected, 09:00:35 fall=suspected, 09:00:40 fall=none", "→ fall open x1, cleared");
    [Fact] public void A_cached_fall_is_not_a_new_one() => Check("09:00:00 fall=confirmed, 09:00:20 fall=confirmed presence=true", "→ fall open x1");
    [Fact] public void Getting_up_is_shown_and_closes_nothing() => Check("09:00:00 fall=confirmed, 09:00:20 fall=none", "→ fall open x1, cleared");
    [Fact] public void A_second_fall_is_counted() =>
        Check("09:00:00 fall=confirmed, 09:00:20 fall=none, 09:00:40 fall=confirmed", "→ fall open x2, cleared, announced twice");
    [Fact] public void A_second_suspicion_has_a_window_of_its_own() =>
        Check("09:00:00 fall=suspected, 09:00:10 fall=none, 09:01 fall=suspected, 09:01:29 fall=none, 09:05 end", "→ nothing; fall cancelled x2");
    [Fact] public void The_end_of_the_window_fires_though_the_silo_was_down() =>
        Check("09:00:00 fall=suspected, 09:00:10 stop, 09:10 start", "→ fall open x1");
    [Fact] public void A_suspicion_that_was_old_when_it_came_raises_marked_late() => Check("09:00:00 fall=suspected ts=-10m, 09:00:31 end", "→ fall open x1 late");
    [Fact] public void A_tested_fall_calls_nobody() => Check("09:00:00 fall=confirmed test=true, 09:02 end", "→ nothing; tested");

    [Theory]
    [InlineData("fall=true"), InlineData("fall_down_status=fall"), InlineData("fall_down_status=Fall"), InlineData("fall_status=falling")]
    [InlineData("fall_status=2"), InlineData("status=confirmed"), InlineData("status=fall")]
    public void Radars_spell_a_fall_in_many_ways(string says) => Check($"09:00 {says}", "→ fall open x1");
    [Theory, InlineData("fall_down_status=maybe_fall"), InlineData("fall=maybe"), InlineData("fall_status=1"), InlineData("status=suspected")]
    public void Radars_spell_a_suspicion_in_many_ways(string says) => Check($"09:00:00 {says}, 09:00:29 end", "→ nothing");
    [Theory, InlineData("fall_down_status=maybe_fall"), InlineData("fall=maybe"), InlineData("fall_status=1"), InlineData("status=suspected")]
    public void A_suspicion_in_any_spelling_becomes_a_fall(string says) => Check($"09:00:00 {says}, 09:00:31 end", "→ fall open x1");
    [Theory, InlineData("fall=false"), InlineData("fall=none"), InlineData("fall_down_status=no_fall"), InlineData("status=normal"), InlineData("fall_status=0"), InlineData("fall=null"), InlineData("status=online"), InlineData("fall=")]
    public void What_says_no_fall_raises_nothing(string says) => Check($"09:00 {says}, 09:01 end", "→ nothing");
    [Fact] public void Of_two_channels_in_one_message_the_worse_is_believed() =>
        Check("09:00:00 fall=confirmed fall_status=none, 09:00:20 fall=confirmed fall_status=none", "→ fall open x1");

    [Fact] public void A_fall_of_the_elders_own_radar_is_the_elders() => Assert.Equal(Home.Wang, Play("09:00 radar fall=confirmed").ElderId);
    [Fact] public void A_fall_under_a_rooms_radar_is_the_rooms() => Assert.Null(Play("09:00 roomradar fall=confirmed").ElderId);
    [Fact] public void A_word_that_is_not_known_is_a_suspicion() => Assert.Equal(FallPhase.Suspected, FallRule.PhaseOf(ChannelValue.Of("fall", "perhaps")));

    [Theory, InlineData("09:00:00 fall=suspected clip=https://cam/1, 09:00:31 end"), InlineData("09:00:00 fall=suspected clip=https://cam/1, 09:00:05 fall=confirmed, 09:00:31 end")]
    [InlineData("09:00:00 fall=confirmed clip=https://cam/1, 09:00:31 end"), InlineData("09:00:00 fall=suspected clip=https://cam/0, 09:00:05 fall=confirmed clip=https://cam/1")]
    public void What_a_camera_saw_is_told_with_the_fall(string story) =>
        Assert.Equal("https://cam/1", Phrase.Read(StoryLines.Play("radar", story).Effects.OfType<AlertChanged>().Single().Event.Note)!.Single(p => p.Code == ClipRule.Code).Values[ClipRule.Link]);

    [Fact] public void What_was_seen_of_a_fall_that_was_taken_back_is_not_told_of_the_next() =>
        Assert.DoesNotContain("cam", StoryLines.Play("radar", "09:00:00 fall=suspected clip=https://cam/1, 09:00:10 fall=none, 09:01:00 fall=suspected, 09:01:31 end").Effects.OfType<AlertChanged>().Single().Event.Note!);

    private static Alert Play(string story) => StoryLines.Play("radar", story).Effects.OfType<AlertChanged>().Single().Alert;

    private static void Check(string story, string expected) => StoryLines.Check("radar", story, expected);
}
