using System.Text;
using SmartCare.Domain.Readings.Platforms;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>What a device says when its platform spreads it over topics: shapes after the makers' documentation, ids and values ours.</summary>
public sealed class PlatformTopicTests
{
    [Theory]
    [InlineData("smoke", "smoke", "true", "fire open x1"), InlineData("call", "action", "emergency", "help open x1"), InlineData("water", "water_leak", "ON", "water open x1")]
    [InlineData("radar", "fall", "fall", "fall open x1"), InlineData("smoke", "smoke_state", "alarm", "fire open x1"), InlineData("smoke", "battery", "4", "battery open x1")]
    [InlineData("call", "action", "\"single\"", "help open x1"), InlineData("smoke", "tamper", "true", "tamper open x1")]
    // What zigbee2mqtt writes besides: nothing for null, the parts of an object, a setting.
    [InlineData("call", "action", "", "nothing"), InlineData("smoke", "smoke", "false", "nothing"), InlineData("smoke", "update-state", "idle", "nothing"), InlineData("call", "linkquality", "80", "nothing")]
    // An alarm that this model does not have, and a word that nobody knows.
    [InlineData("smoke", "sos_alarm_key", "true", "fault open x1 | sos_alarm_key=true: no channel of model smoke"), InlineData("smoke", "smoke", "brennt", "fire open x1 | smoke: \"brennt\" is not known and counts as an alarm")]
    public void Zigbee2mqtt_with_output_attribute(string device, string channel, string payload, string expected) =>
        PayloadStory.Check(device, expected, TopicDialect.Attribute, channel, payload);

    [Theory]
    [InlineData("smoke", "sensor/smoke", "true", "fire open x1"), InlineData("water", "sensor/flood", "true", "water open x1"), InlineData("gas", "sensor/gas", "heavy", "gas open x1 | gas: \"heavy\" is not known and counts as an alarm")]
    [InlineData("call", "input_event/0", """{"event":"S","event_cnt":2}""", "help open x1"), InlineData("call", "input_event/0", """{"event":"L","event_cnt":3}""", "help open x1"), InlineData("smoke", "sensor/battery", "9", "battery open x1")]
    [InlineData("call", "input_event/0", """{"event":"","event_cnt":0}""", "nothing"), InlineData("smoke", "sensor/smoke", "false", "nothing"), InlineData("gas", "sensor/gas", "none", "nothing"), InlineData("gas", "sensor/gas", "test", "nothing")]
    [InlineData("smoke", "sensor/act_reasons", """["sensor"]""", "nothing"), InlineData("smoke", "info", """{"wifi_sta":{"connected":true,"rssi":-60}}""", "nothing"), InlineData("call", "longpush/0", "1", "nothing")]
    public void Shelly_of_the_first_generation(string device, string part, string payload, string expected) =>
        PayloadStory.Check(device, expected, TopicDialect.ShellyGen1, part, payload);

    [Theory]
    [InlineData("smoke", "status/smoke:0", """{"id":0,"alarm":true,"mute":false}""", "fire open x1"), InlineData("water", "status/flood:0", """{"id":0,"alarm":true,"mute":false,"errors":["cable_unplugged"]}""", "water open x1")]
    [InlineData("smoke", "events/rpc", """{"src":"shellyplussmoke-1","dst":"shellyplussmoke-1/events","method":"NotifyStatus","params":{"ts":1772442000.10,"smoke:0":{"id":0,"alarm":true}}}""", "fire open x1")]
    [InlineData("call", "events/rpc", """{"src":"shellyi4-1","method":"NotifyEvent","params":{"ts":1772442000.01,"events":[{"component":"input:0","id":0,"event":"single_push","ts":1772442000.01}]}}""", "help open x1")]
    [InlineData("call", "events/rpc", """{"method":"NotifyEvent","params":{"ts":1772442000.01,"events":[{"component":"input:0","id":0,"event":"btn_down","ts":1772442000.01}]}}""", "nothing")]
    [InlineData("smoke", "status/devicepower:0", """{"id":0,"battery":{"V":2.61,"percent":8},"external":{"present":false}}""", "battery open x1")]
    [InlineData("smoke", "status/smoke:0", """{"id":0,"alarm":false,"mute":false}""", "nothing"), InlineData("smoke", "status/sys", """{"mac":"A8","restart_required":false,"alarm":true}""", "nothing")]
    // A component of a firmware to come.
    [InlineData("smoke", "status/heat:0", """{"id":0,"alarm":true}""", "fire open x1"), InlineData("smoke", "status/smoke:0", """{"id":0,"alarm":true,}""", "fire open x1 | not JSON, read in part")]
    public void Shelly_of_the_second_generation(string device, string part, string payload, string expected) =>
        PayloadStory.Check(device, expected, TopicDialect.ShellyGen2, part, payload);

    [Theory]
    [InlineData("smoke", "SENSOR", """{"Time":"2026-03-02T09:00:00","Switch1":"ON"}""", "fire open x1"), InlineData("water", "SENSOR", """{"Time":"2026-03-02T09:00:00","Switch1":"OFF","Switch2":"ON"}""", "water open x1")]
    [InlineData("call", "RESULT", """{"Button1":{"Action":"SINGLE"}}""", "help open x1"), InlineData("co", "SENSOR", """{"Time":"2026-03-02T09:00:00","MQ":{"co_alarm":"ON"}}""", "co open x1"), InlineData("smoke", "RESULT", """{"Switch1":{"Action":"ON"}}""", "fire open x1")]
    [InlineData("smoke", "SENSOR", """{"Time":"2026-03-02T09:00:00","Switch1":"OFF"}""", "nothing"), InlineData("smoke", "STATE", """{"Time":"2026-03-02T09:00:00","Uptime":"0T01:00:00","POWER":"ON","Wifi":{"RSSI":80}}""", "nothing")]
    [InlineData("call", "BUTTON1", """{"ACTION":"SINGLE"}""", "help open x1"), InlineData("gas", "SWITCH2", """{"ACTION":"ON"}""", "gas open x1"), InlineData("door", "SENSOR", """{"Switch1":"ON"}""", "nothing")]
    [InlineData("smoke", "POWER", "ON", "nothing"), InlineData("call", "INFO1", """{"Info1":{"Module":"Generic"}}""", "nothing")]
    public void Tasmotas(string device, string part, string payload, string expected) => PayloadStory.Check(device, expected, TopicDialect.Tasmota, part, payload);

    [Theory]
    [InlineData("climate", "SENSOR", """{"Time":"2026-03-02T09:00:00","SI7021":{"Temperature":21.4,"Humidity":44.0,"DewPoint":8.7},"TempUnit":"C"}""", "temperature=21.4 humidity=44 DewPoint=8.7 availability=online")]
    [InlineData("climate", "STATE", """{"Wifi":{"RSSI":80}}""", "availability=online"), InlineData("motion", "SENSOR", """{"PIR":{"Occupancy":1}}""", "occupancy=1 availability=online")]
    public void Measures_keep_their_names(string model, string part, string payload, string expected)
    {
        var decoded = PlatformTopics.Decode(TopicDialect.Tasmota, part, Encoding.UTF8.GetBytes(payload), Models.All[model]);
        Assert.Equal(expected, string.Join(' ', decoded.Values.Select(v => $"{v.Channel}={v.Text ?? v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}")));
    }
}
