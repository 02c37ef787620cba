using System.Text.Json;
using SmartCare.Domain.Readings;

namespace SmartCare.Simulation.Oracles;

/// <summary>A sample of the messages goes through its JSON: the decoder must read what the device said.</summary>
internal static class WireSample
{
    public static void Check(Reading reading)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var value in reading.Values) Write(json, value);
            if (reading.DeviceTimeMs is { } time) json.WriteNumber("ts", time);
            json.WriteEndObject();
        }

        var decoded = PayloadDecoder.Decode(bytes.ToArray());
        if (decoded.Trouble is { } trouble) throw new OracleBrokenException("the wire says the same", $"{reading.Device}: {trouble}");
        if (decoded.DeviceTimeMs != reading.DeviceTimeMs || !decoded.Values.AsSpan().SequenceEqual(reading.Values))
            throw new OracleBrokenException("the wire says the same", $"{reading.Device} was read as something else");
    }

    private static void Write(Utf8JsonWriter json, in ChannelValue value)
    {
        if (value.Kind is ValueKind.Bool) json.WriteBoolean(value.Channel, value.IsTrue);
        else if (value.Kind is ValueKind.Number) json.WriteNumber(value.Channel, value.Number);
        else if (value.Kind is ValueKind.Text) json.WriteString(value.Channel, value.Text);
        else json.WriteNull(value.Channel);
    }
}
