using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Decisions;

/// <summary>Devices that are put out of use, and elders who leave: nothing is raised for them, and no danger is swallowed.</summary>
public sealed class LeavingTests
{
    private static readonly Device s_smoke = Home.Devices["smoke"], s_call = Home.Devices["call"];

    [Fact]
    public void A_device_out_of_use_is_not_missed_and_what_was_said_of_it_is_over()
    {
        var story = StoryLines.Play("smoke", "09:00 smoke=false battery=3");
        Assert.Equal(AlertKind.Battery, Assert.Single(Open(story)).Kind);
        story.Say(s_smoke.Subject, new Register(s_smoke with { Archived = true }));
        Assert.Empty(Open(story));
        story.RunTo(Story.Midnight.AddDays(60));
        // Nobody tests the others either, and that is said of them.
        Assert.DoesNotContain(Open(story), a => a.DeviceId == s_smoke.Id);
        Assert.Contains(Open(story), a => a.DeviceId is not null);
    }

    [Fact]
    public void A_danger_that_it_tells_of_rings_once_at_its_site_and_not_as_a_fire_of_the_room()
    {
        var story = StoryLines.Play("smoke", "09:00 smoke=false");
        story.Say(s_smoke.Subject, new Register(s_smoke with { Archived = true }));
        Say(story, s_smoke, "smoke", true);
        Say(story, s_smoke, "smoke", true);
        var alert = Assert.Single(Open(story));
        Assert.Equal((AlertKind.System, 1, s_smoke.Id), (alert.Kind, alert.Occurrences, alert.DeviceId));
        Say(story, s_smoke, "smoke", false);
        Say(story, s_smoke, "smoke", true);
        Assert.Equal(2, Assert.Single(Open(story)).Occurrences);
        // In use again its word counts from the first on.
        story.Say(s_smoke.Subject, new Register(s_smoke));
        Say(story, s_smoke, "smoke", true);
        Assert.Contains(Open(story), a => a.Kind is AlertKind.Fire);
    }

    [Theory, InlineData("smoke", "smoke=true"), InlineData("cord", "sos=true")]
    public void What_it_went_on_saying_rings_no_more_once_it_is_out_of_use(string device, string says)
    {
        var story = StoryLines.Play(device, $"09:00 {says}, 09:00:30 resolve as real");
        story.Say(Home.Devices[device].Subject, new Register(Home.Devices[device] with { Archived = true }));
        story.RunTo(story.Now.AddHours(3));
        Assert.DoesNotContain(Open(story), a => a.Kind is AlertKind.Fire or AlertKind.Help);
    }

    [Fact]
    public void A_press_of_a_button_in_a_drawer_rings_and_names_no_elder()
    {
        var story = StoryLines.Play("call", "09:00 battery=90");
        story.Say(s_call.Subject, new Register(s_call with { Archived = true }));
        story.Hear(new Reading(s_call.Id, null, 1, false, 0, [ChannelValue.Of("action", "single")]));
        var alert = Assert.Single(Open(story));
        Assert.Equal((AlertKind.System, null), (alert.Kind, alert.ElderId));
    }

    [Fact]
    public void A_fall_that_was_suspected_when_the_radar_was_put_out_of_use_rings()
    {
        var story = StoryLines.Play("radar", "09:00 fall=suspected");
        story.Say(Home.Devices["radar"].Subject, new Register(Home.Devices["radar"] with { Archived = true }));
        Assert.Contains(Open(story), a => a.Kind is AlertKind.Fall);
    }

    [Fact]
    public void Who_was_discharged_is_watched_by_nobody_and_watched_again_from_the_day_of_coming_back()
    {
        var story = new Story();
        var li = Dwelling.Elder(Dwelling.Li, new CarePlan { QuietHours = 4, VisitEveryDays = 1 });
        story.Say(Subject.Of(Dwelling.Site), new Register(new Site(Dwelling.Site, "河畔", "Riverside", "Etc/UTC")));
        story.Say(Subject.Of(Dwelling.Home), new Register(new Place(Dwelling.Home, Dwelling.Site, "1", PlaceKind.Dwelling)));
        story.Say(li.Subject, new Register(li));
        story.Say(Dwelling.Devices["motion"].Subject, new Register(Dwelling.Devices["motion"]));
        Say(story, Dwelling.Devices["motion"], "occupancy", true);
        var gone = li with { Ledger = li.Ledger with { DischargedOn = new(2026, 3, 2) } };
        story.Say(li.Subject, new Register(gone));
        Assert.Empty(story.Sites[Dwelling.Site.Value].Households);
        var before = story.Now;
        Say(story, Dwelling.Devices["motion"], "occupancy", false);
        story.RunTo(before.AddMinutes(50));
        Assert.DoesNotContain(story.Sites[Dwelling.Site.Value].Alerts.Open, a => a.ElderId == li.Id);
        story.RunTo(before.AddDays(3));
        Assert.DoesNotContain(story.Sites[Dwelling.Site.Value].Alerts.Open, a => a.ElderId == li.Id);

        story.Say(li.Subject, new Register(li));
        Say(story, Dwelling.Devices["motion"], "occupancy", true);
        for (var minutes = 0; minutes < 600; minutes += 30)
        {
            story.RunTo(story.Now.AddMinutes(30));
            Say(story, Dwelling.Devices["motion"], "occupancy", false);
        }

        Assert.Contains(story.Sites[Dwelling.Site.Value].Alerts.Open, a => a.Kind is AlertKind.Inactivity && a.ElderId == li.Id);
    }

    private static IReadOnlyList<Alert> Open(Story story) => story.Sites[Home.Site.Value].Alerts.Open;

    private static void Say(Story story, Device device, string channel, bool value) =>
        story.Hear(new Reading(device.Id, null, value ? 1UL : 2UL, false, 0, [ChannelValue.Of(channel, value)]));
}
