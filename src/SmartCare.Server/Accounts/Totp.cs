using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCare.Server.Accounts;

/// <summary>Time-based one-time passwords: RFC 6238 over RFC 4226, as the authenticator apps of phones have them (SHA-1, six digits, 30 s).</summary>
internal static class Totp
{
    public const int SecretBytes = 20;

    private const int StepSeconds = 30, Digits = 6;

    /// <summary>RFC 6238, 5.2: one step for a slow hand and one for a phone whose clock is ahead.</summary>
    private const int Around = 1;

    /// <summary>RFC 4648, 6.</summary>
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="after">A code of this step or before is not taken (RFC 6238, 5.2: a code is taken once).</param>
    /// <returns>The step of a code that is right now; null: it is not.</returns>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long after)
    {
        var at = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = at - Around; step <= at + Around; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Code(secret, step, Digits))) && step > after)
                found = step;
        return found;
    }

    /// <summary>RFC 4226, 5.3: four bytes of the HMAC, from where its last half byte says.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)], mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString($"D{digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>What an app reads out of a QR code.</summary>
    public static string UriOf(string user, string secret) =>
        $"otpauth://totp/SmartCare:{Uri.EscapeDataString(user)}?secret={secret}&issuer=SmartCare&algorithm=SHA1&digits={Digits}&period={StepSeconds}";

    /// <summary>Without padding; all that is written here are whole groups of five bits.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 8 / 5 + 1);
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = (bits << 8 | value, count + 8);
            for (; count >= 5; count -= 5) text.Append(Alphabet[bits >> (count - 5) & 31]);
            bits &= (1 << count) - 1;
        }

        return text.ToString();
    }
}
