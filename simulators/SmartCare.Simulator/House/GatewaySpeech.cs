using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Simulator.Devices;
using SmartCare.Simulator.Fleet;

namespace SmartCare.Simulator.House;

/// <summary>What zigbee2mqtt says of itself and of the devices behind it. Topics, retain flags and fields are those of its 2.x.</summary>
internal static class GatewaySpeech
{
    private const string Base = "zigbee2mqtt/";

    public static string TopicOf(HouseDevice device) => Base + device.FriendlyName;

    /// <summary>The will: whoever listens learns that the bridge is gone.</summary>
    public static Greeting Will { get; } = new(Base + "bridge/state", """{"state":"offline"}"""u8.ToArray());

    /// <summary>In its order: the bridge is there, these are its devices, each of them is there, and this is what each last said.</summary>
    public static IReadOnlyList<Greeting> Greetings(IReadOnlyList<(HouseDevice Device, Spelling Speaks)> behind) =>
    [
        new(Base + "bridge/state", """{"state":"online"}"""u8.ToArray()),
        new(Base + "bridge/info", """{"version":"2.6.2","coordinator":{"type":"EmberZNet"},"permit_join":false}"""u8.ToArray()),
        new(Base + "bridge/devices", Devices(behind)),
        .. behind.Select(d => new Greeting(TopicOf(d.Device) + "/availability", """{"state":"online"}"""u8.ToArray())),
        .. behind.Select(d => new Greeting(TopicOf(d.Device), d.Speaks.Payload(), Retain: false)),
    ];

    private static byte[] Devices(IReadOnlyList<(HouseDevice Device, Spelling Speaks)> behind)
    {
        var coordinator = new JsonObject { ["ieee_address"] = "0x00124b0000000000", ["type"] = "Coordinator", ["friendly_name"] = "Coordinator", ["definition"] = null };
        return JsonSerializer.SerializeToUtf8Bytes(new JsonArray([coordinator, .. behind.Select((d, i) => Device(d.Device, d.Speaks, i + 1))]));
    }

    private static JsonObject Device(HouseDevice device, Spelling speaks, int number) => new()
    {
        ["ieee_address"] = $"0x00158d00{number:x8}", ["type"] = "EndDevice", ["network_address"] = 1000 + number, ["friendly_name"] = device.FriendlyName,
        ["supported"] = true, ["disabled"] = false, ["power_source"] = "Battery", ["interview_completed"] = true, ["manufacturer"] = speaks.Maker, ["model_id"] = speaks.Product,
        ["definition"] = new JsonObject
        {
            ["vendor"] = speaks.Maker, ["model"] = speaks.Product, ["description"] = speaks.Description,
            ["exposes"] = new JsonArray([.. speaks.Channels.Select(c => Expose(c.Key, c.Value))]),
        },
    };

    /// <summary>Published, not settable: access 1.</summary>
    private static JsonObject Expose(string channel, JsonNode? value) => new()
    {
        ["name"] = channel, ["property"] = channel, ["access"] = 1,
        ["type"] = value?.GetValueKind() switch { JsonValueKind.True or JsonValueKind.False => "binary", JsonValueKind.Number => "numeric", _ => "enum" },
    };
}
