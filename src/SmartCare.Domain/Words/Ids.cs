using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartCare.Domain.Words;

/// <summary>An id as a type: a string that cannot be taken for another kind of id.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    string Value { get; }

    static abstract TSelf Of(string value);
}

[JsonConverter(typeof(IdJson<SiteId>))]
public readonly record struct SiteId(string Value) : IId<SiteId>
{
    public static SiteId Of(string value) => new(value);

    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJson<PlaceId>))]
public readonly record struct PlaceId(string Value) : IId<PlaceId>
{
    public static PlaceId Of(string value) => new(value);

    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJson<ElderId>))]
public readonly record struct ElderId(string Value) : IId<ElderId>
{
    public static ElderId Of(string value) => new(value);

    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJson<DeviceId>))]
public readonly record struct DeviceId(string Value) : IId<DeviceId>
{
    public static DeviceId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A city, a district, a street, a community.</summary>
[JsonConverter(typeof(IdJson<LevelId>))]
public readonly record struct LevelId(string Value) : IId<LevelId>
{
    public static LevelId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>Writes an id as the bare string.</summary>
public sealed class IdJson<T> : JsonConverter<T> where T : struct, IId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetString() ?? throw new JsonException("An id is never null."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>What an id may look like: it stands in URLs and MQTT topics as it is.</summary>
public static class IdText
{
    public const int Longest = 64;

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= Longest } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':') && id[0] != '.';
}
