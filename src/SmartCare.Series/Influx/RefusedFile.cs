using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SmartCare.Series;

/// <summary>Points that the server would never take, with its words: a line of JSON for each refusal, <c>{"at","says","points","lines":[…]}</c>, for an operator to read.
/// Bounded: a full file becomes the former one (<c>.1</c>).</summary>
sealed class RefusedFile(string path, TimeProvider time)
{
    /// <summary>The lines as they were sent, the first of them when there are many.</summary>
    /// <remarks>A file that cannot be written does not stop the series: the count and the log still tell.</remarks>
    /// <returns>Whether they are in the file.</returns>
    public bool TryAdd(string says, int points, IReadOnlyList<string> lines)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("at", time.GetUtcNow());
            writer.WriteString("says", says);
            writer.WriteNumber("points", points);
            writer.WriteStartArray("lines");
            foreach (var line in lines) writer.WriteStringValue(line);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        try
        {
            if (File.Exists(path) && new FileInfo(path).Length >= Limits.RefusedFileBytes) File.Move(path, path + ".1", overwrite: true);
            File.AppendAllText(path, Encoding.UTF8.GetString(json.WrittenSpan) + "\n");
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
