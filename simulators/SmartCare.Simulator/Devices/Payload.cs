using System.Buffers;
using System.Text.Json;

namespace SmartCare.Simulator.Devices;

/// <summary>What one channel says: a bool, a number, a text, or null.</summary>
internal readonly record struct Said(bool? Bool, double? Number, string? Text)
{
    public static readonly Said Null = default;

    public static implicit operator Said(bool value) => new(value, null, null);

    public static implicit operator Said(double value) => new(null, value, null);

    public static implicit operator Said(string value) => new(null, null, value);
}

/// <summary>The flat JSON object of the contract, in UTF-8, with the device's time.</summary>
internal static class Payload
{
    public static byte[] Of(long unixMs, params ReadOnlySpan<(string Channel, Said Says)> channels)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var (channel, says) in channels)
        {
            if (says.Bool is { } flag) json.WriteBoolean(channel, flag);
            else if (says.Number is { } number) json.WriteNumber(channel, Math.Round(number, 1));
            else if (says.Text is { } text) json.WriteString(channel, text);
            else json.WriteNull(channel);
        }

        json.WriteNumber("ts", unixMs);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
