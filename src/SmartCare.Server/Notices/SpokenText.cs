using System.Text.RegularExpressions;

namespace SmartCare.Server.Notices;

/// <summary>A line of text as a machine is to read it aloud: times in words, room numbers digit by digit, no brackets.</summary>
internal static partial class SpokenText
{
    /// <param name="text">Chinese.</param>
    /// <param name="mayAnswer">A key takes the alert on.</param>
    public static string Of(string text, bool mayAnswer)
    {
        text = Day().Replace(text, m => $"{Plain(m.Groups[1])}月{Plain(m.Groups[2])}日");
        text = Time().Replace(text, m => m.Groups[2].Value == "00" ? $"{Plain(m.Groups[1])}点" : $"{Plain(m.Groups[1])}点{m.Groups[2].Value}分");
        // "One hundred and one" is no room that anybody knows.
        text = Number().Replace(text, m => string.Join(' ', m.Value.ToCharArray()));
        text = Marks().Replace(text, "，").Trim('，', ' ');
        return mayAnswer ? $"{text}请按 1 键确认由您处理。" : text;
    }

    /// <summary>07 is 7.</summary>
    private static string Plain(Group number) => number.Value.TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    [GeneratedRegex(@"\b(\d{2})-(\d{2})(?= \d{2}:)")]
    private static partial Regex Day();

    [GeneratedRegex(@"\b(\d{1,2}):(\d{2})\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<!\d)\d{3,}(?!\d)")]
    private static partial Regex Number();

    [GeneratedRegex("[【】（）：；，]+")]
    private static partial Regex Marks();
}
