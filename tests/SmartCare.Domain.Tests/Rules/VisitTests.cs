using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Regular visits (巡视探访): one every so many days, missed at six in the evening.</summary>
public sealed class VisitTests
{
    [Fact] public void A_visit_that_is_not_made_is_missed_at_six() => Check(2, "+2d 17:59 end, +2d 18:00:30 end", "→ fault open x1");
    [Fact] public void Until_then_there_is_time() => Check(2, "+2d 17:59 end", "→ nothing");
    [Fact] public void A_visit_gives_another_two_days() => Check(2, "+2d 10:00 visit well, +4d 17:59 end", "→ nothing");
    [Fact] public void The_hour_of_the_visit_does_not_matter() => Check(1, "10:00 visit well, +1d 17:00 visit well, +1d 19:00 visit well, +2d 17:59 end", "→ nothing");
    [Fact] public void A_late_visit_ends_the_alert_by_itself() => Check(2, "+2d 18:00:30 end, +2d 18:00:50 visit well", "→ fault resolved x1 as other, restored");
    [Fact] public void A_missed_visit_that_was_resolved_without_one_is_told_again_the_next_evening() =>
        Check(2, "+2d 18:00:30 resolve fault, +3d 17:59 end, +3d 18:00:30 end", "→ fault resolved x1 as real, resolved by duty + fault open x1 (second)");
    [Fact] public void Without_an_agreement_nobody_is_missed() => Check(null, "+9d 19:00 end", "→ nothing");
    [Fact] public void In_hospital_nobody_visits_at_home() => Check(2, "10:00 mode hospital, +5d 19:00 end", "→ nothing");
    [Fact] public void A_visit_is_a_sign_of_life() =>
        WatchStory.Check("motion", "09:00 moves, 14:00 visit well, 19:59 end", "→ nothing");
    [Fact] public void A_blind_watch_and_a_missed_visit_end_together() => WatchStory.Check("motion",
        "09:00 moves, 12:00 moves, 16:00 moves, 16:02 motion breaks, +1d 18:00:30 end, +1d 19:00 visit well, +1d 19:01 motion works, +1d 19:02 end",
        "→ fault resolved x2 as other, restored, cleared, announced twice", new CarePlan { VisitEveryDays = 1 });

    [Fact]
    public void The_last_twelve_visits_are_kept()
    {
        var story = WatchStory.Of("call", string.Join(", ", Enumerable.Range(0, 20).Select(day => $"+{day}d 10:00 visit day {day}")));
        Assert.Equal(12, story.Li.Visits.Length);
        Assert.Equal(("wu", "day 19"), (story.Li.Visits[^1].By, story.Li.Visits[^1].Note));
    }

    [Fact]
    public void An_agreement_made_today_is_due_from_today()
    {
        var story = WatchStory.Of("call", "+9d 10:00 end");
        story.Agree(new CarePlan { VisitEveryDays = 2 });
        story.Event("+11d 17:59 end");
        Assert.Equal("→ nothing", story.Result);
        story.Event("+11d 18:00:30 end");
        Assert.Equal("→ fault open x1", story.Result);
    }

    private static void Check(int? days, string story, string expected) => WatchStory.Check("call", "06:00 end, " + story, expected, new CarePlan { VisitEveryDays = days });
}
