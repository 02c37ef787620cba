using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Words;

/// <summary>Names are what they look like.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData(""), InlineData("Wang Xiuying"), InlineData("王秀英"), InlineData("𠮷野家"), InlineData("\uE86B"), InlineData("Zoë Müller-O'Neil"), InlineData("يوسف"), InlineData("ש״י")]
    [InlineData("می\u200Cخواهم"), InlineData("क्\u200Dष"), InlineData("👩\u200D🦽"), InlineData("❤\uFE0F\u200D🔥"), InlineData("　全角")]
    public void What_is_seen_as_it_is_may_stand(string text) => Assert.Equal(-1, PlainText.FirstBad(text));

    [Theory]
    [InlineData("a\0", 1), InlineData("a\r\nb", 1), InlineData("\t", 0), InlineData("\u007F", 0), InlineData("a\u0085", 1), InlineData("王\u202E秀", 1), InlineData("a\u2066b", 1), InlineData("a\u2069", 1)]
    [InlineData("\u200Ea", 0), InlineData("a\u200F", 1), InlineData("a\u061Cb", 1), InlineData("a\u2028b", 1), InlineData("a\u2029b", 1), InlineData("a\u200Bb", 1), InlineData("\uFEFFa", 0)]
    [InlineData("a\u200Db", 1), InlineData("王\u200D秀", 1), InlineData("👩\u200D", 2), InlineData("\u200D👩", 0), InlineData("a\u00ADb", 1)]
    public void What_is_not_may_not(string text, int at) => Assert.Equal(at, PlainText.FirstBad(text));

    [Fact]
    public void Half_a_surrogate_pair_and_a_tag_may_not()
    {
        Assert.Equal(1, PlainText.FirstBad("a\uD842"));
        Assert.Equal(0, PlainText.FirstBad("\uDFB7a"));
        Assert.Equal(2, PlainText.FirstBad("🏴\U000E0067"));
    }

    [Fact]
    public void A_note_has_lines_and_nothing_else_of_these()
    {
        Assert.Equal(-1, PlainText.FirstBad("扶起\r\n\tok", isProse: true));
        Assert.Equal(1, PlainText.FirstBad("a\u202Eb", isProse: true));
        Assert.Equal(1, PlainText.FirstBad("a\0", isProse: true));
    }

    [Fact]
    public void What_may_not_stand_is_shown_by_its_number() => Assert.Equal("王\\u202Ea\\u0000\\uD842", PlainText.Shown("王\u202Ea\0\uD842"));
}
