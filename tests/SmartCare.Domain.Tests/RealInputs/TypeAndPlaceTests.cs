using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>The JSON type of a value and its place in the message decide nothing.</summary>
public sealed class TypeAndPlaceTests
{
    [Theory]
    [InlineData("heart_rate", "\"72\"", 72), InlineData("breathing_rate", "\"16\"", 16), InlineData("battery", "\"87\"", 87), InlineData("temperature", "\" 21.5 \"", 21.5), InlineData("humidity", "\"4e1\"", 40)]
    [InlineData("linkquality", "\"120\"", 120), InlineData("voltage", "3e3", 3000)]
    public void A_number_in_quotes_is_a_number(string channel, string value, double expected) => Assert.Equal(expected, Read(channel, value).Number);

    [Theory]
    [InlineData("battery", "-1"), InlineData("battery", "255"), InlineData("battery", "\"-1\""), InlineData("heart_rate", "-1"), InlineData("breathing_rate", "-1")]
    public void What_no_sensor_can_have_measured_is_unknown(string channel, string value) => Assert.Equal(ValueKind.Null, Read(channel, value).Kind);

    [Theory, InlineData("-1"), InlineData("255"), InlineData("\"255\""), InlineData("\"100\""), InlineData("null")]
    public void An_unknown_battery_is_not_low(string value) => PayloadStory.Check("smoke", "nothing", $$"""{"battery":{{value}},"smoke":false}""");

    [Theory, InlineData("4"), InlineData("\"4\""), InlineData("\" 4.0\""), InlineData("0"), InlineData("\"0\"")]
    public void A_low_battery_is_low_in_any_type(string value) => PayloadStory.Check("smoke", "battery open x1", $$"""{"battery":{{value}},"smoke":false}""");

    [Theory]
    [InlineData("radar", "\"fall\":\"fall\"", "fall open x1"), InlineData("smoke", "\"smoke\":true", "fire open x1"), InlineData("call", "\"action\":\"single\"", "help open x1")]
    [InlineData("wearable", "\"sos\":true", "help open x1"), InlineData("water", "\"water_leak\":\"wet\"", "water open x1"), InlineData("gas", "\"gas_alarm_1\":true", "gas open x1")]
    public void An_alarm_behind_a_hundred_numbers_is_heard(string device, string alarm, string expected)
    {
        var numbers = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"n{i}\":{i}"));
        foreach (var payload in (string[])[$"{{{numbers},{alarm}}}", $"{{{alarm},{numbers}}}", $"{{{numbers},{alarm},{numbers}}}"])
            PayloadStory.Check(device, expected + " | more than 64 channels", payload);
    }

    [Fact]
    public void What_a_worn_sensor_felt_is_heard_behind_a_hundred_numbers()
    {
        var numbers = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"n{i}\":{i}"));
        var decoded = PayloadDecoder.Decode(Encoding.UTF8.GetBytes($$"""{{{numbers}},"acceleration":[[0,0,1],[0,0,0.5],[3,4,0],[0,0,1]],"rate":20}"""));
        Assert.Equal([Channels.AccelerationPeak, Channels.FreeFallMs, Channels.StillS], decoded.Values.Select(v => v.Channel).Where(c => Channels.TypeOf(c) is not null).Order(StringComparer.Ordinal));
    }

    private static ChannelValue Read(string channel, string value) => PayloadDecoder.Decode(Encoding.UTF8.GetBytes($$"""{"{{channel}}":{{value}}}""")).Values.Single();
}
