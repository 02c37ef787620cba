using System.Text.Json.Nodes;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Storage;

namespace SmartCare.Server.Registry;

/// <summary>What a person changed of a record, a row a field, in the transaction of the change. What the silo seeds by itself has none.</summary>
internal static class LedgerHistory
{
    public static IEnumerable<LedgerChangeRow> RowsOf(Registered registered, long atMs) =>
        registered.By is { } by ? Rows(registered.Record, registered.Before, registered.Record, by, atMs) : [];

    public static IEnumerable<LedgerChangeRow> RowsOf(Unregistered gone, long atMs) =>
        gone.By is { } by ? Rows(gone.Record, gone.Record, null, by, atMs) : [];

    private static IEnumerable<LedgerChangeRow> Rows(RegistryRecord of, RegistryRecord? before, RegistryRecord? after, string by, long atMs)
    {
        var (was, now) = (AllOf(before), AllOf(after));
        foreach (var field in was.Select(f => f.Key).Union(now.Select(f => f.Key)))
            // Compared with their secrets, shown without: that one was changed is to be seen.
            if (!JsonNode.DeepEquals(was[field], now[field]))
                yield return new LedgerChangeRow(of.Subject, atMs, by, field, Shown(was[field]), Shown(now[field]));
    }

    /// <summary>The fields that people write, and what other routes change of a record.</summary>
    private static JsonObject AllOf(RegistryRecord? record)
    {
        if (record is null) return [];
        var fields = ItemKind.Of(record).FieldsOf(record);
        if (record is Site site) fields["duty"] = StrictJson.Node(site.Duty);
        if (record is Elder elder) fields["photo"] = elder.Ledger.Photo;
        return fields;
    }

    private static string? Shown(JsonNode? value) => value is null ? null : StrictJson.WithoutSecrets(value.DeepClone()).ToJsonString(StrictJson.Options);
}
