using SmartCare.Server.Accounts;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>NIST SP 800-63B (revision 3), 5.1.1.2: length and what is guessed first; nothing about capitals, digits and signs.</summary>
public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData(null, "characters")]
    [InlineData("", "characters")]
    [InlineData("seven77", "characters")]
    [InlineData("七个汉字不够长", "characters")]
    // Seven code points in fourteen UTF-16 units.
    [InlineData("😀🐢🌊🏠🚪🔑🧩", "characters")]
    [InlineData("my Nora my dog", "user name")]
    [InlineData("xNORAxyz1", "user name")]
    [InlineData("Password123", "guessed")]
    [InlineData("qwertyuiop", "guessed")]
    [InlineData("woaini1314520", "guessed")]
    [InlineData("aaaaaaaaaaaa", "guessed")]
    [InlineData("12121212121212", "guessed")]
    [InlineData("23456789", "guessed")]
    [InlineData("hgfedcba", "guessed")]
    public void It_is_not_taken_when(string? password, string why) =>
        Assert.Contains(why, PasswordRules.Trouble("nora", password)!, StringComparison.Ordinal);

    [Theory]
    [InlineData("eightish")]
    [InlineData("lower case words only")]
    [InlineData("八个汉字就够长了")]
    [InlineData("😀🐢🌊🏠🚪🔑🧩🎲")]
    [InlineData("82930174")]
    [InlineData("   spaces   ")]
    public void It_is_taken_whatever_it_is_made_of(string password) => Assert.Null(PasswordRules.Trouble("nora", password));

    [Fact]
    public void It_may_be_long()
    {
        var words = string.Concat(Enumerable.Range(0, 16).Select(i => $"word{i:000}+"));
        Assert.Equal(128, words.Length);
        Assert.Null(PasswordRules.Trouble("nora", words));
        Assert.NotNull(PasswordRules.Trouble("nora", words + "!"));
    }

    /// <summary>A name of two letters would forbid too much.</summary>
    [Fact] public void A_very_short_name_may_be_in_it() => Assert.Null(PasswordRules.Trouble("li", "a quiet evening")!);
}
