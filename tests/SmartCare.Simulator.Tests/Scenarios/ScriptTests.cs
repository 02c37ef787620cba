using SmartCare.Domain.Readings;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Scenarios;
using SmartCare.Simulator.Tests.Devices;

namespace SmartCare.Simulator.Tests.Scenarios;

public sealed class ScriptTests
{
    private static List<ChannelValue> Values(Script script, string device, string channel) =>
    [
        .. script.Steps.Select(s => s.Act).OfType<Act.Say>().Where(s => s.Device.Id == device)
            .Select(s => Decoding.Read(device, s.PayloadAt(1_760_000_000_000)).Find(channel)!.Value),
    ];

    public static TheoryData<string> Names => ["press", "fire", "fall", "night", "outage"];

    private static Script Of(string name) => name switch
    {
        "press" => PressScript.Make(),
        "fire" => FireScript.Make(),
        "fall" => FallScript.Make(),
        "night" => NightScript.Make(),
        _ => OutageScript.Make(floor: 1, seconds: 20),
    };

    [Theory, MemberData(nameof(Names))]
    public void Every_step_is_in_order_tells_what_happens_and_decodes(string name)
    {
        var script = Of(name);
        Assert.NotEmpty(script.Devices);
        Assert.Equal(script.Steps.Select(s => s.At).Order(), script.Steps.Select(s => s.At));
        Assert.All(script.Steps, s => Assert.NotEmpty(s.Did));
        foreach (var say in script.Steps.Select(s => s.Act).OfType<Act.Say>()) Decoding.Read(say.Device.Id, say.PayloadAt(1_760_000_000_000));
    }

    [Fact]
    public void Fire_repeats_its_state_clears_and_comes_back_while_it_gets_hot()
    {
        Assert.Equal([false, true, true, true, false, true, false], Values(FireScript.Make(), "smoke-205", "smoke").Select(v => v.IsTrue));
        var degrees = Values(FireScript.Make(), "smoke-205", "temperature").Take(4).Select(v => v.Number).ToList();
        Assert.Equal(degrees.Order(), degrees);
    }

    [Fact]
    public void One_fall_is_taken_back_and_one_confirmed() => Assert.Equal(
        ["none", "suspected", "none", "suspected", "confirmed", "none"], Values(FallScript.Make(), "fall-101", "fall").Select(v => v.Text));

    [Fact]
    public void The_press_is_followed_by_a_null_that_is_none() =>
        Assert.Equal(["emergency", null], Values(PressScript.Make(), "call-101-1", "action").Select(v => v.Text));

    [Fact]
    public void A_night_has_one_walk_one_press_one_door_and_lasts_a_minute()
    {
        var night = NightScript.Make();
        Assert.Single(Values(night, "fall-101", "presence"), v => !v.IsTrue);
        Assert.Single(Values(night, "call-101-2", "action"));
        Assert.Equal([false, true], Values(night, "door-101", "contact").Select(v => v.IsTrue));
        Assert.InRange(night.Length.TotalSeconds, 55, 65);
    }

    [Fact]
    public void An_outage_takes_every_device_of_the_floor_and_gives_it_back()
    {
        var outage = OutageScript.Make(floor: 1, seconds: 20);
        Assert.Equal(100, outage.Devices.Count);
        Assert.All(outage.Devices, d => Assert.StartsWith("1", DemoHouse.Places[d.Place], StringComparison.Ordinal));
        Assert.Equal(20, (outage.Steps.Single(s => s.Act is Act.PowerOn).At - outage.Steps.Single(s => s.Act is Act.PowerOff).At).TotalSeconds);
    }
}
