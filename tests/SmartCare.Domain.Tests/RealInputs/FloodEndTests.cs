using System.Globalization;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>The end of a flood of alerts is none: what still stands comes out as one alert per cause, and nobody's phone rings a hundred times.</summary>
public sealed class FloodEndTests
{
    private readonly Story _story = new();
    private int _devices;

    public FloodEndTests() => DutyHome.With(DutyHome.Plan)(_story);

    private SiteState Site => _story.Sites[Home.Site.Value];

    [Theory]
    // What came while the flood stood, what was over before it ended → the new alerts at its end.
    [InlineData("100 offline", "", "silent (100 inside)")]
    [InlineData("93 offline, 4 battery, 3 tamper", "", "silent (93 inside), things (7 inside)")]
    [InlineData("1 offline", "", "offline")]
    [InlineData("1 battery, 1 offline", "", "battery, offline")]
    [InlineData("2 fault", "", "things (2 inside)")]
    [InlineData("1 fault, 1 environment", "", "things (2 inside)")]
    [InlineData("40 offline", "40 offline", "")]
    [InlineData("40 offline", "39 offline", "offline")]
    // What is urgent, and what is about people, never waits and is never gathered.
    [InlineData("30 offline, 1 fire, 1 gas, 1 help, 1 fall", "", "silent (30 inside)")]
    [InlineData("30 battery, 1 water, 1 vitals, 1 wandering", "", "things (30 inside)")]
    public void What_still_stands_is_one_alert_of_a_cause(string came, string over, string expected)
    {
        Flood();
        var urgent = Each(came).Where(k => k.Kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Help or AlertKind.Fall or AlertKind.Water or AlertKind.Vitals or AlertKind.Wandering).ToList();
        foreach (var (kind, device) in Each(came)) Raise(kind, device);
        Assert.All(urgent, u => Assert.Contains(Site.Alerts.Open, a => a.Kind == u.Kind));
        foreach (var (kind, device) in Each(over)) Back(kind, device);
        var begins = _story.Now;
        After(11);
        Assert.Equal(expected, string.Join(", ", RaisedSince(begins).Select(Words).Order(StringComparer.Ordinal)));
        Assert.All(NoticesIn(TimeSpan.FromMinutes(3)), n => Assert.True(n.Count <= 3, $"{n.Person} was asked {n.Count} times in a minute"));
    }

    [Fact]
    public void A_flood_that_a_person_ends_comes_out_as_one_too()
    {
        Flood();
        foreach (var (kind, device) in Each("60 offline")) Raise(kind, device);
        Resolve("flood");
        Assert.Equal(60, Open("silent").Gathered);
    }

    [Fact]
    public void When_all_are_back_it_is_over_by_itself()
    {
        Flood();
        foreach (var (kind, device) in Each("60 offline")) Raise(kind, device);
        After(11);
        foreach (var (kind, device) in Each("60 offline")) Back(kind, device);
        Assert.Null(Site.Alerts.Find(Subject.PartOf(Home.Site, "silent"), AlertKind.System));
        Assert.All(Site.Board.Incidents, i => Assert.NotNull(i.EndedAt));
    }

    [Fact]
    public void What_a_person_resolved_and_nobody_mended_comes_back_as_one()
    {
        Flood();
        foreach (var (kind, device) in Each("60 offline")) Raise(kind, device);
        After(11);
        var before = _story.Now;
        Resolve("silent");
        After(16);
        Assert.Equal(["silent (60 inside)"], RaisedSince(before).Select(Words));
    }

    [Fact]
    public void The_next_flood_adds_to_what_the_last_one_left()
    {
        Flood();
        foreach (var (kind, device) in Each("20 offline")) Raise(kind, device);
        After(11);
        Flood();
        _devices = 100;
        foreach (var (kind, device) in Each("20 offline")) Raise(kind, device);
        After(11);
        Assert.Equal((40, 2), (Open("silent").Gathered, Open("silent").Occurrences));
    }

    /// <summary>A power cut, a gateway: their ends hold back as much.</summary>
    [Fact]
    public void A_power_cut_that_a_person_resolved_comes_back_as_one_alert_and_not_by_way_of_eight()
    {
        foreach (var (kind, device) in Each("40 offline")) Raise(kind, device);
        var before = _story.Now;
        Resolve("power");
        After(16);
        Assert.Equal(["power (40 inside)"], RaisedSince(before).Select(Words));
    }

    /// <summary>Eleven batteries: more than a desk can answer.</summary>
    private void Flood()
    {
        for (var i = 0; i < 11; i++) Raise(AlertKind.Battery, $"flood-{_story.Now.Ticks}-{i}");
        _ = Open("flood");
    }

    private IEnumerable<(AlertKind Kind, string Device)> Each(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' ')))
            for (var i = 0; i < int.Parse(part[0], CultureInfo.InvariantCulture); i++)
                yield return (Enum.Parse<AlertKind>(part[1], ignoreCase: true), $"{part[1]}-{_devices + i}");
    }

    private IEnumerable<Alert> RaisedSince(DateTimeOffset time) => _story.Timed.Where(t => t.At > time && t.Effect is AlertChanged { Event.What: AlertStep.Raised or AlertStep.Reopened })
        .Select(t => ((AlertChanged)t.Effect).Alert.Id).Distinct().Select(id => Site.Alerts.Find(id)).OfType<Alert>();

    /// <summary>The busiest minute of each person among the last minutes; what is high is told however much there is.</summary>
    private IEnumerable<(string Person, int Count)> NoticesIn(TimeSpan last) => _story.Timed
        .Where(t => t.At > _story.Now - last && t.Effect is NoticeWanted { Notice.Priority: not Priority.High }).GroupBy(t => ((NoticeWanted)t.Effect).Notice.Person)
        .Select(p => (p.Key, p.Max(t => p.Count(o => o.At >= t.At && o.At < t.At.AddMinutes(1)))));

    private static string Words(Alert alert) =>
        alert.Kind is AlertKind.System ? $"{alert.About.Key.Split('/')[1]} ({alert.Gathered} inside)" : alert.Kind.ToString().ToLowerInvariant();

    private Alert Open(string part) => Site.Alerts.Find(Subject.PartOf(Home.Site, part), AlertKind.System)!;

    private void Raise(AlertKind kind, string device) => Say(new NeedRaised(new Need(
        kind, Subject.Of(DeviceId.Of(device)), Home.Site, Home.Room, null, DeviceId.Of(device), "smoke", null, false)
    {
        Priority = kind is AlertKind.Offline ? Priority.Medium : null,
    }));

    private void Back(AlertKind kind, string device) => Say(new NeedCleared(kind, Subject.Of(DeviceId.Of(device)), DeviceId.Of(device), null, true));

    private void Resolve(string part) => Say(new AlertCommand(Open(part).Id, AlertVerb.Resolve, "li", Outcome.Other, null));

    private void After(double minutes) => _story.RunTo(_story.Now.AddMinutes(minutes));

    private void Say(CareMessage message) => _story.Say(Subject.Of(Home.Site), message);
}
