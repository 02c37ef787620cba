using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>What moved to another site is forgotten here, but for what people still have to answer.</summary>
public sealed class RetireTests
{
    [Fact]
    public void A_device_that_moved_leaves_nothing_behind()
    {
        var outbox = new Story();
        var known = DeviceDecision.Decide(DeviceState.New, new Register(Home.Devices["call"]), Policy.Default, outbox);
        Assert.Same(DeviceState.New, DeviceDecision.Decide(known, new Retire(), Policy.Default, outbox));
    }

    [Fact]
    public void An_open_alert_is_answered_where_it_was_raised()
    {
        var story = StoryLines.Play("call", "09:00 press");
        story.Say(Subject.Of(DeviceId.Of("call")), new Retire());
        story.Say(Subject.Of(Home.Wang), new Retire());
        var id = Assert.Single(story.Sites[Home.Site.Value].Desk.Open).Id;
        story.Say(Subject.Of(Home.Site), new AlertCommand(id, AlertVerb.Resolve, "duty", Outcome.Real, null));
        Assert.Empty(story.Sites[Home.Site.Value].Desk.Open);
    }
}
