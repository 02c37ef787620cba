using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmartCare.Domain.Words;

/// <summary>
/// What a name, or any other text that people read, is made of: characters that are seen as what they are. A control character breaks lines and files; a mark
/// that turns the direction of writing (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C) shows 101 as 110; what cannot be seen makes two names that
/// look the same.
/// </summary>
/// <remarks>Private and unassigned characters may stand: rare family names are written with both.</remarks>
public static class PlainText
{
    /// <param name="isProse">A note: it may have line breaks and tabs.</param>
    /// <returns>Where the first character is that may not stand there; -1: all may.</returns>
    public static int FirstBad(ReadOnlySpan<char> text, bool isProse = false)
    {
        for (var at = text.IndexOfAnyExceptInRange(' ', '~'); (uint)at < (uint)text.Length;)
        {
            // Half of a surrogate pair is no character.
            if (Rune.DecodeFromUtf16(text[at..], out var rune, out var length) is not OperationStatus.Done) return at;
            if (!MayStand(rune, text, at, isProse)) return at;
            at += length;
        }

        return -1;
    }

    /// <summary>For people, and only for what <see cref="FirstBad"/> has found.</summary>
    public static string Refusal(string text, int at) =>
        $"U+{(Rune.TryGetRuneAt(text, at, out var rune) ? rune.Value : text[at]):X4} may not stand there: no control characters, and nothing that is invisible or turns the direction of writing.";

    /// <summary>The text with what may not stand there written as \u202E.</summary>
    public static string Shown(string text)
    {
        if (FirstBad(text) < 0) return text;
        var shown = new StringBuilder();
        while (FirstBad(text) is >= 0 and var bad)
        {
            shown.Append(text, 0, bad).Append(CultureInfo.InvariantCulture, $"\\u{(int)text[bad]:X4}");
            text = text[(bad + 1)..];
        }

        return shown.Append(text).ToString();
    }

    private static bool MayStand(Rune rune, ReadOnlySpan<char> text, int at, bool isProse) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => isProse && rune.Value is '\n' or '\r' or '\t',
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D && at > 0 && at + 1 < text.Length && Joins(text[at - 1]) && Joins(text[at + 1]),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };

    /// <summary>The two joiners are spelling in Persian and in the scripts of India, and make one picture of several emoji. Beside Latin and Chinese
    /// letters they are nothing but invisible.</summary>
    private static bool Joins(char beside) => beside is > '\u02AF' and not (>= '\u2000' and <= '\u206F') and not (>= '\u2E80' and <= '\u9FFF');
}
