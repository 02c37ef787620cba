using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Tests.Support;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>What a device tells about the person, and how rarely: the way of every reading leads past here.</summary>
public sealed class SensesTests : IOutbox
{
    private readonly List<(Subject To, CareMessage Message)> _letters = [];
    private readonly Dictionary<string, DeviceState> _devices = [];

    public DateTimeOffset Now { get; private set; } = Story.Midnight;

    public DateTimeOffset ListeningSince => Story.Midnight;

    void IOutbox.Emit(CareEffect effect)
    {
    }

    void IOutbox.Tell(Subject to, CareMessage message) => _letters.Add((to, message));

    string IOutbox.NewAlertId() => "0-0-0";

    [Fact] public void Someone_who_stays_is_told_once_a_minute() => Assert.Equal(11, Letters("motion", 600, """{"occupancy":true}"""));
    [Fact] public void Nobody_is_never_told() => Assert.Equal(0, Letters("motion", 600, """{"occupancy":false}"""));
    [Fact] public void A_door_that_stands_is_never_told() => Assert.Equal(0, Letters("door", 600, """{"contact":true}"""));
    [Fact] public void A_bed_is_told_of_once() => Assert.Equal(1, Letters("bed", 600, """{"in_bed":true}"""));
    [Fact] public void A_heart_is_told_of_once_a_minute() => Assert.Equal(11, Letters("bed", 600, """{"heart_rate":60}"""));
    [Fact] public void A_room_is_told_of_every_five_minutes() => Assert.Equal(2, Letters("climate", 600, """{"temperature":21.5}"""));
    [Fact] public void A_button_that_is_not_pressed_tells_nothing() => Assert.Equal(0, Letters("call", 600, """{"action":null,"battery":80}"""));
    [Fact] public void Nothing_that_was_not_measured_is_told() => Assert.Equal(0, Letters("bed", 600, """{"heart_rate":0,"breathing_rate":0}"""));
    [Fact] public void A_test_tells_nothing() => Assert.Equal(0, Letters("motion", 60, """{"occupancy":true,"test":true}"""));

    [Fact]
    public void Between_two_words_nothing_is_smoothed_away()
    {
        foreach (var rate in (int[])[60, 130, 20, 70]) Hear("bed", $"{{\"heart_rate\":{rate}}}", seconds: 15);
        Hear("bed", """{"heart_rate":65}""", seconds: 15);
        Assert.Equal([(60, 60), (20, 130)], Told().Select(s => ((int)s.Low, (int)s.High)));
    }

    [Fact]
    public void A_shared_device_tells_its_place_and_an_own_one_its_elder()
    {
        Hear("motion", """{"occupancy":true}""");
        Hear("bed", """{"in_bed":true}""");
        Assert.Equal([Subject.Of(Dwelling.Home), Subject.Of(Dwelling.Li)], _letters.Where(l => l.Message is Sensed).Select(l => l.To));
    }

    [Fact]
    public void A_device_that_changes_hands_says_good_bye()
    {
        Hear("bed", """{"in_bed":true}""");
        _letters.Clear();
        _devices["bed"] = DeviceDecision.Decide(_devices["bed"], new Register(Dwelling.Devices["bed"] with { ElderId = Dwelling.Zhao }), Policy.Default, this);
        Assert.Equal([Subject.Of(Dwelling.Li), Subject.Of(Dwelling.Zhao)], _letters.Select(l => l.To));
        Assert.IsType<SourceLeft>(_letters[0].Message);
        Assert.True(Assert.IsType<SourceIs>(_letters[1].Message).Source.Alive);
    }

    private int Letters(string device, int seconds, string payload)
    {
        for (var second = 0; second < seconds; second += 5) Hear(device, payload, seconds: 5);
        return _letters.Count(l => l.Message is Sensed);
    }

    private IEnumerable<Sense> Told() => _letters.Select(l => l.Message).OfType<Sensed>().SelectMany(s => s.Senses);

    private void Hear(string device, string payload, double seconds = 0)
    {
        var values = PayloadDecoder.Decode(System.Text.Encoding.UTF8.GetBytes(payload)).Values;
        var state = _devices.GetValueOrDefault(device) ?? DeviceDecision.Decide(DeviceState.New, new Register(Dwelling.Devices[device]), Policy.Default, this);
        _devices[device] = DeviceDecision.Decide(state, new DeviceSpoke(new Reading(DeviceId.Of(device), null, 1, false, 0, values)), Policy.Default, this);
        Now += TimeSpan.FromSeconds(seconds);
    }
}
