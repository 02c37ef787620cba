using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Decisions;

namespace SmartCare.Grains.Core;

/// <summary>Letters in their sender's row: JSON, as the states beside them, so that added fields are survived.</summary>
internal static class LetterCodec
{
    private static readonly JsonSerializerOptions s_read = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static ReadOnlyMemory<byte> Write(Letter[] letters) =>
        letters.Length == 0 ? default : JsonSerializer.SerializeToUtf8Bytes(letters, LetterJson.Default.LetterArray);

    public static bool IsReadable(ReadOnlyMemory<byte> letters)
    {
        try
        {
            Read(letters);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <exception cref="JsonException">They are not what was written.</exception>
    public static Letter[] Read(ReadOnlyMemory<byte> letters) => letters.IsEmpty ? [] : JsonSerializer.Deserialize<Letter[]>(letters.Span, s_read) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Letter[]))]
internal sealed partial class LetterJson : JsonSerializerContext;
