using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>What moved to another shard is forgotten here, but for what people still have to answer.</summary>
public sealed class RetireTests
{
    private static readonly Subject s_wang = Subject.Of(Home.Wang);
    private readonly Story _outbox = new();

    [Fact]
    public void A_device_that_moved_leaves_nothing_behind()
    {
        var known = DeviceDecision.Decide(DeviceState.New, new Register(Home.Devices["call"]), Policy.Default, _outbox);
        Assert.Same(DeviceState.New, DeviceDecision.Decide(known, new Retire(), Policy.Default, _outbox));
    }

    [Fact]
    public void An_open_alert_is_answered_where_it_was_raised()
    {
        var need = new Need(AlertKind.Help, Home.Site, Home.Room, Home.Wang, DeviceId.Of("call"), "call", null, Late: false);
        var raised = WatchedDecision.Decide(WatchedState.New, s_wang, new NeedRaised(need), Policy.Default, _outbox);
        var moved = WatchedDecision.Decide(raised, s_wang, new Retire(), Policy.Default, _outbox);
        var id = Assert.Single(moved.Desk.Open).Id;
        var answer = new AlertCommand(id, AlertVerb.Resolve, "duty", Outcome.Real, null);
        Assert.Empty(WatchedDecision.Decide(moved, s_wang, answer, Policy.Default, _outbox).Desk.Open);
    }
}
