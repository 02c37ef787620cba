using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>JSON Schema 2020-12 of the document that is exported and imported, made of the types that read it.</summary>
internal static class LedgerSchema
{
    public static readonly JsonObject Document = Make();

    private static JsonObject Make()
    {
        var properties = new JsonObject { ["version"] = new JsonObject { ["const"] = LedgerDocument.Version } };
        foreach (var kind in ItemKind.All)
            properties[kind.Plural] = new JsonObject { ["type"] = "array", ["items"] = ItemOf(kind) };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "SmartCare registry",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject ItemOf(ItemKind kind)
    {
        var item = JsonSchemaExporter.GetJsonSchemaAsNode(StrictJson.Options, kind.Fields).AsObject();
        // An item is an object, and never none; every field may be left out.
        (item["type"], item["required"]) = ("object", new JsonArray("id"));
        var fields = item["properties"]!.AsObject();
        fields.Insert(0, "id", new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,63}$" });
        foreach (var field in LedgerDictionary.Columns(kind))
            if (fields[field.Field] is JsonObject known)
                known["description"] = $"{field.Meaning} / {field.MeaningZh}";
        return item;
    }
}
