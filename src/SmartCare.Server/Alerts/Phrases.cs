using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Alerts;

internal enum Language
{
    Chinese, English,
}

/// <summary>What the house says, in each language: <c>phrases.json</c>, which the wall reads too.</summary>
internal static partial class Phrases
{
    private sealed record Texts(string Zh, string En);

    private static readonly FrozenDictionary<string, Texts> s_texts = Read();

    /// <summary>Names of parameters whose values have words of their own: <c>kind.battery</c>.</summary>
    private static readonly string[] s_worded = ["kind", "way", "mode"];

    public static IEnumerable<string> Codes => s_texts.Keys;

    /// <summary>The form of a phrase, with {names}; the code itself when there is none of it, so that nothing is said by silence.</summary>
    public static string Form(string code, Language language) =>
        s_texts.TryGetValue(code, out var texts) ? language is Language.Chinese ? texts.Zh : texts.En : code;

    /// <summary>A note as people of this language read it. One in somebody's own words stands as it is.</summary>
    public static string? Say(string? note, Language language) => Phrase.Read(note) is { } said ? Say(said, language) : note;

    public static string Say(IEnumerable<Phrase> said, Language language) => string.Join(language is Language.Chinese ? "，" : ", ", said.Select(p => Say(p, language)));

    private static string Say(Phrase phrase, Language language) => Place().Replace(Form(phrase.Code, language), place =>
        !phrase.Values.TryGetValue(place.Groups[1].Value, out var value) ? place.Value
        : s_worded.Contains(place.Groups[1].Value) ? Form($"{place.Groups[1].Value}.{value}", language) is var word && word.Contains('.', StringComparison.Ordinal) ? value : word
        : value);

    private static FrozenDictionary<string, Texts> Read()
    {
        using var stream = typeof(Phrases).Assembly.GetManifestResourceStream("phrases.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Texts>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();
}
