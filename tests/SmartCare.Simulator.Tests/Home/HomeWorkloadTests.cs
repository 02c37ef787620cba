using SmartCare.Domain.Readings;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;
using SmartCare.Simulator.Home;
using SmartCare.Simulator.Tests.Devices;

namespace SmartCare.Simulator.Tests.Home;

public sealed class HomeWorkloadTests
{
    private const long StartMs = 1_760_000_000_000;
    private static readonly DateTime s_midnight = new(2026, 3, 1);

    /// <summary>Keeps what was sent, read as the server reads it.</summary>
    private sealed class Network : IDeviceNetwork
    {
        public List<(SimDevice Device, Reading Reading)> Sent { get; } = [];
        public bool Up { get; set; } = true;

        public bool IsUp(SimDevice device) => Up;

        public void Send(SimDevice device, byte[] payload) => Sent.Add((device, Decoding.Read(device.Id, payload)));
    }

    private static Network Live(double speed, double seconds, int seed = 1, bool up = true)
    {
        var network = new Network { Up = up };
        var home = new HomeWorkload(network, s_midnight, speed, seed);
        for (var ms = 0L; ms <= seconds * 1000; ms += 100) home.Step(new Moment(TimeSpan.FromMilliseconds(ms), StartMs + ms));
        return network;
    }

    [Fact]
    public void Every_payload_of_a_day_decodes_without_trouble_and_carries_the_real_time()
    {
        var network = Live(speed: 600, seconds: 144);
        Assert.True(network.Sent.Count > 3_000);
        Assert.All(network.Sent, s => Assert.InRange(s.Reading.DeviceTimeMs!.Value, StartMs, StartMs + 144_000));
    }

    [Fact]
    public void The_same_seed_lives_the_same_day()
    {
        var (one, same, other) = (Live(600, 60), Live(600, 60), Live(600, 60, seed: 2));
        Assert.Equal(one.Sent.Select(Text), same.Sent.Select(Text));
        Assert.NotEqual(one.Sent.Select(Text), other.Sent.Select(Text));

        static string Text((SimDevice Device, Reading Reading) s) => s.Device.Id + string.Join(' ', s.Reading.Values);
    }

    [Fact]
    public void Every_device_beats_once_a_minute_whatever_the_speed()
    {
        var beats = Live(speed: 1, seconds: 180).Sent.Where(s => s.Device.Kind is DeviceKind.Smoke or DeviceKind.Call).CountBy(s => s.Device).ToList();
        Assert.Equal(220, beats.Count);
        Assert.All(beats, b => Assert.InRange(b.Value, 2, 4));
    }

    [Fact]
    public void At_night_the_radars_see_sleepers_and_measure_their_hearts()
    {
        var radars = Live(speed: 1, seconds: 61).Sent.Where(s => s.Device.Kind is DeviceKind.Fall).ToList();
        Assert.NotEmpty(radars);
        Assert.All(radars, s => Assert.True(s.Reading.Find("presence")!.Value.IsTrue));
        Assert.All(radars, s => Assert.InRange(s.Reading.Find("heart_rate")!.Value.Number, 45, 90));
    }

    [Fact]
    public void However_fast_the_elders_live_there_are_no_more_than_a_thousand_messages_a_second()
    {
        var perSecond = Live(speed: 10_000, seconds: 20).Sent.CountBy(s => (s.Reading.DeviceTimeMs!.Value - StartMs) / 1000);
        // Half a second's worth may be made up for after a quiet one.
        Assert.All(perSecond, s => Assert.InRange(s.Value, 0, 1_550));
        Assert.InRange(perSecond.Average(s => s.Value), 100, 1_010);
    }

    [Fact]
    public void While_the_server_is_away_only_alarms_are_kept()
    {
        var sent = Live(speed: 6_000, seconds: 150, up: false).Sent;
        Assert.NotEmpty(sent);
        Assert.All(sent, s => Assert.True(s.Device.Kind is DeviceKind.Call or DeviceKind.Fall));
        Assert.All(sent.Where(s => s.Device.Kind is DeviceKind.Call), s => Assert.Equal("emergency", s.Reading.Find("action")!.Value.Text));
    }
}
