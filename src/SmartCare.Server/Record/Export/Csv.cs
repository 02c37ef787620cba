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
        if (text.Length > 0 && Formulas.Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
