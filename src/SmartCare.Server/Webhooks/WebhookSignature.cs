using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartCare.Server.Webhooks;

/// <summary>How a webhook is signed, out of the house and into it (standardwebhooks.com), so that the other side finds a library for it.</summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_", Version = "v1,";

    /// <summary>The standard asks for 24 to 64.</summary>
    private const int SecretBytes = 32;

    /// <summary>Of one header: a sender signs with its old and its new secret while it changes them.</summary>
    private const int MostSignatures = 8;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="secrets">A signature by each, the newest first; none: nothing is signed.</param>
    public static void AddTo(HttpRequestMessage request, IEnumerable<string> secrets, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, timestamp);
        var signatures = new List<string>();
        foreach (var secret in secrets) signatures.Add($"{Version}{Sign(secret, id, timestamp, body)}");
        if (signatures.Count > 0) request.Headers.Add(SignatureHeader, string.Join(' ', signatures));
    }

    /// <summary>HMAC-SHA256 over id, timestamp and body, with points between, in base64.</summary>
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body) => Convert.ToBase64String(Hash(secret, id, timestamp, body));

    /// <summary>Is one of the header's signatures by this secret? How long the look takes tells nothing of it.</summary>
    public static bool Holds(string secret, string id, string timestamp, string header, ReadOnlySpan<byte> body)
    {
        var expected = Hash(secret, id, timestamp, body);
        var holds = false;
        Span<byte> shown = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var part in header.Split(' ', MostSignatures + 1, StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures))
            if (part.StartsWith(Version, StringComparison.Ordinal) && Convert.TryFromBase64String(part[Version.Length..], shown, out var length) && length == shown.Length)
                holds |= CryptographicOperations.FixedTimeEquals(expected, shown);
        return holds;
    }

    private static byte[] Hash(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>Base64 after the standard's prefix; any other text is taken as it is.</summary>
    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
