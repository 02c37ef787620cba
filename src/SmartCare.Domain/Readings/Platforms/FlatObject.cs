using System.Buffers;
using System.Text.Json;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>Writes a flat JSON object out of a nested one.</summary>
internal static class FlatObject
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    /// <summary>Gives a value its channel.</summary>
    /// <param name="within">The name of the object that it stands in; empty at the top.</param>
    /// <returns>Null: it tells nothing of ours.</returns>
    public delegate string? Naming(string within, string name);

    /// <returns>Null when the payload is no JSON object.</returns>
    public static byte[]? Of(ReadOnlySpan<byte> payload, Action<JsonElement, Utf8JsonWriter> write)
    {
        try
        {
            using var document = JsonDocument.Parse(payload.ToArray(), s_options);
            return document.RootElement.ValueKind is JsonValueKind.Object ? Write(writer => write(document.RootElement, writer)) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static byte[]? Of(ReadOnlySpan<byte> payload, Naming naming) => Of(payload, (root, writer) => Copy(root, "", naming, writer));

    public static byte[] Write(Action<Utf8JsonWriter> pairs)
    {
        var flat = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(flat);
        writer.WriteStartObject();
        pairs(writer);
        writer.WriteEndObject();
        writer.Flush();
        return flat.WrittenSpan.ToArray();
    }

    public static void Copy(JsonElement from, string within, Naming naming, Utf8JsonWriter writer)
    {
        foreach (var pair in from.EnumerateObject())
            if (pair.Value.ValueKind is JsonValueKind.Object) Copy(pair.Value, pair.Name, naming, writer);
            else if (pair.Value.ValueKind is not JsonValueKind.Array && naming(within, pair.Name) is { } channel)
            {
                writer.WritePropertyName(channel);
                pair.Value.WriteTo(writer);
            }
    }
}
