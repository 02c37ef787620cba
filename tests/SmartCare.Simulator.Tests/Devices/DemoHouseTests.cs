using SmartCare.Simulator.Devices;

namespace SmartCare.Simulator.Tests.Devices;

public sealed class DemoHouseTests
{
    [Fact]
    public void The_demo_home_has_the_devices_of_the_contract()
    {
        Assert.Equal(380, DemoHouse.Devices.Count);
        Assert.Equal(380, DemoHouse.ById.Count);
        Assert.Equal(140, DemoHouse.Residents.Count);
        Assert.Equal(80, DemoHouse.Places.Count);
        foreach (var id in (string[])["smoke-101", "call-120-2", "fall-220", "door-320", "smoke-h001", "call-h020", "motion-h010", "door-h020"])
            Assert.Contains(id, DemoHouse.ById);
    }

    [Fact]
    public void The_order_is_fixed() =>
        Assert.Equal(["call-101-1", "call-101-2", "smoke-101", "fall-101", "door-101", "call-102-1"], DemoHouse.Devices.Take(6).Select(d => d.Id));

    [Fact]
    public void Few_batteries_are_low_at_any_time_and_some_are_over_the_years()
    {
        var low = Enumerable.Range(0, 100).Select(week => DemoHouse.Devices.Count(d => d.HasBattery && Physics.BatteryPercent(1, d, new DateTime(2026, 1, 1).AddDays(7 * week)) <= 15)).ToList();
        Assert.InRange(low.Max(), 1, 8);
        Assert.InRange(low.Average(), 0.3, 3);
    }
}
