using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Decisions;

/// <summary>The JSON of messages in the journal and in letters, and of states in rows: camel case, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CareMessage))]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(ElderState))]
[JsonSerializable(typeof(PlaceState))]
[JsonSerializable(typeof(SiteState))]
[JsonSerializable(typeof(RegistryRecord))]
public sealed partial class CareJson : JsonSerializerContext
{
    /// <summary>Reads what this version or another wrote: what is missing is as new, what is unknown is passed over.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Reader.Options);

    /// <summary>Between silos of two versions: read as <see cref="Read{T}"/> reads.</summary>
    public static JsonSerializerOptions Travelling => Reader.Options;

    // What the generated reader does not find in the JSON it makes null or zero, whatever the record says: a list added by this version would be
    // null in everything that the version before it saved. The reader by reflection begins with the record as new.
    private static class Reader
    {
        internal static readonly JsonSerializerOptions Options = new(Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
    }
}
