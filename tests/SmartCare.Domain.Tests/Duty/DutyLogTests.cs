using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Duty;

/// <summary>Hand-over (交接班), safety checks, tested devices.</summary>
public sealed class DutyLogTests
{
    private static readonly SafetyCheck s_doors = DutyHome.Plan.Checks[0], s_oxygen = DutyHome.Plan.Checks[1];

    [Fact]
    public void Who_leaves_signs_what_is_open_and_who_comes_signs_that_they_know_it()
    {
        var story = StoryLines.Play("call", "09:00 press, 09:01 resolve, 19:50 press, 19:55 smoke test=true smoke=true", DutyHome.With(DutyHome.Plan));
        Say(story, new SignHandover("li", false, "Wang did not sleep"));
        story.RunTo(story.Now.AddMinutes(5));
        Say(story, new SignHandover("wu", true, null));
        var board = story.Sites[Home.Site.Value].Board;
        var handover = Assert.Single(board.Handovers);
        Assert.Equal(("li", "wu", 3, 1), (handover.Outgoing, handover.Incoming, handover.Raised, handover.Open.Length));
        Assert.Equal((At("08:00"), At("19:55"), At("20:00")), (handover.Since, handover.OutgoingAt, handover.IncomingAt));
        Assert.Equal("smoke", Assert.Single(board.Tested).Device.Value);
        Say(story, new SignHandover("wu", false, null));
        Assert.Equal((At("19:55"), 0), (story.Sites[Home.Site.Value].Board.Handovers[^1].Since, story.Sites[Home.Site.Value].Board.Handovers[^1].Raised));
    }

    [Theory]
    [InlineData("li+", true), InlineData("li- li+", true), InlineData("li- wu-", true), InlineData("li- li-", false), InlineData("li- wu+ wu+", false)]
    [InlineData("li- wu+ zhou+", true), InlineData("li- wu+ wu- li+", false)]
    public void Two_people_sign_each_their_side(string signatures, bool refused)
    {
        var story = StoryLines.Play("call", "09:00 end", DutyHome.With(DutyHome.Plan));
        foreach (var signature in signatures.Split(' ')) Say(story, new SignHandover(signature[..^1], signature[^1] == '+', null));
        Assert.Equal(refused, story.Effects.OfType<Refused>().Any());
    }

    [Theory]
    [InlineData("2026-03-02T08:29", "2026-03-01T08:30"), InlineData("2026-03-02T08:30", "2026-03-02T08:30"), InlineData("2026-03-03T00:00", "2026-03-02T08:30")]
    public void A_daily_round_is_due_each_day(string now, string due) => Assert.Equal(Time(due), CheckRule.LastDue(s_doors, Time(now), "Etc/UTC"));

    [Theory]
    [InlineData("2026-03-02T08:59", "2026-02-23T09:00"), InlineData("2026-03-02T09:00", "2026-03-02T09:00"), InlineData("2026-03-08T23:00", "2026-03-02T09:00")]
    public void A_weekly_round_is_due_on_its_day(string now, string due) => Assert.Equal(Time(due), CheckRule.LastDue(s_oxygen, Time(now), "Etc/UTC"));

    [Theory, InlineData("2026-03-14T12:00", "2026-02-15T10:00"), InlineData("2026-03-15T10:00", "2026-03-15T10:00")]
    public void A_monthly_round_is_due_on_its_day(string now, string due) =>
        Assert.Equal(Time(due), CheckRule.LastDue(new SafetyCheck("m", "Month", CheckEvery.Month, new(10, 0), null, 15), Time(now), "Etc/UTC"));

    [Fact] public void On_the_day_on_which_summer_begins_the_round_is_due_at_its_hour() =>
        Assert.Equal(Time("2026-03-29T06:30"), CheckRule.LastDue(s_doors, Time("2026-03-29T06:40"), "Europe/Berlin"));

    [Fact]
    public void A_round_is_done_or_skipped_once_with_a_name_and_what_nobody_did_stands_in_the_handover()
    {
        var story = StoryLines.Play("call", "09:00 end", DutyHome.With(DutyHome.Plan));
        Say(story, new RecordCheck("doors", false, "li", null));
        Say(story, new RecordCheck("doors", false, "li", null));
        Assert.Empty(story.Effects.OfType<Refused>());
        Say(story, new RecordCheck("doors", true, "wu", "no key"));
        Say(story, new RecordCheck("nothing", false, "wu", null));
        Assert.Equal([Refusal.Conflict, Refusal.NotFound], story.Effects.OfType<Refused>().Select(r => r.Reason));
        Say(story, new SignHandover("li", false, null));
        // Tuesday's doors are done by nobody; on Wednesday morning that is past mending.
        story.RunTo(Story.Midnight.AddDays(2).AddHours(8.6));
        Say(story, new SignHandover("wu", false, null));
        Assert.Equal([[], ["doors"]], story.Sites[Home.Site.Value].Board.Handovers.Select(h => h.Missed));
    }

    private static void Say(Story story, CareMessage message) => story.Say(Subject.Of(Home.Site), message);

    private static DateTimeOffset At(string time) => Story.Midnight + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);
}
