using System.Text.Json;
using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;

namespace SmartCare.Domain.Decisions;

/// <summary>The JSON of messages in the journal and of states in snapshots: camel case, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CareMessage))]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(ElderState))]
[JsonSerializable(typeof(PlaceState))]
[JsonSerializable(typeof(SiteState))]
[JsonSerializable(typeof(RegistryRecord))]
public sealed partial class CareJson : JsonSerializerContext;
