using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>A device or an elder moves to another site.</summary>
public sealed class MoveTests
{
    private static readonly SiteId s_riverside = SiteId.Of("riverside");
    private static readonly PlaceId s_home = PlaceId.Of("h001");

    [Fact]
    public void An_open_alert_is_answered_where_it_was_raised()
    {
        var story = StoryLines.Play("call", "09:00 press");
        var call = Home.Devices["call"] with { SiteId = s_riverside, PlaceId = s_home };
        story.Say(call.Subject, new Register(call));
        story.Say(Subject.Of(Home.Wang), new Register(new Elder(Home.Wang, s_riverside, s_home, "王", null, 1)));
        var id = Assert.Single(story.Sites[Home.Site.Value].Alerts.Open).Id;
        story.Say(Subject.Of(Home.Site), new AlertCommand(id, AlertVerb.Resolve, "duty", Outcome.Real, null));
        Assert.Empty(story.Sites[Home.Site.Value].Alerts.Open);
    }

    [Fact]
    public void The_next_press_calls_where_the_device_is_now()
    {
        var story = StoryLines.Play("call", "09:00 press");
        var call = Home.Devices["call"] with { SiteId = s_riverside, PlaceId = s_home };
        story.Say(call.Subject, new Register(call));
        story.Hear(new Domain.Readings.Reading(call.Id, null, 1, false, 0, [Domain.Readings.ChannelValue.Of("action", "single")]));
        Assert.Equal(s_home, Assert.Single(story.Sites[s_riverside.Value].Alerts.Open).PlaceId);
        Assert.Equal(1, Assert.Single(story.Sites[Home.Site.Value].Alerts.Open).Occurrences);
    }
}
