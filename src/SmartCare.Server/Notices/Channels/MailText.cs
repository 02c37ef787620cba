using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace SmartCare.Server.Notices.Channels;

/// <summary>A mail of one plain text (RFC 5322, RFC 2045): short lines of ASCII, whatever stands in it.</summary>
internal static class MailText
{
    /// <summary>RFC 2047, 2: an encoded word has at most 75 characters, which leaves room for 45 bytes.</summary>
    private const int BytesOfWord = 45;

    /// <returns>As it goes over the wire; null when it cannot: letters beyond ASCII before the @.</returns>
    public static string? AddressOf(MailAddress address)
    {
        if (address.User.Any(c => c is <= ' ' or > '~' or '<' or '>')) return null;
        try
        {
            return $"{address.User}@{(address.Host.StartsWith('[') ? address.Host : new IdnMapping().GetAscii(address.Host))}";
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static string Of(MailAddress from, string sender, string to, string subject, string text, string id, DateTimeOffset now)
    {
        var mail = new StringBuilder();
        void Line(string line) => mail.Append(line).Append("\r\n");
        Line($"Date: {now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000");
        Line(from.DisplayName.Length > 0 ? $"From: {Words(from.DisplayName)}\r\n <{sender}>" : $"From: <{sender}>");
        Line($"To: <{to}>");
        Line($"Subject: {Words(subject)}");
        Line($"Message-ID: <{id}>");
        Line("Auto-Submitted: auto-generated");
        Line("MIME-Version: 1.0");
        Line("Content-Type: text/plain; charset=utf-8");
        Line("Content-Transfer-Encoding: base64");
        Line("");
        Line(Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n"));
        return mail.ToString();
    }

    /// <summary>No character is cut in two.</summary>
    private static string Words(string text)
    {
        var (words, word) = (new List<string>(), new List<byte>());
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (word.Count + length > BytesOfWord) End();
            word.AddRange(utf8[..length]);
        }

        End();
        return string.Join("\r\n ", words);

        void End()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }
}
