using System.Diagnostics;
using SmartCare.Server.Intake;
using SmartCare.Server.Registry;
using Xunit.Abstractions;

namespace SmartCare.Server.Tests.Onboarding;

/// <summary>Which device a gateway means by a topic, when it calls some of them by names of its own.</summary>
public sealed class GatewayNamesTests
{
    private readonly ITestOutputHelper _output;
    private readonly GatewayNames _names = new();

    public GatewayNamesTests(ITestOutputHelper output)
    {
        _output = output;
        _names.Bind("hall", "smoke-1");
        _names.Bind("107 房/烟感", "smoke-2");
        _names.Bind("wing/7/烟感", "smoke-3");
    }

    [Theory]
    [InlineData("zigbee2mqtt/hall", "Reading smoke-1")]
    [InlineData("smartcare/hall", "Reading smoke-1")]
    [InlineData("zigbee2mqtt/hall/availability", "Availability smoke-1")]
    [InlineData("zigbee2mqtt/hall/battery", "Part smoke-1 battery")]
    [InlineData("zigbee2mqtt/107 房/烟感", "Reading smoke-2")]
    [InlineData("zigbee2mqtt/107 房/烟感/availability", "Availability smoke-2")]
    [InlineData("zigbee2mqtt/107 房/烟感/battery", "Part smoke-2 battery")]
    [InlineData("zigbee2mqtt/wing/7/烟感", "Reading smoke-3")]
    [InlineData("zigbee2mqtt/wing/7/烟感/battery", "Part smoke-3 battery")]
    [InlineData("tele/hall/SENSOR", "Part smoke-1 SENSOR")]
    // No names of its own: as they are.
    [InlineData("zigbee2mqtt/call-101-1", "Reading call-101-1")]
    [InlineData("zigbee2mqtt/call-101-1/battery", "Part call-101-1 battery")]
    [InlineData("zigbee2mqtt/wing/7", "Part wing 7")]
    [InlineData("zigbee2mqtt/hall/set", "Aside ")]
    public void A_topic_is_about(string topic, string expected)
    {
        var route = TopicRoute.Of(topic).Through(_names);
        Assert.Equal(expected, $"{route.Kind} {route.Device}{(route.Part.Length > 0 ? " " + route.Part : "")}");
    }

    /// <summary>It is asked with every message of a gateway.</summary>
    [Theory]
    [InlineData("zigbee2mqtt/call-101-1")]
    [InlineData("zigbee2mqtt/hall")]
    [InlineData("zigbee2mqtt/107 房/烟感")]
    public void A_look_into_the_names_takes_no_memory_and_no_time_that_matters(string topic)
    {
        const int looks = 200_000;
        var route = TopicRoute.Of(topic);
        for (var warm = 0; warm < looks; warm++) route.Through(_names);
        var (began, bytes) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        for (var look = 0; look < looks; look++) route.Through(_names);
        var taken = Stopwatch.GetElapsedTime(began);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - bytes);
        _output.WriteLine($"{topic}: {taken.TotalNanoseconds / looks:0} ns");
        Assert.True(taken < TimeSpan.FromMilliseconds(looks / 100.0), $"{taken.TotalNanoseconds / looks:0} ns");
    }

    [Fact]
    public void A_name_that_became_anothers_is_not_taken_from_it()
    {
        _names.Bind("hall", "smoke-9");
        _names.Free("hall", "smoke-1");
        Assert.Equal("smoke-9", _names.IdOf("hall"));
        _names.Free("hall", "smoke-9");
        Assert.Null(_names.IdOf("hall"));
    }
}
