using System.Text;
using System.Text.Json;

namespace SmartCare.Domain.Readings.Platforms;

/// <summary>One value a topic: the topic names the channel, the payload is the bare value. zigbee2mqtt writes words without quotes and null as nothing.</summary>
internal static class SingleValue
{
    /// <returns>Null for an object, which is read as one.</returns>
    public static byte[]? Flatten(string channel, ReadOnlySpan<byte> payload)
    {
        if (payload.IndexOfAny((byte)'{', (byte)'[') >= 0) return null;
        var text = Encoding.UTF8.GetString(payload).Trim(' ', '\t', '\r', '\n', '\0', '\uFEFF');
        return FlatObject.Write(writer =>
        {
            writer.WritePropertyName(channel);
            if (text.Length == 0) writer.WriteNullValue();
            else if (IsLiteral(text)) writer.WriteRawValue(text);
            else writer.WriteStringValue(text);
        });
    }

    /// <summary>True, false, null, a number, or a word in quotes.</summary>
    private static bool IsLiteral(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return json.Read() && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
