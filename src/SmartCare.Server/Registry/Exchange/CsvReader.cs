using System.Text;

namespace SmartCare.Server.Registry.Exchange;

/// <param name="Line">On which it begins, from 1.</param>
/// <param name="Trouble">Why it cannot be read on from here; null: it could be read.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells, string? Trouble = null);

/// <summary>Reads a table as RFC 4180 has it: UTF-8 with or without its mark, cells with commas between, in quotes where they hold a comma, a quote or a line.</summary>
/// <remarks>What was set before a cell so that no spreadsheet takes it for a formula (<see cref="Record.Export.Csv"/>) is taken off again.</remarks>
internal static class CsvReader
{
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static IEnumerable<CsvRow> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        return Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
    }

    private static IEnumerable<CsvRow> Read(string text)
    {
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var (begins, cells) = (line, new List<string>());
            string? trouble = null;
            do trouble = Cell(text, ref at, ref line, out var cell) ?? Add(cells, cell);
            while (trouble is null && Skip(text, ref at, ','));
            if (trouble is not null)
            {
                yield return new CsvRow(begins, cells, trouble);
                yield break;
            }

            Skip(text, ref at, '\r');
            if (Skip(text, ref at, '\n')) line++;
            // A line with nothing on it is none.
            if (cells.Any(c => c.Length > 0)) yield return new CsvRow(begins, cells);
        }
    }

    private static string? Add(List<string> cells, string cell)
    {
        cells.Add(Record.Export.Csv.Plain(cell));
        return null;
    }

    private static string? Cell(string text, ref int at, ref int line, out string cell)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var end = text.AsSpan(at).IndexOfAny(",\r\n") is >= 0 and var found ? at + found : text.Length;
            (cell, at) = (text[at..end], end);
            return null;
        }

        var value = new StringBuilder();
        for (at++; ; at++)
        {
            if (at >= text.Length)
            {
                cell = "";
                return "A quote that begins here is never closed.";
            }

            if (text[at] == '\n') line++;
            if (text[at] != '"') value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') value.Append(text[at++]);
            else break;
        }

        (cell, at) = (value.ToString(), at + 1);
        return at >= text.Length || text[at] is ',' or '\r' or '\n' ? null : "Something stands after a closing quote.";
    }

    private static bool Skip(string text, ref int at, char what)
    {
        if (at >= text.Length || text[at] != what) return false;
        at++;
        return true;
    }
}
