using SmartCare.Domain.Tests.Support;

namespace SmartCare.Domain.Tests.RealInputs;

/// <summary>The keys of real detectors: known ones ring; of the others an alarm is a fault of the device, and a message that tells this model nothing is named.</summary>
public sealed class StrangeChannelTests
{
    [Theory]
    // zigbee2mqtt: Sunricher SR-ZG9070A-SS, MultIR MIR-SM100-E, Alecto SMART-SMOKE10, Heiman HM-5HA-E (heat), Heiman S1-TL, ShinaSystem.
    [InlineData("smoke", """{"smoke_alarm_1":true}""", "fire open x1"), InlineData("smoke", """{"alarm_1":true}""", "fire open x1"), InlineData("smoke", """{"smoke_state":"alarm"}""", "fire open x1")]
    [InlineData("smoke", """{"alarm":true,"temperature":71}""", "fire open x1"), InlineData("smoke", """{"alarm_state":"prealarm"}""", "fire open x1"), InlineData("smoke", """{"heat_alarm":true}""", "fire open x1")]
    // Keys in another case.
    [InlineData("smoke", """{"Smoke":true}""", "fire open x1"), InlineData("call", """{"SOS":true}""", "help open x1"), InlineData("call", """{"Action":"single"}""", "help open x1")]
    // Leaks: ADEO 83633206, BlitzWolf BW-IS9, CTM Lyng, Ensystec's controller.
    [InlineData("water", """{"water_leak_alarm_1":true}""", "water open x1"), InlineData("water", """{"active_water_leak":true}""", "water open x1"), InlineData("water", """{"channel_3_leak_detect_19":"Leak"}""", "water open x1")]
    [InlineData("water", """{"leak":1}""", "water open x1"), InlineData("gas", """{"gas_sensor_state":"alarm"}""", "gas open x1"), InlineData("gas", """{"gas_alarm_1":true}""", "gas open x1")]
    [InlineData("co", """{"carbon_monoxide_alarm_1":true}""", "co open x1"), InlineData("call", """{"sos_alarm":true}""", "help open x1"), InlineData("call", """{"click":"single"}""", "help open x1")]
    [InlineData("call", """{"emergency":true}""", "help open x1"), InlineData("wearable", """{"fall_detected":true}""", "fall open x1")]
    public void A_key_that_is_known_rings(string device, string payload, string expected) => PayloadStory.Check(device, expected, payload);

    [Theory]
    [InlineData("smoke", """{"sensor_alarm_zone":true}""", "sensor_alarm_zone=true"), InlineData("smoke", """{"fireDetect":"on"}""", "fireDetect=on"), InlineData("call", """{"btn_sos_pressed":true}""", "btn_sos_pressed=true")]
    [InlineData("radar", """{"is_fallen_down":true}""", "is_fallen_down=true"), InlineData("water", """{"tank_leak_x":"detected"}""", "tank_leak_x=detected"), InlineData("wearable", """{"panic_key":true}""", "panic_key=true")]
    public void An_alarm_under_another_name_is_a_fault_of_the_device_once(string device, string payload, string says)
    {
        var model = Home.Devices[device].Model;
        var trouble = $" | {says}: no channel of model {model}";
        PayloadStory.Check(device, "fault open x1" + trouble + trouble, payload, payload);
    }

    [Theory]
    [InlineData("smoke", """{"alarm_switch":"ON","battery":90}"""), InlineData("smoke", """{"linkage_alarm_state":true,"smoke":false}"""), InlineData("smoke", """{"smoke_density":12,"smoke":false}""")]
    [InlineData("radar", """{"fall_detection":"ON","fall":"none"}"""), InlineData("door", """{"alarm":true,"contact":true}"""), InlineData("water", """{"alarm_volume":"high","battery":50}""")]
    public void A_setting_and_a_measure_are_no_alarm(string device, string payload) => PayloadStory.Check(device, "nothing", payload);

    [Theory]
    [InlineData("call", """{"deduplicationId":"x","adr":true,"dr":5,"fCnt":3,"object":{"press":"short"}}""", "deduplicationId, adr, dr, fCnt"), InlineData("smoke", """{"foo":1}""", "foo")]
    [InlineData("smoke", """{"contact":true}""", "contact"), InlineData("radar", """{"mode":"auto"}""", "mode"), InlineData("gas", """{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1}""", "a, b, c, d, e, ...")]
    public void A_message_that_tells_this_model_nothing_is_named(string device, string payload, string names) =>
        PayloadStory.Check(device, $"nothing | no channel of model {Home.Devices[device].Model}: {names}", payload);

    [Theory, InlineData("""{"linkquality":80}"""), InlineData("""{"voltage":2900,"temperature":21}"""), InlineData("""{"battery":88}"""), InlineData("""{"smoke":false,"foo":1}""")]
    public void A_heartbeat_is_no_trouble(string payload) => PayloadStory.Check("smoke", "nothing", payload);
}
