using System.Buffers;
using System.Text.Json;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Readings;

/// <summary>A message that a platform has wrapped: ThingsBoard's <c>values</c>, ChirpStack's <c>object</c>, The Things Stack's <c>decoded_payload</c>, Shelly's
/// <c>params</c>, a device shadow's <c>reported</c>. Whatever it is called: what this model means something by is taken out, at any depth.</summary>
/// <remarks>Only asked when the flat reading told the model nothing, so what a gateway says beside it (zigbee2mqtt's "update") decides nothing.</remarks>
internal static class Envelope
{
    private const int Deepest = 8;

    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 32 };

    /// <returns>A flat JSON object; null when there is nothing in it for this model.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> payload, DeviceModel model)
    {
        var flat = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(flat);
        writer.WriteStartObject();
        var found = 0;
        var names = new string?[Deepest + 2];
        try
        {
            var json = new Utf8JsonReader(payload, s_options);
            while (json.Read())
            {
                var depth = Math.Min(json.CurrentDepth, Deepest);
                if (json.TokenType is JsonTokenType.PropertyName) names[depth] = json.GetString();
                else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) names[depth + 1] = null;
                else if (json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && json.CurrentDepth <= Deepest && NameAt(names, depth, model) is { } name)
                {
                    Copy(ref json, writer, name);
                    found++;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        writer.WriteEndObject();
        writer.Flush();
        return found == 0 ? null : flat.WrittenSpan.ToArray();
    }

    /// <summary>A value's own name or, where that only says that it is one (<c>"smoke":{"value":1}</c>, an array's element), the name of what it is in.</summary>
    private static string? NameAt(string?[] names, int depth, DeviceModel model)
    {
        if (names[depth] is { } own && ChannelOf(own, model) is { } channel) return channel;
        return depth > 1 && names[depth] is null or "value" or "val" or "v" && names[depth - 1] is { } around ? ChannelOf(around, model) : null;
    }

    private static string? ChannelOf(string name, DeviceModel model) =>
        Channels.NameOf(System.Text.Encoding.UTF8.GetBytes(name)) is var channel && (channel == "ts" || model.MeaningOf(channel) is not Meaning.None) ? channel : null;

    private static void Copy(ref Utf8JsonReader json, Utf8JsonWriter writer, string name)
    {
        writer.WritePropertyName(name);
        if (json.TokenType is JsonTokenType.String) writer.WriteStringValue(json.GetString());
        else writer.WriteRawValue(json.ValueSpan);
    }
}
