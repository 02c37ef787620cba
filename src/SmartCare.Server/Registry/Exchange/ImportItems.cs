using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>One record that is to come in, or what is wrong with where it stands.</summary>
/// <param name="Line">On which it begins, from 1.</param>
/// <param name="Id">Null: none was given.</param>
internal sealed record ImportItem(int Line, ItemKind Kind, string? Id, JsonObject Fields, FieldTrouble? Trouble = null);

/// <summary>What stands in a document or a table, item by item; nothing of it is believed yet.</summary>
internal static class ImportItems
{
    private const string NoText = "A text in it is none: bytes that are not UTF-8, or half a character (\\uD800 without its other half).";

    /// <param name="current">The fields that a record has now, by id: of a part like the plan a table may hold some columns, and the others stay.</param>
    public static List<ImportItem> OfCsv(ReadOnlySpan<byte> bytes, ItemKind kind, Func<string, JsonObject?> current)
    {
        var items = new List<ImportItem>();
        List<LedgerField>? columns = null;
        try
        {
            foreach (var row in CsvReader.Read(bytes))
            {
                if (row.Trouble is not null) items.Add(Wrong(row.Line, kind, row.Trouble));
                else if (columns is not null) items.Add(OfRow(row, kind, columns, current));
                else if (Columns(row.Cells, kind, out columns) is { } trouble) return [Wrong(row.Line, kind, trouble)];
            }
        }
        catch (DecoderFallbackException)
        {
            return [Wrong(1, kind, "The table is not UTF-8: save it as 'CSV UTF-8'.")];
        }

        return items;
    }

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static List<ImportItem> OfJson(ReadOnlySpan<byte> bytes)
    {
        var items = new List<ImportItem>();
        var reader = new Utf8JsonReader(bytes);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) return [Wrong(1, ItemKind.Sites, "The document is an object: {version, sites, places, elders, devices}.")];
        var (line, counted) = (1, 0);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = JsonText.IsWhole(reader.ValueSpan) ? reader.GetString() : null;
            reader.Read();
            if (name == "version")
            {
                if (reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out var version) || version != LedgerDocument.Version)
                    items.Add(Wrong(LineOf(bytes, ref line, ref counted, reader), ItemKind.Sites, $"version is {LedgerDocument.Version}."));
                reader.Skip();
            }
            else if (ItemKind.All.FirstOrDefault(k => k.Plural == name) is not { } kind || reader.TokenType is not JsonTokenType.StartArray)
            {
                items.Add(Wrong(LineOf(bytes, ref line, ref counted, reader), ItemKind.Sites, name is null ? NoText : $"{name}: there is no such field, or it is no list."));
                reader.Skip();
            }
            else
            {
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                    items.Add(OfObject(LineOf(bytes, ref line, ref counted, reader), kind, ref reader));
            }
        }

        // What follows the document is none of it.
        reader.Read();
        return items;
    }

    private static ImportItem OfObject(int line, ItemKind kind, ref Utf8JsonReader reader)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind is not JsonValueKind.Object) return Wrong(line, kind, "An item is an object.");
        if (!JsonText.IsWhole(JsonMarshal.GetRawUtf8Value(element))) return Wrong(line, kind, NoText);
        var (id, fields) = ((string?)null, StrictJson.Fields());
        foreach (var field in element.EnumerateObject())
            if (field.NameEquals("id")) id = field.Value.ValueKind is JsonValueKind.String ? field.Value.GetString() : null;
            else if (!fields.TryAdd(field.Name, StrictJson.Node(field.Value))) return Wrong(line, kind, $"{field.Name} is there twice.");
        return new ImportItem(line, kind, id, fields);
    }

    private static string? Columns(IReadOnlyList<string> head, ItemKind kind, out List<LedgerField>? columns)
    {
        columns = [];
        foreach (var name in head.Select(c => c.Trim()))
        {
            if (LedgerDictionary.Columns(kind).FirstOrDefault(c => c.Field.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } column)
                return $"There is no column '{Domain.Words.PlainText.Shown(name)}' for {kind.Plural}; GET /api/registry/dictionary names those there are.";
            if (columns.Contains(column)) return $"The column {column.Field} is there twice.";
            columns.Add(column);
        }

        return columns.Exists(c => c.Field == "id") ? null : "There must be a column id.";
    }

    private static ImportItem OfRow(CsvRow row, ItemKind kind, List<LedgerField> columns, Func<string, JsonObject?> current)
    {
        // Spreadsheets leave empty cells at the end of a line out, or put some there.
        if (row.Cells.Skip(columns.Count).Any(c => c.Length > 0)) return Wrong(row.Line, kind, $"There are {row.Cells.Count} cells for {columns.Count} columns.");
        string CellOf(int column) => column < row.Cells.Count ? row.Cells[column] : "";
        var id = CellOf(columns.FindIndex(c => c.Field == "id")).Trim();
        var (known, fields) = (current(id), StrictJson.Fields());
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            if (column.Field == "id") continue;
            // Who has a password keeps it where the cell is empty.
            if (column.Field == "password" && CellOf(i).Length == 0) continue;
            var top = column.Field.Split('.')[0];
            if (top != column.Field && !fields.ContainsKey(top)) fields[top] = known?[top]?.DeepClone();
            if (LedgerCells.Write(fields, column, CellOf(i)) is { } wrong) return new ImportItem(row.Line, kind, id, fields, new FieldTrouble(column.Field, wrong));
        }

        LedgerCells.DropEmptyParts(fields);
        return new ImportItem(row.Line, kind, id, fields);
    }

    private static ImportItem Wrong(int line, ItemKind kind, string message) => new(line, kind, null, [], new FieldTrouble(null, message));

    /// <summary>Counted on from where it was counted to before.</summary>
    private static int LineOf(ReadOnlySpan<byte> bytes, ref int line, ref int counted, in Utf8JsonReader reader)
    {
        var at = (int)reader.TokenStartIndex;
        line += bytes[counted..at].Count((byte)'\n');
        counted = at;
        return line;
    }
}
