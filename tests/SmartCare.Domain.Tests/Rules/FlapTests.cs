using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>A device lost more than three times an hour: one alert in place of a dozen, until it is steady for half an hour.</summary>
public sealed class FlapTests
{
    private const string Thrice = "09:00 alive, 09:01 offline, 09:03 online, 09:04 offline, 09:06 online, 09:07 offline, 09:09 online";
    private const string Flapping = Thrice + ", 09:10 offline, 09:12 online";

    [Fact] public void Three_losses_are_one_alert_that_ends_itself_each_time() => Check(Thrice + ", 09:20 end",
        Lost, Found, Again, Found, Again, Found);
    [Fact] public void The_fourth_within_the_hour_is_flapping_and_stays_open() => Check(Flapping + ", 09:20 alive",
        Lost, Found, Again, Found, Again, Found, Open);
    [Fact] public void Further_short_losses_are_counted_and_not_announced() => Tail(
        Flapping + ", 09:13 offline, 09:15 online, 09:16 offline, 09:18 online, 09:19 offline, 09:21 online, 09:30 alive, 09:42 alive, 09:51 alive",
        "offline medium restored 'steady again for 30 min; it was lost 7 times'");
    [Fact] public void Steady_counts_from_its_last_return() => Tail(Flapping + ", 09:13 acknowledge, 09:26 alive, 09:40 alive, 09:41:59 alive", Open);
    [Fact] public void Steady_for_half_an_hour_it_ends_itself() => Tail(Flapping + ", 09:26 alive, 09:40 alive, 09:42 end",
        "offline medium restored 'steady again for 30 min; it was lost 4 times'");
    [Fact] public void A_loss_that_lasts_is_announced_again() => Tail(Flapping + ", 09:13 offline, 09:24 end",
        "offline medium repeated 'flapping, now away for 10 min; lost 5 times'");
    [Fact] public void Once_only() => Tail(Flapping + ", 09:13 offline, +1d 09:00 end", "offline medium repeated 'flapping, now away for 10 min; lost 5 times'");
    [Fact] public void A_loss_that_lasts_is_raised_also_when_someone_resolved_the_flapping() => Tail(Flapping + ", 09:12:30 resolve, 09:13 offline, 09:24 end",
        "offline medium raised 'flapping, now away for 10 min; lost 5 times'");
    [Fact] public void Short_losses_that_go_on_half_an_hour_after_someone_resolved_the_flapping_are_raised_again() => Tail(
        Flapping + ", 09:12:30 resolve, 09:20 offline, 09:22 online, 09:35 offline, 09:37 online, 09:43 offline, 09:45 online",
        "offline medium raised 'still flapping: lost 7 times'");
    [Fact] public void After_that_it_begins_anew() => Tail(Flapping + ", 09:26 alive, 09:40 alive, 09:42:30 offline, 09:44 online",
        "offline medium restored 'speaks again'");
    [Fact] public void Four_losses_in_more_than_an_hour_are_no_flapping() => Tail(
        "09:00 alive, 09:01 offline, 09:03 online, 09:15 offline, 09:17 online, 09:30 offline, 09:32 online, 09:45 alive, 09:59 alive, 10:02 offline, 10:03:30 online",
        "offline medium restored 'speaks again'");
    [Fact] public void A_restart_gives_it_its_half_hour_again() => Tail(Flapping + ", 09:20 stop, 09:30 start, 09:44 alive, 09:58 alive, 09:59:59 alive", Open);

    private const string Lost = "offline medium raised 'connection lost'", Again = "offline medium reopened 'connection lost'",
        Found = "offline medium restored 'speaks again'", Open = "offline medium reopened 'flapping: lost 4 times in 60 min'";

    private static void Check(string story, params string[] expected) => StoryNotes.Check("call", story, expected);

    /// <summary>Only the last line is compared.</summary>
    private static void Tail(string story, string expected) => Assert.Equal(expected, StoryNotes.Of("call", StoryLines.Play("call", story))[^1]);
}
