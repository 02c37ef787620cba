using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>Cells of a table, and the fields of a record that they are.</summary>
internal static class LedgerCells
{
    /// <summary>As spreadsheets write them when they have had a file open.</summary>
    private static readonly string[] s_days = ["yyyy-MM-dd", "yyyy/M/d", "yyyy-M-d", "yyyy.M.d"], s_times = ["HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss"];

    /// <returns>Null: nothing stands there.</returns>
    public static string? Read(JsonObject item, LedgerField column)
    {
        JsonNode? at = item;
        foreach (var name in column.Field.Split('.')) at = at is JsonObject part ? part[name] : null;
        return at switch
        {
            null => null,
            JsonArray words when column.Type == "words" => string.Join(' ', words.Select(w => w!.GetValue<string>())),
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => at.ToJsonString(StrictJson.Options),
        };
    }

    /// <summary>Writes a cell into an item. An empty one is a null; of a part whose cells are all empty nothing is left.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Write(JsonObject item, LedgerField column, string cell)
    {
        JsonNode? value = null;
        if (cell.Length > 0 && !TryValue(cell.Trim(), cell, column, out value)) return $"'{Cut(cell)}' is no {column.Type}{Hint(column)}.";
        var path = column.Field.Split('.');
        for (var i = 0; i < path.Length - 1; i++)
        {
            if (item[path[i]] is not JsonObject part)
            {
                if (value is null) return null;
                item[path[i]] = part = [];
            }

            item = part;
        }

        item[path[^1]] = value;
        return null;
    }

    /// <summary>A part of which nothing is said is none: no doctor, no band of the heart rate.</summary>
    public static void DropEmptyParts(JsonObject item)
    {
        foreach (var (name, value) in item.ToList())
        {
            if (value is not JsonObject part) continue;
            DropEmptyParts(part);
            if (part.All(f => f.Value is null)) item[name] = null;
        }
    }

    private static bool TryValue(string cell, string whole, LedgerField column, out JsonNode? value)
    {
        value = null;
        switch (column.Type)
        {
            case "integer" when int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                value = number;
                return true;
            case "number" when double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                value = number;
                return true;
            case "boolean":
                var flag = cell.ToLowerInvariant() switch { "true" or "1" or "是" => true, "false" or "0" or "否" => false, _ => (bool?)null };
                value = flag;
                return flag is not null;
            case "date" when DateOnly.TryParseExact(cell, s_days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return true;
            case "time" when TimeOnly.TryParseExact(cell, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time):
                value = time.ToString("HH:mm", CultureInfo.InvariantCulture);
                return true;
            case "words":
                value = new JsonArray([.. cell.Split((char[])[' ', ',', ';', '、', '，', '；'], StringSplitOptions.RemoveEmptyEntries).Select(w => (JsonNode)w)]);
                return true;
            case "json":
                try
                {
                    value = JsonNode.Parse(cell, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
                    return true;
                }
                catch (JsonException)
                {
                    return false;
                }

            case "text":
                value = whole;
                return true;
            default:
                return false;
        }
    }

    private static string Hint(LedgerField column) => column.Type switch
    {
        "date" => " like 1941-05-06",
        "time" => " like 08:30",
        "boolean" => ": true or false",
        _ => "",
    };

    private static string Cut(string cell) => Domain.Words.PlainText.Shown(cell.Length > 40 ? cell[..40] + "…" : cell);
}
