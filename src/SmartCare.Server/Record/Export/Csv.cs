using System.Text;

namespace SmartCare.Server.Record.Export;

/// <summary>A table for Excel: UTF-8 with its mark, every cell in quotes, and none that a spreadsheet would take for a formula.</summary>
internal static class Csv
{
    /// <summary>OWASP's list, with the full-width forms that Chinese input methods make.</summary>
    private const string Formulas = "=+-@\t\r\n＝＋－＠";

    public static byte[] Of(IEnumerable<string> head, IEnumerable<IEnumerable<string?>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(head)) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Cell(string? value)
    {
        var text = value ?? "";
        if (IsFormula(text)) text = "'" + text;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>What a cell held before it was made none that a spreadsheet takes for a formula.</summary>
    public static string Plain(string cell) => cell.Length > 0 && cell[0] == '\'' && IsFormula(cell[1..]) ? cell[1..] : cell;

    /// <summary>Also behind the mark itself: so each mark that is set can be told from one that was there.</summary>
    private static bool IsFormula(string text) => text.TrimStart('\'') is { Length: > 0 } rest && Formulas.Contains(rest[0], StringComparison.Ordinal);
}
