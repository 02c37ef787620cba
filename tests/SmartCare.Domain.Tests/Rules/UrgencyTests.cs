using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;

namespace SmartCare.Domain.Tests.Rules;

/// <summary>Under pressure telemetry yields and alarms do not. That it agrees with what raises is judged on random stories.</summary>
public sealed class UrgencyTests
{
    [Theory]
    [InlineData("smoke", """{"smoke":true}"""), InlineData("smoke", """{"battery":5,"gas":true}"""), InlineData("gas", """{"carbon_monoxide":true}""")]
    [InlineData("water", """{"water_leak":1}"""), InlineData("call", """{"action":"emergency"}"""), InlineData("call", """{"sos":true}""")]
    [InlineData("fall-radar", """{"fall":"suspected"}"""), InlineData("fall-radar", """{"status":"fall"}"""), InlineData("fall-radar", """{"fall":"none","fall_status":2}""")]
    [InlineData("wearable", """{"acceleration_peak":4,"free_fall_ms":200,"still_s":2}""")]
    public void What_may_raise_is_urgent(string model, string payload) => Assert.True(May(model, payload));

    [Theory]
    [InlineData("smoke", """{"smoke":false,"battery":5}"""), InlineData("smoke", """{"temperature":20}"""), InlineData("call", """{"action":null}""")]
    [InlineData("call", """{"action":""}"""), InlineData("call", """{"sos":false}"""), InlineData("fall-radar", """{"fall":"none"}""")]
    [InlineData("motion", """{"action":"fall"}"""), InlineData("door", """{"smoke":true}"""), InlineData("gateway", """{"battery_low":true}""")]
    [InlineData("wearable", """{"acceleration_peak":4,"free_fall_ms":0,"still_s":2}""")]
    public void What_cannot_raise_is_not(string model, string payload) => Assert.False(May(model, payload));

    private static bool May(string model, string payload) =>
        UrgencyRule.MayRaise(Models.All[model], PayloadDecoder.Decode(System.Text.Encoding.UTF8.GetBytes(payload)).Values);
}
