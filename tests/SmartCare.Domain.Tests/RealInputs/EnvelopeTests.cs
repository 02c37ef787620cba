using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>Messages as platforms wrap them; shapes after their documentation, names and values ours.</summary>
public sealed class EnvelopeTests
{
    [Theory]
    // ThingsBoard's telemetry, one and several.
    [InlineData("smoke", """{"ts":1772442000000,"values":{"smoke":true,"battery":90}}""", "fire open x1"), InlineData("smoke", """[{"ts":1772442000000,"values":{"smoke":true}}]""", "fire open x1 | not a JSON object, read in part")]
    // ChirpStack 4 and The Things Stack 3: the codec's own object.
    [InlineData("call", """{"deduplicationId":"3ac7","time":"2026-03-02T01:00:00Z","deviceInfo":{"deviceName":"b1"},"fCnt":7,"object":{"action":"single","battery":90},"rxInfo":[{"rssi":-60}]}""", "help open x1")]
    [InlineData("water", """{"end_device_ids":{"device_id":"w1"},"uplink_message":{"f_port":1,"decoded_payload":{"water_leak":true}}}""", "water open x1")]
    // Shelly Gen2: a component's part of a status notice.
    [InlineData("smoke", """{"src":"shellyplussmoke-1","method":"NotifyStatus","params":{"ts":1772442000.1,"smoke:0":{"id":0,"alarm":true,"mute":false}}}""", "fire open x1; wrong clock")]
    // Vayyar, a device shadow, Alibaba's and OneNET's things, Tasmota.
    [InlineData("radar", """{"type":5,"payload":{"status":"fall_detected"}}""", "fall open x1"), InlineData("gas", """{"state":{"reported":{"gas":1}}}""", "gas open x1")]
    [InlineData("smoke", """{"id":"1","params":{"smoke":{"value":1,"time":1772442000000}}}""", "fire open x1"), InlineData("call", """{"Time":"2026-03-02T01:00:00","Sensor":{"SOS":"ON"}}""", "help open x1")]
    public void An_alarm_in_an_envelope_is_heard(string device, string payload, string expected) => PayloadStory.Check(device, expected, payload);

    [Theory]
    [InlineData("smoke", """{"smoke":false,"update":{"alarm":true}}""", "nothing"), InlineData("smoke", """{"smoke":false,"previous":{"smoke":true}}""", "nothing"), InlineData("smoke", """{"ts":1772442000000,"values":{"smoke":false}}""", "nothing")]
    [InlineData("door", """{"values":{"contact":false}}""", "nothing | no channel"), InlineData("smoke", """{"linkquality":80,"update":{"state":"idle"}}""", "nothing")]
    public void What_stands_beside_decides_nothing(string device, string payload, string expected) => PayloadStory.Check(device, expected, payload);
}
