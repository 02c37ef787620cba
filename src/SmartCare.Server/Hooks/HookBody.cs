using System.Buffers;
using System.Text.Json;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Server.Intake;

namespace SmartCare.Server.Hooks;

/// <summary>
/// What a call says: the flat object of the MQTT contract, and beside its channels four words: <c>id</c> (which the header has), <c>device</c>, <c>event</c> and <c>url</c>. Turned into that
/// flat object alone, so that one decoder reads what comes in by either way.
/// </summary>
/// <remarks>A body that is no JSON object goes on as it is: the decoder looks for what can be read of it, and names it.</remarks>
internal sealed class HookBody
{
    /// <summary>What is harmless and common.</summary>
    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly byte[] _body;
    private readonly JsonElement? _said;

    private HookBody(byte[] body, JsonElement? said) => (_body, _said) = (body, said);

    public static HookBody Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0), s_options);
            return new HookBody(body, document.RootElement.ValueKind is JsonValueKind.Object && IsText(document.RootElement) ? document.RootElement.Clone() : null);
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException)
        {
            return new HookBody(body, null);
        }
    }

    /// <summary>Which device it is about; null: nobody said.</summary>
    public string? Device => Field("device") is { ValueKind: JsonValueKind.String } device && device.GetString() is { Length: > 0 } name ? name : null;

    /// <summary>The device's own time tells it from another message of the same content.</summary>
    public bool HasTime => Field("ts") is { ValueKind: JsonValueKind.Number };

    /// <returns>What it is, and the payload of that.</returns>
    public (RouteKind Kind, byte[] Payload) For(DeviceModel model)
    {
        try
        {
            return _said is { } said ? Flat(said, model) : (RouteKind.Reading, _body);
        }
        catch (Exception strange) when (strange is InvalidOperationException or ArgumentException)
        {
            // Something deeper in it is no text.
            return (RouteKind.Reading, _body);
        }
    }

    /// <exception cref="InvalidOperationException">It is not UTF-8, or half of a surrogate pair.</exception>
    private static bool IsText(JsonElement said) => said.EnumerateObject().All(f => f.Name is not null && (f.Value.ValueKind is not JsonValueKind.String || f.Value.GetString() is not null));

    private (RouteKind Kind, byte[] Payload) Flat(JsonElement said, DeviceModel model)
    {
        var happened = Event(model);
        JsonProperty[] channels = [.. said.EnumerateObject().Where(f => !IsOurs(f) && (f.Name != happened?.Channel || f.Name == Channels.Fall))];
        // An event that tells of nothing else still says that the device is there.
        if (happened is { Channel: Channels.Availability, Text: Channels.Offline } || Field("event") is not null && happened is null or { Channel: Channels.Availability } && channels.All(f => f.Name == "ts"))
            return (RouteKind.Availability, System.Text.Encoding.UTF8.GetBytes(happened?.Text ?? Channels.Online));
        var flat = new ArrayBufferWriter<byte>(_body.Length + 64);
        using (var json = new Utf8JsonWriter(flat))
        {
            json.WriteStartObject();
            if (happened is { } value && value.Channel != Channels.Availability) Write(json, value);
            if (Field("url") is { ValueKind: JsonValueKind.String } url) json.WriteString(Channels.Clip, url.GetString());
            foreach (var channel in channels) channel.WriteTo(json);
            json.WriteEndObject();
        }

        return (RouteKind.Reading, flat.WrittenSpan.ToArray());
    }

    private ChannelValue? Event(DeviceModel model) => Field("event") switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } word => word.GetString() is { Length: > 0 } said ? EventWords.Of(said, model) : null,
        // A number or a structure: nobody knows it, and so it is worth a look.
        { } strange => EventWords.Of($"event {strange.GetRawText()}", model),
    };

    private JsonElement? Field(string name) => _said is { } said && said.TryGetProperty(name, out var field) ? field : null;

    /// <summary>zigbee2mqtt has an object under "device", which decides nothing here or there.</summary>
    private static bool IsOurs(JsonProperty field) => field.Name is "id" or "device" or "event" or "url";

    private static void Write(Utf8JsonWriter json, ChannelValue value)
    {
        if (value.Text is { } text) json.WriteString(value.Channel, text.Length <= PayloadDecoder.LongestText ? text : text[..PayloadDecoder.LongestText]);
        else json.WriteBoolean(value.Channel, value.IsTrue);
    }
}
