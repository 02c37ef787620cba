using System.Text.RegularExpressions;

namespace SmartCare.Architecture.Tests;

/// <summary>A letter that nobody brings to its receiver would be sent again for ever, and what it says never heard.</summary>
public sealed class LetterTests
{
    [Fact] public void Every_letter_that_the_domain_writes_is_brought_to_a_method()
    {
        var written = Names(@"outbox\.Tell\([^;]*?\bnew (\w+)\(", Repository.Files("src/SmartCare.Domain", "*.cs").Select(f => f.Text));
        var brought = Names(@"(\w+) letter => \w+\.\w+\(stamp, letter\)", [Repository.Read("src/SmartCare.Grains/Silo/LetterCarrier.cs")]);
        Assert.NotEmpty(written);
        Assert.Equal(written, brought);
    }

    private static SortedSet<string> Names(string pattern, IEnumerable<string> texts) =>
        [.. texts.SelectMany(t => Regex.Matches(Repository.Bare(t), pattern)).Select(m => m.Groups[1].Value)];
}
