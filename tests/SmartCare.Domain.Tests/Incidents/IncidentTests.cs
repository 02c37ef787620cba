using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Incidents;

/// <summary>Alerts of one cause are one: a lost gateway, a power cut, a fire, a flood. Never at the cost of a press, a fire or a fall.</summary>
public sealed class IncidentTests
{
    private readonly Story _story = new();

    private SiteState Site => _story.Sites[Home.Site.Value];

    [Fact]
    public void A_lost_gateway_is_one_alert_with_its_devices_inside()
    {
        Offline("gw");
        for (var i = 0; i < 300; i++) Offline($"d{i}", via: "gw");
        var alert = Assert.Single(Site.Alerts.Open);
        Assert.Equal(("gw", 300), (alert.About.Key, alert.Gathered));
        Assert.Equal(300, Site.Board.Held.Count(h => h.Under == Incident.IdOf(alert.Id)));
        Assert.Equal((IncidentKind.Gateway, null), (Assert.Single(Site.Board.Incidents).Kind, Site.Board.Incidents[0].EndedAt));
    }

    [Fact]
    public void Devices_that_were_missed_before_their_gateway_go_inside_too()
    {
        for (var i = 0; i < 5; i++) Offline($"d{i}", via: "gw");
        Offline("gw");
        Assert.Equal("gw", Assert.Single(Site.Alerts.Open).About.Key);
        Assert.Equal(5, Site.Board.Held.Length);
    }

    [Fact]
    public void A_lost_broker_is_one_alert_with_its_gateway_and_devices_inside()
    {
        var about = LostWay.Upstream(Home.Site, "gw");
        Offline("d0", via: "gw");
        _story.Say(Subject.Of(Home.Site), new NeedRaised(new Need(AlertKind.System, about, Home.Site, null, null, null, null, null, false)));
        for (var i = 1; i < 5; i++) Offline($"d{i}", via: "gw");
        Offline("gw");
        Offline("elsewhere", via: "gw2");
        Offline("gw2");
        Assert.Equal([about.Key, "gw2"], Site.Alerts.Open.Select(a => a.About.Key).Order().Reverse());
        Assert.Equal(6, Site.Alerts.Find(about, AlertKind.System)!.Gathered);

        // It is back, its devices are not: each rings on its own.
        _story.Say(Subject.Of(Home.Site), new NeedCleared(AlertKind.System, about, null, null, Ends: true));
        After(16);
        Assert.Contains(Site.Alerts.Open, a => a.About.Key == "gw");
    }

    [Fact]
    public void What_was_less_urgent_before_it_went_inside_is_so_when_it_comes_out()
    {
        Offline("door", via: "gw", priority: Priority.Low);
        Offline("gw");
        Back("gw");
        After(16);
        Assert.Equal(("door", Priority.Low), (Assert.Single(Site.Alerts.Open).About.Key, Site.Alerts.Open[0].Priority));
    }

    [Fact]
    public void A_fire_in_earnest_is_none_of_a_drill_elsewhere()
    {
        _story.Say(Subject.Of(Home.Site), new StartDrill(new Drill("practice", Home.Room, _story.Now.AddHours(1), "li")));
        Raise(AlertKind.Fire, "d1");
        _story.Say(Subject.Of(Home.Site), new NeedRaised(new Need(AlertKind.Fire, Subject.Of(PlaceId.Of("elsewhere")), Home.Site, PlaceId.Of("elsewhere"), null, DeviceId.Of("d2"), "smoke", null, false)));
        Assert.Equal([true, false], Site.Alerts.Open.Select(a => a.Drill));
        Assert.Empty(Site.Board.Incidents);
        // A second one in earnest is the first one's.
        _story.Say(Subject.Of(Home.Site), new NeedRaised(new Need(AlertKind.Fire, Subject.Of(PlaceId.Of("beside")), Home.Site, PlaceId.Of("beside"), null, DeviceId.Of("d3"), "smoke", null, false)));
        Assert.Equal(2, Assert.Single(Site.Board.Incidents).Alerts.Length);
    }

    [Theory, InlineData(AlertKind.Help), InlineData(AlertKind.Fire), InlineData(AlertKind.Fall), InlineData(AlertKind.Water), InlineData(AlertKind.Battery)]
    public void A_lost_gateway_hides_nothing_but_silence(AlertKind kind)
    {
        Offline("gw");
        Raise(kind, "d1", via: "gw");
        Assert.Contains(Site.Alerts.Open, a => a.Kind == kind);
    }

    [Fact]
    public void When_the_gateway_is_back_the_devices_that_stay_silent_ring_on_their_own()
    {
        Offline("gw");
        for (var i = 0; i < 5; i++) Offline($"d{i}", via: "gw");
        Back("gw");
        Assert.Empty(Site.Alerts.Open);
        Back("d0");
        Back("d1");
        After(14.9);
        Assert.Empty(Site.Alerts.Open);
        After(0.2);
        Assert.Equal(["d2", "d3", "d4"], Site.Alerts.Open.Select(a => a.About.Key).Order());
        Assert.Empty(Site.Board.Held);
    }

    [Fact]
    public void A_gateway_that_a_person_resolved_and_nobody_mended_comes_back_as_one()
    {
        Offline("gw");
        for (var i = 0; i < 300; i++) Offline($"d{i}", via: "gw");
        Resolve(Site.Alerts.Open[0]);
        After(16);
        Assert.Equal("sunshine/power", Assert.Single(Site.Alerts.Open).About.Key);
        Assert.Equal(300, Site.Board.Held.Length);
    }

    [Fact]
    public void Eight_devices_silent_within_minutes_are_a_power_cut_and_its_end_ends_it()
    {
        for (var i = 0; i < 7; i++) Offline($"d{i}");
        Assert.Equal(7, Site.Alerts.Open.Length);
        for (var i = 7; i < 40; i++) Offline($"d{i}");
        var alert = Assert.Single(Site.Alerts.Open);
        Assert.Equal((AlertKind.System, Priority.Medium, 40), (alert.Kind, alert.Priority, alert.Gathered));
        for (var i = 0; i < 40; i++) Back($"d{i}");
        Assert.Empty(Site.Alerts.Open);
        Assert.NotNull(Assert.Single(Site.Board.Incidents).EndedAt);
    }

    [Fact]
    public void Devices_that_fall_silent_over_a_day_are_no_power_cut()
    {
        for (var i = 0; i < 20; i++)
        {
            Offline($"d{i}");
            After(2);
        }

        Assert.Equal(20, Site.Alerts.Open.Length);
    }

    [Fact]
    public void Fire_gas_and_smoke_of_several_rooms_are_one_incident_and_all_ring()
    {
        Raise(AlertKind.Fire, "s1", place: "101");
        After(4);
        Raise(AlertKind.Co, "s2", place: "102");
        After(9);
        Raise(AlertKind.Fire, "s3", place: "103");
        var incident = Assert.Single(Site.Board.Incidents);
        Assert.Equal((IncidentKind.Fire, 3), (incident.Kind, incident.Alerts.Length));
        Assert.Equal(3, Site.Alerts.Open.Count(a => a.Incident == incident.Id && a.State is AlertState.Open));
        After(11);
        Raise(AlertKind.Fire, "s4", place: "104");
        Assert.Null(Site.Alerts.Find(Subject.Of(PlaceId.Of("104")), AlertKind.Fire)!.Incident);
        foreach (var alert in Site.Alerts.Open) Resolve(alert);
        Assert.NotNull(Site.Board.Incidents[0].EndedAt);
    }

    [Fact]
    public void More_than_ten_in_ten_minutes_is_a_flood_that_names_who_rings_most()
    {
        DutyHome.With(DutyHome.Plan)(_story);
        for (var i = 0; i < 11; i++) Raise(AlertKind.Battery, $"b{i % 6}", about: $"b{i}");
        var flood = Site.Alerts.Find(Subject.PartOf(Home.Site, "flood"), AlertKind.System)!;
        Assert.Equal(Priority.Medium, flood.Priority);
        var note = _story.Effects.OfType<AlertChanged>().Last(c => c.Alert.Id == flood.Id).Event.Note;
        Assert.Equal("11 alerts in 10 min, b0 low battery x2, b1 low battery x2, b2 low battery x2", Phrases.Say(note, Language.English));

        // What may wait goes inside; what is urgent, and what is about people, rings.
        foreach (var kind in Enum.GetValues<AlertKind>()) Raise(kind, $"x-{kind}");
        Assert.Equal(["offline", "environment", "battery", "tamper", "fault"], new[] { AlertKind.Offline, AlertKind.Environment, AlertKind.Battery, AlertKind.Tamper, AlertKind.Fault }
            .Where(k => Site.Board.Held.Any(h => h.Need.Kind == k && h.Need.About.Key == $"x-{k}")).Select(k => k.ToString().ToLowerInvariant()));
        Assert.Equal(10, Site.Alerts.Open.Count(a => a.About.Key.StartsWith("x-", StringComparison.Ordinal)));

        After(11);
        Assert.Equal(AlertState.Resolved, _story.Effects.OfType<AlertChanged>().Last(c => c.Alert.Id == flood.Id).Alert.State);
        // The one that is silent rings on its own; the four other things are one alert.
        Assert.Equal(11, Site.Alerts.Open.Count(a => a.About.Key.StartsWith("x-", StringComparison.Ordinal)));
        Assert.Equal(4, Site.Alerts.Find(Subject.PartOf(Home.Site, "things"), AlertKind.System)!.Gathered);
    }

    [Fact]
    public void Where_nobody_said_who_sits_at_the_desk_no_flood_is_measured()
    {
        for (var i = 0; i < 50; i++) Raise(AlertKind.Battery, $"b{i}");
        Assert.Equal(50, Site.Alerts.Open.Length);
    }

    [Theory]
    [InlineData("09:00 battery=5, 09:01 shelve 60, 09:30 end", "→ battery open x1, shelved")]
    [InlineData("09:00 battery=5, 09:01 shelve 60, 10:01 end", "→ battery open x1")]
    [InlineData("09:00 battery=5, 09:01 shelve 60, 09:05 shelve 0", "→ battery open x1")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 10:00 end", "→ water open x1, shelved")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 10:02 end", "→ water open x1 tier 2")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 09:10 water water_leak=false, 09:20 water water_leak=true", "→ water open x1, cleared, shelved")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 09:05 resolve as other, 09:06 water water_leak=false, 09:20 water water_leak=true",
        "→ water resolved x1 as other, resolved by duty, cleared")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 09:05 resolve as other, 09:06 water water_leak=false, 09:20 water water_leak=true, 10:00:10 end",
        "→ water resolved x1 as other, resolved by duty, cleared + water open x1 (second)")]
    [InlineData("09:00 water water_leak=true, 09:00:10 shelve 60, 09:10 water water_leak=false, 09:20 water water_leak=true, 09:30 resolve knowing 1", "→ water resolved x2 as real, resolved by duty, cleared, water still says so")]
    [InlineData("09:00 smoke smoke=true, 09:00:10 shelve 60", "→ fire open x1; refused: conflict")]
    [InlineData("09:00 call press, 09:00:10 shelve 60", "→ help open x1; refused: conflict")]
    public void What_is_not_urgent_may_be_put_aside_until_a_time(string story, string expected) => StoryLines.Check("door", story, expected);

    [Fact]
    public void Nothing_is_put_aside_for_longer_than_a_shift()
    {
        var story = StoryLines.Play("door", "09:00 battery=5, 09:00 shelve 10000");
        Assert.Equal(story.Now.AddHours(12), Assert.Single(story.Sites[Home.Site.Value].Board.Shelves).Until);
    }

    [Fact]
    public void Thousands_of_elders_learn_of_their_sites_new_clock_some_hundred_a_second()
    {
        for (var i = 0; i < 1_200; i++) Say(new ElderIs(ElderId.Of($"e{i}"), Domain.Notices.Household.None));
        Say(new Domain.Decisions.Register(DutyHome.Sunshine));
        Assert.NotNull(Site.TellEldersAt);
        _story.RunTo(_story.Now.AddSeconds(3));
        Assert.Null(Site.TellEldersAt);
    }

    private void Offline(string device, string? via = null, Priority? priority = null) => Raise(AlertKind.Offline, device, via, priority: priority);

    private void Raise(AlertKind kind, string device, string? via = null, string? place = null, string? about = null, Priority? priority = null) => Say(new NeedRaised(new Need(
        kind, place is null ? Subject.Of(DeviceId.Of(about ?? device)) : Subject.Of(PlaceId.Of(place)), Home.Site, place is null ? Home.Room : PlaceId.Of(place), null,
        DeviceId.Of(device), "smoke", null, false) { Via = via is null ? null : DeviceId.Of(via), Priority = priority }));

    private void Back(string device) => Say(new NeedCleared(AlertKind.Offline, Subject.Of(DeviceId.Of(device)), DeviceId.Of(device), "speaks again", true));

    private void Resolve(Alert alert) => Say(new AlertCommand(alert.Id, AlertVerb.Resolve, "li", Outcome.Other, null));

    private void After(double minutes) => _story.RunTo(_story.Now.AddMinutes(minutes));

    private void Say(CareMessage message) => _story.Say(Subject.Of(Home.Site), message);
}
