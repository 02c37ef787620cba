using System.Globalization;
using System.Text;

namespace SmartCare.Domain.Words;

/// <summary>Something that the house itself says, as a code with parameters: each reader's language has its own words for it, which are the server's.</summary>
/// <param name="Code">A name of the server's <c>phrases.json</c>.</param>
/// <param name="Values">By name, as text; numbers with a point.</param>
public sealed record Phrase(string Code, IReadOnlyDictionary<string, string> Values)
{
    // A note of the house's own stands where people's own notes stand, in states and letters too. No person can type these: notes have no control characters.
    private const char Begins = '\u0001', HasValue = '\u0002';

    /// <summary>A note that says this.</summary>
    public static string Of(string code, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var note = new StringBuilder().Append(Begins).Append(code);
        foreach (var (name, value) in values)
            note.Append(HasValue).Append(name).Append('=').Append(PlainText.Shown(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        return note.ToString();
    }

    /// <summary>A note that says all of these, in their order.</summary>
    public static string All(params IEnumerable<string?> notes) => string.Concat(notes);

    /// <returns>What a note of the house says; null: it is in somebody's own words.</returns>
    public static IReadOnlyList<Phrase>? Read(string? note)
    {
        if (note is not [Begins, ..]) return null;
        return [.. note[1..].Split(Begins).Select(ReadOne)];
    }

    private static Phrase ReadOne(string said)
    {
        var parts = said.Split(HasValue);
        return new Phrase(parts[0], parts[1..].Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]));
    }
}
