using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Domain.Registry;
using SmartCare.Server.Record.Export;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>The shape of the document.</summary>
internal sealed record RegistryDocument(
    int Version, IReadOnlyList<Item<SiteFields>> Sites, IReadOnlyList<Item<PlaceFields>> Places, IReadOnlyList<Item<ElderFields>> Elders, IReadOnlyList<Item<DeviceFields>> Devices);

/// <typeparam name="TFields">What stands beside the id: what people write of a record.</typeparam>
internal sealed record Item<TFields>(string Id);

/// <summary>The registry as a document, or as tables. Secrets and passwords stay in the house.</summary>
internal static class LedgerDocument
{
    public const int Version = 1;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json(IEnumerable<RegistryRecord> records)
    {
        var byKind = records.ToLookup(ItemKind.Of);
        var document = new JsonObject { ["version"] = Version };
        foreach (var kind in ItemKind.All) document[kind.Plural] = new JsonArray([.. byKind[kind].Select(r => ItemOf(kind, r))]);
        return JsonSerializer.SerializeToUtf8Bytes(document, s_json);
    }

    /// <summary>A zip of a table for each kind.</summary>
    public static byte[] Csv(IEnumerable<RegistryRecord> records, DateTimeOffset madeAt)
    {
        var byKind = records.ToLookup(ItemKind.Of);
        var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var kind in ItemKind.All)
            {
                var columns = LedgerDictionary.Columns(kind).Where(c => c.Field != "password").ToList();
                var entry = zip.CreateEntry($"{kind.Plural}.csv");
                entry.LastWriteTime = madeAt;
                using var file = entry.Open();
                file.Write(Record.Export.Csv.Of(columns.Select(c => c.Field), byKind[kind].Select(r => ItemOf(kind, r)).Select(i => columns.Select(c => LedgerCells.Read(i, c)))));
            }

        return to.ToArray();
    }

    private static JsonObject ItemOf(ItemKind kind, RegistryRecord record)
    {
        var item = new JsonObject { ["id"] = record.Subject.Key };
        foreach (var (name, value) in StrictJson.WithoutSecrets(kind.FieldsOf(record)).AsObject()) item[name] = value?.DeepClone();
        return item;
    }
}
