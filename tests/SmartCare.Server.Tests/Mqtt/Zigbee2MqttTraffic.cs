using System.Globalization;
using System.Text;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

/// <summary>What zigbee2mqtt 2.x says, in its order and with its QoS and retain flags (its <c>lib/mqtt.ts</c> and <c>lib/extension/bridge.ts</c>, availability
/// and homeassistant); the content is ours, the sizes are those of real definitions (2.6 to 3 KB a device).</summary>
internal sealed class Zigbee2MqttTraffic(MqttNetClient client, int devices, int bytes)
{
    private readonly string _devices = DevicesOf(devices, bytes);

    /// <summary>Of the demo home, as far as there are as many.</summary>
    public IReadOnlyList<string> Names { get; } =
        [.. Enumerable.Range(0, 60).SelectMany(i => new[] { "smoke", "door", "fall" }.Select(kind => $"{kind}-{(i / 20 + 1) * 100 + i % 20 + 1}")).Take(devices)];

    /// <summary>zigbee2mqtt listens to its own topics and reads what comes back; ends with its connection.</summary>
    private async Task ReadEchoAsync()
    {
        await foreach (var _ in client.Messages.ReadAllAsync())
        {
        }
    }

    public async Task StartAsync(Func<Task> beforeDevices, Func<Task> afterDevices)
    {
        await SayAsync("bridge/state", """{"state":"online"}""", qos: 1, retain: true);
        _ = ReadEchoAsync();
        await client.SubscribeAsync("zigbee2mqtt/#");
        await SayAsync("bridge/info", $$$"""{"version":"2.14.1","coordinator":{"type":"EmberZNet"},"config_schema":{"description":"{{{new string('s', 40_000)}}}"}}""", qos: 0, retain: true);
        await beforeDevices();
        await SayAsync("bridge/devices", _devices, qos: 0, retain: true);
        await afterDevices();
        await SayAsync("bridge/groups", "[]", qos: 0, retain: true);
        await SayAsync("bridge/definitions", $$"""{"clusters":"{{new string('d', 200_000)}}"}""", qos: 0, retain: true);
        await client.SubscribeAsync("homeassistant/status");
        await client.PublishAsync("homeassistant/binary_sensor/0x1/smoke/config", """{"name":"Smoke","device_class":"smoke","state_topic":"zigbee2mqtt/smoke-101"}""", 1, retain: true);
        foreach (var name in Names) await SayAsync($"{name}/availability", """{"state":"online"}""", qos: 1, retain: true);
        await DayAsync();
    }

    public async Task JoinAsync()
    {
        await SayAsync("bridge/event", """{"type":"device_joined","data":{"friendly_name":"0xa4c1380000000001","ieee_address":"0xa4c1380000000001"}}""", qos: 0, retain: false);
        await SayAsync("bridge/devices", _devices, qos: 0, retain: true);
        await SayAsync("bridge/logging", """{"level":"info","message":"Successfully interviewed"}""", qos: 0, retain: false);
    }

    /// <summary>Each device's cached state, as with every message of it, and what comes of availability's pings.</summary>
    public async Task DayAsync()
    {
        foreach (var name in Names)
        {
            await SayAsync(name, StateOf(name), qos: 0, retain: false);
            await SayAsync($"{name}/availability", """{"state":"online"}""", qos: 1, retain: true);
        }

        await SayAsync("bridge/health", """{"response_time":1,"os":{"load_average":[0.1]}}""", qos: 0, retain: false);
    }

    public async Task PressAsync(string button)
    {
        await SayAsync(button, """{"action":"emergency","battery":90,"linkquality":120,"update":{"state":"idle"}}""", qos: 0, retain: false);
        await SayAsync(button, """{"action":null,"battery":90,"linkquality":120,"update":{"state":"idle"}}""", qos: 0, retain: false);
    }

    private Task SayAsync(string topic, string payload, byte qos, bool retain) => client.PublishAsync($"zigbee2mqtt/{topic}", payload, qos, retain);

    private static string StateOf(string name) => name.Split('-')[0] switch
    {
        "smoke" => """{"smoke":false,"battery":90,"tamper":false,"linkquality":110,"update":{"state":"idle","installed_version":1}}""",
        "door" => """{"contact":true,"battery":90,"linkquality":110}""",
        _ => """{"presence":true,"fall":"none","linkquality":110}""",
    };

    private static string DevicesOf(int count, int bytes)
    {
        var each = bytes / count + 1;
        var all = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            all.Append(all.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"ieee_address":"0xa4c138{{i:x10}}","type":"EndDevice","friendly_name":"d{{i}}","supported":true,"definition":{"model":"M","vendor":"V","exposes":[""");
            var end = (i + 1) * each;
            for (var first = true; all.Length < end; first = false)
                all.Append(first ? "" : ",").Append("""{"type":"binary","name":"smoke","property":"smoke","access":1,"value_on":true,"value_off":false,"description":"Indicates whether the device detected smoke"}""");
            all.Append("]}}");
        }

        return all.Append(']').ToString();
    }
}
