using System.Text.Json;

namespace SmartCare.Series;

/// <summary>The cursors of a store that cannot keep them itself, in a small JSON file that is replaced whole:
/// <c>{"target":"http://…","cursors":[[shard,entry,"memory"],…]}</c>.</summary>
/// <remarks>They belong to one target: after a change of address or database the journal is brought in from its beginning. So it is
/// when the file is lost or unreadable, which costs time and nothing else.</remarks>
sealed class CursorFile(string path, string target)
{
    public IReadOnlyList<SeriesCursor> Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.GetProperty("target").GetString() != target
                ? []
                : [.. json.RootElement.GetProperty("cursors").EnumerateArray().Select(c => 
                    new SeriesCursor(c[0].GetInt32(), c[1].GetInt64(), c.GetArrayLength() > 2 ? c[2].GetString() : null))];
        }
        catch (Exception lost) when (lost is FileNotFoundException or DirectoryNotFoundException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return [];
        }
    }

    /// <exception cref="IOException">Nothing was changed.</exception>
    public void Replace(IEnumerable<SeriesCursor> cursors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var fresh = path + ".new";
        using (var file = File.Create(fresh))
        {
            using (var json = new Utf8JsonWriter(file))
            {
                json.WriteStartObject();
                json.WriteString("target", target);
                json.WriteStartArray("cursors");
                foreach (var cursor in cursors)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(cursor.Shard);
                    json.WriteNumberValue(cursor.Entry);
                    if (cursor.Memory is { } memory) json.WriteStringValue(memory);
                    json.WriteEndArray();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            // Before the rename: a power cut must leave the old file or the new one, not an empty one.
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }
}
