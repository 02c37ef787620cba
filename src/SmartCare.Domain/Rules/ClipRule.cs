using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>The address at which somebody may look at what a camera saw, for the alert that it led to.</summary>
/// <remarks>The words of the phrase do not have the address in them: what leaves the house by mail or text message never carries it.</remarks>
public static class ClipRule
{
    /// <summary>Of the phrase, and its parameter that holds the address.</summary>
    public const string Code = "clip", Link = "link";

    /// <summary>Signed addresses of object stores have some four hundred characters.</summary>
    public const int LongestLink = 512;

    /// <summary>An http or https address without a user in it, and without anything that a reader could not see.</summary>
    public static bool IsLink(string text) =>
        text.Length <= LongestLink && PlainText.FirstBad(text) < 0 && !text.Contains(' ', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;

    public static string? In(ReadOnlySpan<ChannelValue> values)
    {
        foreach (var value in values)
            if (value.Channel == Channels.Clip)
                return value.Text;
        return null;
    }

    public static string? NoteOf(string? link) => link is null ? null : Phrase.Of(Code, (Link, link));
}
