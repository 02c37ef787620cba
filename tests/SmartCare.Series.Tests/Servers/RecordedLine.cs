namespace SmartCare.Series.Tests;

/// <summary>One line of the line protocol, read as its documentation has it; for the recorded fakes.</summary>
sealed record RecordedLine(string Measurement, SortedDictionary<string, string> Tags, Dictionary<string, object> Fields, long Ns)
{
    public string Key => Measurement + "," + string.Join(',', Tags.Select(t => $"{t.Key}={t.Value}"));

    /// <exception cref="FormatException">It is none.</exception>
    public static RecordedLine Read(string text)
    {
        var at = 0;
        var measurement = Word(text, ref at, ", ");
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (text[at] == ',')
        {
            at++;
            var name = Word(text, ref at, "=");
            at++;
            tags[name] = Word(text, ref at, ", ");
        }

        var fields = new Dictionary<string, object>();
        do
        {
            at++;
            var name = Word(text, ref at, "=");
            at++;
            fields[name] = text[at] == '"' ? Quoted(text, ref at) : double.Parse(Word(text, ref at, ", "), System.Globalization.CultureInfo.InvariantCulture);
        }
        while (text[at] == ',');
        return new(measurement, tags, fields, long.Parse(text[(at + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    static string Word(string text, ref int at, string ends)
    {
        var word = new System.Text.StringBuilder();
        for (; !ends.Contains(text[at]); at++)
        {
            if (text[at] == '\\' && ",= ".Contains(text[at + 1])) at++;
            word.Append(text[at]);
        }

        return word.ToString();
    }

    static string Quoted(string text, ref int at)
    {
        var word = new System.Text.StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            if (text[at] == '\\' && text[at + 1] is '"' or '\\') at++;
            word.Append(text[at]);
        }

        at++;
        return word.ToString();
    }
}
