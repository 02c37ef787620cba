using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SmartCare.Server.Api;
using SmartCare.Server.Notices;

namespace SmartCare.Server.Record;

/// <summary>What was sent in, as JSON, without what nobody may read; and of what it took the place of, those fields that it changed.</summary>
internal static class RecordedInput
{
    private static readonly string[] s_hidden = ["password", "secret", "token", "template", "code", "label", "key", "keys", nameof(PasswordChangeRequest.Current), nameof(PasswordChangeRequest.New)];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="isSetting">Something was set: it is to be read whole.</param>
    /// <param name="before">What was there; null: nothing, or nobody knows.</param>
    /// <param name="after">The same, as it is now.</param>
    public static string? Of(object? input, string? query, int? status, bool isSetting = false, object? before = null, object? after = null)
    {
        var (detail, changed, now) = (FieldsOf(input), new JsonObject(), FieldsOf(after));
        foreach (var (name, value) in FieldsOf(before))
            if (!JsonNode.DeepEquals(value, now[name])) changed[name] = value?.DeepClone();
        // Compared first: that a secret was changed is to be seen, the secret is not.
        Hide(detail);
        Hide(changed);
        if (changed.Count > 0) detail["before"] = changed;
        if (query is { Length: > 1 }) detail["query"] = query;
        if (status is { } refused) detail["status"] = refused;
        if (detail.Count == 0) return null;
        var text = detail.ToJsonString(s_json);
        var most = isSetting ? RecordLimits.SettingLength : RecordLimits.DetailLength;
        return text.Length > most ? text[..most] + "…" : text;
    }

    private static JsonObject FieldsOf(object? value) => value is null ? [] : JsonSerializer.SerializeToNode(value, s_json) as JsonObject ?? [];

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray items)
            foreach (var item in items) Hide(item);
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields.ToList())
        {
            var text = value is JsonValue word && word.TryGetValue(out string? said) ? said : null;
            if (s_hidden.Contains(name, StringComparer.OrdinalIgnoreCase)) fields[name] = "…";
            // A robot's address is its password, and a phone number is somebody's.
            else if (text is not null && (name.Equals("address", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal))) fields[name] = NoticeMask.Of(text);
            else Hide(value);
        }
    }
}
