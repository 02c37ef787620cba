using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Alerts;

/// <summary>open → acknowledged → arrived → resolved: who may do what, when.</summary>
public sealed class AlertLifecycleTests
{
    [Theory]
    [InlineData("acknowledge", "acknowledged"), InlineData("arrive", "arrived"), InlineData("resolve", "resolved")]
    [InlineData("acknowledge, 09:00:20 arrive", "arrived"), InlineData("acknowledge, 09:00:20 resolve", "resolved"), InlineData("arrive, 09:00:20 resolve", "resolved")]
    [InlineData("acknowledge, 09:00:20 arrive, 09:00:30 resolve", "resolved")]
    public void These_ways_lead_through_an_alert(string steps, string state)
    {
        var story = StoryLines.Play("call", $"09:00:00 press, 09:00:10 {steps}");
        Assert.Equal(state, Last(story).State.ToString().ToLowerInvariant());
        Assert.Empty(story.Effects.OfType<Refused>());
    }

    [Theory]
    [InlineData("acknowledge by li", "acknowledge by wu"), InlineData("arrive by li", "arrive by wu"), InlineData("arrive by li", "acknowledge by wu")]
    [InlineData("arrive by li", "acknowledge by li")]
    public void These_are_refused_as_a_conflict(string first, string second)
    {
        var story = StoryLines.Play("call", $"09:00:00 press, 09:00:10 {first}");
        var before = Last(story);
        story = StoryLines.Play("call", $"09:00:00 press, 09:00:10 {first}, 09:00:20 {second}");
        Assert.Equal(before, Last(story));
        Assert.Equal(Refusal.Conflict, Assert.Single(story.Effects.OfType<Refused>()).Reason);
    }

    [Theory]
    [InlineData("acknowledge by li", "acknowledge by li"), InlineData("arrive by li", "arrive by li"), InlineData("acknowledge by li, 09:00:15 arrive by wu", "acknowledge by li")]
    public void Doing_again_what_the_same_person_did_changes_nothing_and_is_no_error(string first, string again)
    {
        var before = StoryLines.Play("call", $"09:00:00 press, 09:00:10 {first}");
        var story = StoryLines.Play("call", $"09:00:00 press, 09:00:10 {first}, 09:00:20 {again}");
        Assert.Equal(before.Effects.Count, story.Effects.Count);
        Assert.Equal(Last(before), Last(story));
    }

    [Theory, InlineData("acknowledge"), InlineData("arrive"), InlineData("resolve as real"), InlineData("note late")]
    public void A_resolved_alert_is_no_longer_the_grains(string verb) =>
        StoryLines.Check("call", $"09:00:00 press, 09:00:10 resolve as test, 09:00:20 {verb}",
            "→ help resolved x1 as test, resolved by duty; refused: not found");

    [Theory, InlineData("real"), InlineData("false"), InlineData("test"), InlineData("drill"), InlineData("other")]
    public void Every_outcome_closes_an_alert(string outcome) =>
        StoryLines.Check("call", $"09:00:00 press, 09:00:10 resolve as {outcome} all well", $"→ help resolved x1 as {outcome}, resolved by duty, note 'all well'");

    [Theory]
    [InlineData("press, 09:00:10 press, 09:00:10 resolve knowing 1", "→ help open x2, announced twice; refused: conflict")]
    [InlineData("press, 09:00:10 press, 09:00:10 resolve knowing 1, 09:00:30 resolve knowing 2", "→ help resolved x2 as real, resolved by duty, announced twice; refused: conflict")]
    [InlineData("press, 09:00:10 press, 09:00:12 resolve knowing 2", "→ help resolved x2 as real, resolved by duty, announced twice")]
    [InlineData("press, 09:00:10 press, 09:00:12 resolve", "→ help resolved x2 as real, resolved by duty, announced twice")]
    public void A_press_that_nobody_has_seen_is_not_resolved_with_the_others(string steps, string expected) => StoryLines.Check("call", $"09:00:00 {steps}", expected);

    [Fact] public void A_note_changes_no_state_and_may_come_at_any_time() => StoryLines.Check("call",
        "09:00:00 press, 09:00:05 note one by family, 09:00:10 acknowledge, 09:00:15 note two, 09:00:20 arrive, 09:00:25 note three",
        "→ help arrived x1, acknowledged by duty, arrived duty, note 'one', note 'two', note 'three'");

    [Fact]
    public void Who_did_what_and_when_is_kept()
    {
        var alert = Last(StoryLines.Play("call", "09:00:00 press, 09:00:10 acknowledge by li, 09:02 arrive by wu, 09:09 resolve as real by wu"));
        Assert.Equal((At("09:00:00"), "li", At("09:00:10")), (alert.RaisedAt, alert.AcknowledgedBy, alert.AcknowledgedAt));
        Assert.Equal(("wu", At("09:02:00"), "wu", At("09:09:00")), (alert.ArrivedBy, alert.ArrivedAt, alert.ResolvedBy, alert.ResolvedAt));
    }

    [Fact]
    public void An_alert_names_who_and_where()
    {
        var alert = Last(StoryLines.Play("call", "09:00 press"));
        Assert.Equal((Home.Site, Home.Room, Home.Wang), (alert.SiteId, alert.PlaceId!.Value, alert.ElderId!.Value));
        Assert.Equal(("call", "call", Subject.Of(Home.Wang)), (alert.DeviceId!.Value.Value, alert.DeviceModel, alert.About));
    }

    [Fact] public void A_danger_is_the_rooms_and_nobodys_alone()
    {
        var alert = Last(StoryLines.Play("smoke", "09:00 smoke=true"));
        Assert.Equal((Subject.Of(Home.Room), null), (alert.About, alert.ElderId));
    }

    [Fact]
    public void A_need_is_answered_for_before_its_subject_is_registered()
    {
        var story = new Story();
        story.Say(Subject.Of(SiteId.Of("nowhere")), new NeedRaised(new Need(AlertKind.System, Subject.Of(SiteId.Of("nowhere")), SiteId.Of("nowhere"), null, null, null, null, "disk", false)));
        Assert.Equal("system open x1", StoryResult.Tell(story.Effects));
    }

    [Fact] public void A_reading_of_an_unknown_device_is_noted_and_raises_nothing()
    {
        var story = new Story();
        story.Hear(new(DeviceId.Of("stranger"), null, 1, false, 1, [Domain.Readings.ChannelValue.Of("action", "emergency")]));
        Assert.Equal("nothing; unknown device", StoryResult.Tell(story.Effects));
    }

    [Fact]
    public void The_kinds_have_these_priorities()
    {
        var lines = Enum.GetValues<AlertKind>().GroupBy(AlertPriorities.Of).OrderBy(g => g.Key).Select(g => $"{g.Key}: {string.Join(' ', g)}".ToLowerInvariant());
        Assert.Equal(["high: fire gas co help fall inactivity wandering system", "medium: water vitals offline fault", "low: environment battery tamper"], lines);
    }

    private static Alert Last(Story story) => story.Effects.OfType<AlertChanged>().Last().Alert;

    private static DateTimeOffset At(string time) => Story.Midnight + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
