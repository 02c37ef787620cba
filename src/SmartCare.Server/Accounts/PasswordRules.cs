using System.Security.Cryptography;
using System.Text;

namespace SmartCare.Server.Accounts;

/// <summary>What a person's new password must be, by NIST SP 800-63B (revision 3), 5.1.1.2: long enough and not guessed at once; nothing about its composition.</summary>
internal static class PasswordRules
{
    /// <summary>Unicode code points. The upper end keeps a hash short work; the standard asks for 64 or more.</summary>
    private const int Shortest = 8, Longest = 128;

    /// <summary>A name of two letters is in many a good password.</summary>
    private const int ShortestName = 3;

    private static readonly Lazy<HashSet<string>> s_blocklist = new(Read);

    /// <returns>Why it is not taken, as a sentence; null: it is.</returns>
    public static string? Trouble(string user, string? password)
    {
        var length = password?.EnumerateRunes().Count() ?? 0;
        if (length is < Shortest or > Longest) return $"A password has {Shortest} to {Longest} characters, of any kind.";
        if (user.Length >= ShortestName && password!.Contains(user, StringComparison.OrdinalIgnoreCase)) return "The user name must not be in the password.";
        return IsOften(password!) ? "This password is among the first that are guessed; take another, such as a few words in a row." : null;
    }

    /// <summary>One that is shown once and typed once: 79 bits, without letters that are taken for each other.</summary>
    public static string Generate() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);

    private static bool IsOften(string password) =>
        s_blocklist.Value.Contains(password) || password.EnumerateRunes().Distinct().Count() <= 2 || IsRun(password);

    /// <summary>12345678, hgfedcba: each character follows the one before it.</summary>
    private static bool IsRun(string password)
    {
        var runes = password.EnumerateRunes().ToList();
        var step = runes[1].Value - runes[0].Value;
        return step is 1 or -1 && Enumerable.Range(2, runes.Count - 2).All(i => runes[i].Value - runes[i - 1].Value == step);
    }

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("password-blocklist.txt")!, Encoding.UTF8);
        return new HashSet<string>(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
    }
}
