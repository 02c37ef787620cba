using System.Text;
using SmartCare.Server.Onboarding;

namespace SmartCare.Server.Tests.Onboarding;

/// <summary>What gateways say of their devices, read as zigbee2mqtt and Home Assistant document it; and what is no such message is nothing.</summary>
public sealed class ReaderTests
{
    private const string Z2mDevice = """
        {"ieee_address":"0x00158d0001ab23cd","type":"EndDevice","friendly_name":"客厅/烟感","definition":{"vendor":"Xiaomi","model":"JTYJ-GD-01LM/BW","description":"MiJia Honeywell smoke detector",
        "exposes":[{"type":"binary","property":"smoke","access":1,"value_on":true},{"type":"switch","features":[{"type":"binary","property":"state","access":7}]},
        {"type":"composite","property":"warning","access":2,"features":[{"type":"enum","property":"mode","access":2}]},{"type":"enum","property":"action","access":1,"values":["single","double"]}]}}
        """;

    /// <summary>Topic without its "homeassistant/", config, and what is read: identity, name, maker, product, channels ("*": settable).</summary>
    [Theory]
    // Abbreviated, as zigbee2mqtt, Tasmota and ESPHome write it; and its keys whole.
    [InlineData("binary_sensor/0x00158d0001ab23cd/smoke/config", """{"dev_cla":"smoke","stat_t":"zigbee2mqtt/hall","val_tpl":"{{ value_json.smoke }}","uniq_id":"x","dev":{"ids":["zigbee2mqtt_0x00158d0001ab23cd"],"mf":"Xiaomi","mdl":"JTYJ","name":"hall"}}""", "0x00158d0001ab23cd hall Xiaomi JTYJ smoke")]
    [InlineData("binary_sensor/0x00158d0001ab23cd/smoke/config", """{"device_class":"smoke","state_topic":"zigbee2mqtt/hall","value_template":"{{ value_json['smoke'] }}","unique_id":"x","device":{"identifiers":"zigbee2mqtt_0x00158D0001AB23CD","manufacturer":"Xiaomi","model":"JTYJ"}}""", "0x00158d0001ab23cd hall Xiaomi JTYJ smoke")]
    // A name with a slash, and the topic's stem written once.
    [InlineData("sensor/leaf/temperature/config", """{"~":"zigbee2mqtt/kitchen/leak","stat_t":"~","dev_cla":"temperature","dev":{"ids":["leaf"]}}""", "ids:leaf kitchen/leak - - temperature")]
    [InlineData("sensor/DVES_1A/config", """{"stat_t":"tele/plug-1/SENSOR","dev_cla":"humidity","dev":{"ids":["DVES_1A"],"name":"x"}}""", "ids:DVES_1A plug-1 - - humidity")]
    [InlineData("binary_sensor/esp/leak/config", """{"stat_t":"esp/binary_sensor/leak/state","dev_cla":"moisture","dev":{"cns":[["mac","24:6f:28:aa:bb:cc"]],"mf":"Espressif"}}""", """cns:["mac","24:6f:28:aa:bb:cc"] - Espressif - water_leak""")]
    [InlineData("switch/plug/config", """{"stat_t":"zigbee2mqtt/plug","uniq_id":"plug_1"}""", "plug_1 plug - - state*")]
    // A class is not believed where it measures: that number is no alarm.
    [InlineData("sensor/x/gas/config", """{"stat_t":"zigbee2mqtt/meter","dev_cla":"gas","uniq_id":"m"}""", "m meter - - ")]
    [InlineData("device_automation/0x00158d0001ab23cd/action_single/config", """{"atype":"trigger","type":"action","stype":"single","t":"zigbee2mqtt/button/action","dev":{"ids":["zigbee2mqtt_0x00158d0001ab23cd"]}}""", "0x00158d0001ab23cd - - - action")]
    // All of a device in one message.
    [InlineData("device/radar_7/config", """{"dev":{"ids":["radar_7"],"mf":"M","mdl":"R7"},"stat_t":"smartcare/radar-7","cmps":{"a":{"p":"binary_sensor","dev_cla":"occupancy"},"b":{"p":"sensor","val_tpl":"{{ value_json.fall_status }}"},"c":{"p":"number"}}}""", "ids:radar_7 radar-7 M R7 occupancy fall_status")]
    // Taken back, broken, or something else.
    [InlineData("binary_sensor/x/config", "", null)]
    [InlineData("binary_sensor/x/config", "{", null)]
    [InlineData("binary_sensor/x/config", "[]", null)]
    [InlineData("binary_sensor/x/config", """{"stat_t":"zigbee2mqtt/x"}""", null)]
    [InlineData("binary_sensor/x/config", """{"uniq_id":"\ud800"}""", null)]
    [InlineData("status", "online", null)]
    public void Home_assistants_discovery(string topic, string config, string? expected)
    {
        var read = DiscoveryReader.Read($"homeassistant/{topic}", Encoding.UTF8.GetBytes(config));
        Assert.Equal(expected, read is null ? null : $"{read.Identity} {read.Name ?? "-"} {read.Maker ?? "-"} {read.Product ?? "-"} {string.Join(' ', read.Channels!.Select(c => c.Name + (c.Settable ? "*" : "")))}");
    }

    [Fact]
    public void Zigbee2mqtts_list_is_read_but_for_the_coordinator_and_what_is_no_device()
    {
        var read = BridgeReader.Devices(Encoding.UTF8.GetBytes($$"""[{"type":"Coordinator","ieee_address":"0x1","friendly_name":"Coordinator"},{{Z2mDevice}},7,{"friendly_name":"nobody"},{"ieee_address":"0x2","definition":null}]"""))!;
        Assert.Equal(["客厅/烟感", "0x2"], read.Select(d => d.Name));
        Assert.Equal(("Xiaomi", "JTYJ-GD-01LM/BW", "MiJia Honeywell smoke detector"), (read[0].Maker, read[0].Product, read[0].Description));
        // A composite that is only written is none; what can be set is told apart.
        Assert.Equal("smoke state* action(single,double)", string.Join(' ', read[0].Channels!.Select(c => c.Name + (c.Settable ? "*" : "") + (c.Words.Count > 0 ? $"({string.Join(',', c.Words)})" : ""))));
        Assert.Null(read[1].Channels);
    }

    [Theory]
    [InlineData("""{"type":"device_joined","data":{"ieee_address":"0x3","friendly_name":"new"}}""", "0x3 new False")]
    [InlineData("""{"type":"device_interview","data":{"ieee_address":"0x3","friendly_name":"new","status":"successful","supported":true,"definition":{"model":"m","vendor":"v","exposes":[]}}}""", "0x3 new False")]
    [InlineData("""{"type":"device_leave","data":{"ieee_address":"0x3","friendly_name":"new"}}""", "0x3 new True")]
    [InlineData("""{"type":"device_options_changed","data":{"ieee_address":"0x3"}}""", null)]
    [InlineData("""{"type":"device_joined","data":{"ieee_address":"0x3","friendly_name":"a\u202eb"}}""", null)]
    [InlineData("""{"type":"device_joined","data":7}""", null)]
    [InlineData("online", null)]
    public void Zigbee2mqtts_events(string payload, string? expected) =>
        Assert.Equal(expected, BridgeReader.Event(Encoding.UTF8.GetBytes(payload)) is var (device, hasLeft) ? $"{device.Identity} {device.Name} {hasLeft}" : null);

    [Theory]
    [InlineData("""{"data":{"from":"a","to":"b","homeassistant_rename":false},"status":"ok"}""", "a b")]
    [InlineData("""{"data":{},"status":"error","error":"no such"}""", null)]
    [InlineData("""{"data":{"from":"a","to":"a"},"status":"ok"}""", null)]
    public void Zigbee2mqtts_renames(string payload, string? expected) =>
        Assert.Equal(expected, BridgeReader.Rename(Encoding.UTF8.GetBytes(payload)) is var (from, to) ? $"{from} {to}" : null);

    /// <summary>A gateway is somebody else's program: nothing that it sends may be a bug of ours.</summary>
    [Fact]
    public void No_damage_throws()
    {
        var random = new Random(28);
        var damage = "{}[]\":,0t\\ud8 \0"u8.ToArray();
        byte[] list = Encoding.UTF8.GetBytes($"[{Z2mDevice}]"), config = Encoding.UTF8.GetBytes("""{"~":"a","stat_t":"~/b","dev_cla":"smoke","dev":{"ids":["x"],"cns":[["mac","y"]]},"cmps":{"a":{"p":"sensor"}}}""");
        for (var round = 0; round < 4_000; round++)
        {
            foreach (var sample in (byte[][])[list, config])
            {
                var damaged = (byte[])sample.Clone();
                for (var n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = damage[random.Next(damage.Length)];
                BridgeReader.Devices(damaged);
                BridgeReader.Event(damaged);
                BridgeReader.Rename(damaged);
                DiscoveryReader.Read("homeassistant/device/x/config", damaged);
                DiscoveryReader.Read("homeassistant/binary_sensor/x/config", damaged);
            }
        }
    }
}
