using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>Resolved, yet still burning: while the detector goes on saying so its alert shows it, and rings again.</summary>
public sealed class StillBurningTests
{
    [Theory]
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as false, 09:05 end", "→ fire resolved x1 as false, resolved by duty, smoke still says so")]
    // It lets go: the alert that is resolved shows that, too.
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as false, 09:04 smoke=false, 09:30 end", "→ fire resolved x1 as false, resolved by duty, cleared")]
    // Five minutes, for fire, gas and CO; also when not one more word comes, as of most battery detectors.
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as false, 09:05:30 end", "→ fire open x2, reopened, announced twice")]
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as false, 09:03 smoke=true battery=90, 09:05:40 smoke=true battery=89", "→ fire open x2, reopened, announced twice")]
    [InlineData("gas", "09:00 gas=true, 09:00:30 resolve as real, 09:03 gas=true battery=90, 09:05:30 end", "→ gas open x2, reopened, announced twice")]
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as test, 09:05:30 end", "→ fire resolved x1 as test, resolved by duty, note 'told by another alert' + fire open x1 (second)")]
    // Again and again, until somebody sees to it.
    [InlineData("smoke", "09:00 smoke=true, 09:00:30 resolve as false, 09:06 resolve as false, 09:11 end", "→ fire open x3, reopened, announced 3 times")]
    // Water and a cord may wait for half an hour.
    [InlineData("water", "09:00 water_leak=true, 09:00:30 resolve as other, 09:30 end", "→ water resolved x1 as other, resolved by duty, water still says so")]
    [InlineData("water", "09:00 water_leak=true, 09:00:30 resolve as other, 09:30:30 end", "→ water resolved x1 as other, resolved by duty, note 'told by another alert' + water open x1 (second)")]
    [InlineData("cord", "09:00 sos=true ts=09:00:00, 09:00:30 resolve as real, 09:10 alive, 09:20 end", "→ help resolved x1 as real, resolved by duty, cord still says so")]
    [InlineData("cord", "09:00 sos=true ts=09:00:00, 09:00:30 resolve as real, 09:10 sos=false ts=09:10:00, 09:20 alive, 09:31 end", "→ help resolved x1 as real, resolved by duty, cleared")]
    [InlineData("cord", "09:00 sos=true ts=09:00:00, 09:00:30 resolve as real, 09:10 alive, 09:20 alive, 09:30:30 end",
        "→ help resolved x1 as real, resolved by duty, note 'told by another alert' + help open x1 (second)")]
    // A button is pressed, not held.
    [InlineData("call", "09:00 press, 09:00:30 resolve as real, 09:10 alive, 09:20 alive, 09:31 end", "→ help resolved x1 as real, resolved by duty")]
    [InlineData("wearable", "09:00 sos=true ts=09:00:00, 09:00:30 resolve as real, 09:10 alive, 09:20 alive, 09:31 end", "→ help resolved x1 as real, resolved by duty")]
    public void A_detector_that_goes_on_is_seen_and_heard(string device, string story, string expected) => StoryLines.Check(device, story, expected);

    [Theory]
    // What the open alert says of who still sees it: the dialog asks before it is resolved.
    [InlineData("09:00 smoke smoke=true", "smoke")]
    [InlineData("09:00 smoke smoke=true, 09:01 smoke smoke=false", "")]
    [InlineData("09:00 smoke smoke=true, 09:00:10 smoke2 smoke=true", "smoke smoke2")]
    [InlineData("09:00 smoke smoke=true, 09:00:10 smoke2 smoke=true, 09:01 smoke smoke=false", "smoke2")]
    [InlineData("09:00 smoke smoke=true, 09:00:30 stop, 09:10 start, 09:20 end", "smoke")]
    [InlineData("09:00 call press", "")]
    public void The_open_alert_says_who_still_sees_it(string story, string expected) =>
        Assert.Equal(expected, string.Join(' ', StoryLines.Play("smoke", story).Effects.OfType<AlertChanged>().Last(c => c.Alert.State is not AlertState.Resolved).Alert.Still.Select(d => d.Value)));

    [Fact]
    public void A_detector_that_is_moved_no_longer_burns_where_it_was()
    {
        var story = StoryLines.Play("smoke", "09:00 smoke=true, 09:00:30 resolve as false");
        story.Say(Subject.Of(DeviceId.Of("smoke")), new Register(Home.Devices["smoke"] with { PlaceId = PlaceId.Of("store") }));
        story.RunTo(story.Now.AddMinutes(10));
        Assert.Equal("→ fire resolved x1 as false, resolved by duty, cleared", "→ " + StoryResult.Tell(story.Effects.Where(e => e is AlertChanged)));
    }
}
