using System.Text.RegularExpressions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Words;

/// <summary>What the house says is a code with parameters, and every language has words for it.</summary>
public sealed partial class PhraseTests
{
    public static TheoryData<string> Codes => [.. Phrases.Codes];

    [Theory, MemberData(nameof(Codes))]
    public void Both_languages_say_it_with_the_same_parameters(string code)
    {
        Assert.Equal(Names(Phrases.Form(code, Language.English)), Names(Phrases.Form(code, Language.Chinese)));
        Assert.DoesNotContain("  ", Phrases.Form(code, Language.English));
    }

    [Fact] public void What_is_said_is_read_back() => Assert.Equal(
        [("silent", "minutes=65"), ("told", "answer=a=b; 200, person=李 \\u202E, way=sms")],
        Phrase.Read(Phrase.All(Phrase.Of("silent", ("minutes", 65)), null, Phrase.Of("told", ("person", "李 \u202E"), ("way", "sms"), ("answer", "a=b; 200"))))!
            .Select(p => (p.Code, string.Join(", ", p.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}")))));

    [Theory]
    [InlineData(nameof(Language.Chinese), "自报电量低，剩余 12.5 %"), InlineData(nameof(Language.English), "says that it is low, 12.5 %")]
    public void Each_language_joins_them(string language, string said) =>
        Assert.Equal(said, Phrases.Say(Phrase.All(Phrase.Of("batteryFlag"), Phrase.Of("batteryLeft", ("percent", 12.5))), Enum.Parse<Language>(language)));

    [Theory]
    [InlineData("battery", "b1 设备电量低 2 次"), InlineData("new kind", "b1 new kind 2 次")]
    public void A_kind_is_said_in_the_language_and_an_unknown_one_as_it_is(string kind, string said) =>
        Assert.Equal(said, Phrases.Say(Phrase.Of("most", ("name", "b1"), ("kind", kind), ("times", 2)), Language.Chinese));

    [Theory, InlineData(null), InlineData(""), InlineData("扶起，无伤\n{minutes}"), InlineData("silent")]
    public void A_persons_words_stand_as_they_are(string? words)
    {
        Assert.Null(Phrase.Read(words));
        Assert.Equal(words, Phrases.Say(words, Language.Chinese));
    }

    [Fact] public void Every_kind_has_a_word() => Assert.All(Enum.GetValues<AlertKind>(), k => Assert.Contains($"kind.{k.ToString().ToLowerInvariant()}", Phrases.Codes));

    /// <summary>The sources say a code only where it is made: <c>Phrase.Of("silent"</c>.</summary>
    [Fact]
    public void Every_code_that_is_said_has_words_and_every_parameter_is_given()
    {
        var sources = Directory.GetFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var said = sources.SelectMany(s => Said().Matches(s)).ToList();
        Assert.True(said.Count > 70, $"only {said.Count} phrases are found");
        Assert.All(said, m =>
        {
            Assert.Contains(m.Groups[1].Value, Phrases.Codes);
            Assert.Equal(Names(Phrases.Form(m.Groups[1].Value, Language.English)), Parameter().Matches(m.Value).Select(p => p.Groups[1].Value).Order(StringComparer.Ordinal));
        });
    }

    private static IEnumerable<string> Names(string form) => Place().Matches(form).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SmartCare.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();

    [GeneratedRegex("""Phrase\.Of\("(\w+)"(, \("\w+", (?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)""")]
    private static partial Regex Said();

    [GeneratedRegex(""", \("(\w+)", """)]
    private static partial Regex Parameter();
}
