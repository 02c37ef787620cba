using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Onboarding;

/// <summary>What zigbee2mqtt says on its bridge topics of the devices that it knows. Pure; what is no such message is nothing.</summary>
internal static class BridgeReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary><c>bridge/devices</c>: all of them, but the coordinator.</summary>
    /// <returns>Null: it is no list.</returns>
    public static List<Introduction>? Devices(ReadOnlyMemory<byte> payload) => Read<List<Introduction>>(payload, list => list.ValueKind is JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(d => Text(d, "type") != "Coordinator").Select(Of).OfType<Introduction>()]
        : null);

    /// <summary><c>bridge/event</c>: a device joined, was interviewed, or says that it is there; or it left.</summary>
    /// <returns>Null: it speaks of none.</returns>
    public static (Introduction Device, bool HasLeft)? Event(ReadOnlyMemory<byte> payload) => Read<(Introduction, bool)?>(payload, root =>
        root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("data", out var data) || Of(data) is not { } device ? null : Text(root, "type") switch
        {
            "device_joined" or "device_announce" or "device_interview" => (device, false),
            "device_leave" => (device, true),
            _ => null,
        });

    /// <summary><c>bridge/response/device/rename</c>.</summary>
    public static (string From, string To)? Rename(ReadOnlyMemory<byte> payload) => Read<(string, string)?>(payload, root =>
        root.ValueKind is JsonValueKind.Object && Text(root, "status") == "ok" && root.TryGetProperty("data", out var data)
        && Text(data, "from") is { } from && Text(data, "to") is { } to && from != to && IsName(to)
            ? (from, to)
            : null);

    /// <summary>One that could not be kept whole, or not be read, would bind the device to a name that it does not have.</summary>
    private static bool IsName(string name) => name.Length is > 0 and <= InboxLimits.Text && PlainText.FirstBad(name) < 0;

    private static Introduction? Of(JsonElement device)
    {
        if (Text(device, "ieee_address") is not { Length: <= InboxLimits.Text } address) return null;
        var name = Text(device, "friendly_name") ?? address;
        if (!IsName(name)) return null;
        var hasDefinition = device.TryGetProperty("definition", out var definition) && definition.ValueKind is JsonValueKind.Object;
        return new Introduction(address, name, NewcomerSource.Zigbee2Mqtt)
        {
            Maker = Introduction.Short(hasDefinition ? Text(definition, "vendor") : Text(device, "manufacturer")),
            Product = Introduction.Short(hasDefinition ? Text(definition, "model") : Text(device, "model_id")),
            Description = hasDefinition ? Introduction.Short(Text(definition, "description")) : null,
            Channels = hasDefinition && definition.TryGetProperty("exposes", out var exposes) ? [.. Offered(exposes).Take(InboxLimits.Channels)] : null,
        };
    }

    /// <summary>A light's or a lock's features are channels; a composite's are parts of one.</summary>
    private static IEnumerable<OfferedChannel> Offered(JsonElement exposes)
    {
        if (exposes.ValueKind is not JsonValueKind.Array) yield break;
        foreach (var expose in exposes.EnumerateArray())
        {
            if (expose.ValueKind is not JsonValueKind.Object) continue;
            if (Text(expose, "property") is { Length: > 0 and <= Domain.Readings.PayloadDecoder.LongestText } name)
            {
                var access = expose.TryGetProperty("access", out var given) && given.ValueKind is JsonValueKind.Number && given.TryGetInt32(out var bits) ? bits : 1;
                // Bit 1: it is in what the device publishes; bit 2: it can be set.
                if ((access & 1) != 0) yield return new OfferedChannel(name, (access & 2) != 0, Words(expose));
            }
            else if (expose.TryGetProperty("features", out var features))
            {
                foreach (var feature in Offered(features)) yield return feature;
            }
        }
    }

    private static string[] Words(JsonElement expose) => !expose.TryGetProperty("values", out var values) || values.ValueKind is not JsonValueKind.Array ? [] :
        [.. values.EnumerateArray().Where(v => v.ValueKind is JsonValueKind.String).Select(v => Introduction.Short(v.GetString())).OfType<string>().Take(InboxLimits.Words)];

    internal static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <param name="take">Nothing of the document may outlive it.</param>
    /// <returns>Default: it is no JSON, or has a text that is none (half of a surrogate pair).</returns>
    internal static T? Read<T>(ReadOnlyMemory<byte> payload, Func<JsonElement, T?> take)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, s_options);
            return take(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
