using System.Globalization;
using System.Text;

namespace SmartCare.Series;

/// <summary>The two statements this room speaks, with names quoted so that no name can end its quotes.</summary>
/// <remarks>Source: InfluxData, "InfluxQL reference": identifiers in double quotes, strings in single quotes; in both, quote,
/// backslash and line feed are escaped with a backslash. The names carry no backslash and no control character any more.</remarks>
static class InfluxQl
{
    public static string Select(SeriesQuery query)
    {
        var field = Quoted(InfluxNames.Field(query.Channel), '"');
        var device = Quoted(InfluxNames.Tag(query.Device), '\'');
        var what = query.StepSeconds == 0 ? field : $"mean({field})";
        var by = query.StepSeconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" GROUP BY time({query.StepSeconds}s) fill(none)");
        return string.Create(CultureInfo.InvariantCulture,
            $"""SELECT {what} FROM "{InfluxNames.Measurement}" WHERE "{InfluxNames.Device}" = {device} """
            + $"""AND time >= {query.FromMs}ms AND time < {query.ToMs}ms{by} ORDER BY time ASC LIMIT {query.Limit}""");
    }

    public static string CreateDatabase(string name) => "CREATE DATABASE " + Quoted(name, '"');

    static string Quoted(string name, char quote)
    {
        var text = new StringBuilder(name.Length + 8).Append(quote);
        foreach (var c in name)
            _ = c switch
            {
                '\n' => text.Append("\\n"),
                '\\' => text.Append("\\\\"),
                _ when c == quote => text.Append('\\').Append(c),
                _ => text.Append(c),
            };
        return text.Append(quote).ToString();
    }
}
