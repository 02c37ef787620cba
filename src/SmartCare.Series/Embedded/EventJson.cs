using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>Tags and fields of an event as JSON objects; the same tags are always the same text, for they are part of its key.</summary>
static class EventJson
{
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Tags(SeriesReading reading) => JsonSerializer.Serialize(reading.AllTags().ToDictionary(), Readable);

    public static string Fields(SeriesReading reading)
    {
        var fields = new Dictionary<string, object>();
        foreach (var field in reading.Fields)
            if (SeriesReading.IsKept(field)) fields[field.Key] = field.Value;
        foreach (var (name, text) in reading.Texts)
            if (text.Length > 0) fields[name] = text;
        return JsonSerializer.Serialize(fields, Readable);
    }
}
