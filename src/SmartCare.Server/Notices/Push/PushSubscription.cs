using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices.Push;

/// <summary>A browser in which an account has turned notices on.</summary>
/// <param name="Id">Made of the endpoint: the same browser asks twice and is there once.</param>
/// <param name="SessionId">Ends with this session.</param>
/// <param name="Endpoint">Where its push service takes messages for it.</param>
/// <param name="P256dh">Its public key, base64url; so is <paramref name="Auth"/>, which it shares with this house alone.</param>
/// <param name="Language">zh or en.</param>
/// <param name="SenderKey">Our public key as it was then: with another one its push service takes nothing from us.</param>
/// <param name="Browser">What it calls itself.</param>
internal sealed record PushSubscription(
    string Id, string User, string SessionId, string Endpoint, string P256dh, string Auth, string Language, string SenderKey, string? Browser, DateTimeOffset CreatedAt)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static string IdOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 16));

    /// <summary>Encrypted so that this browser alone can read it.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> text) => PushEncryption.Encrypt(text, Base64Url.DecodeFromChars(P256dh), Base64Url.DecodeFromChars(Auth));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    public static PushSubscription FromJson(byte[] json) => JsonSerializer.Deserialize<PushSubscription>(json, s_json)!;
}

/// <param name="P256dh">As a browser's <c>PushSubscription.toJSON()</c> has it.</param>
internal sealed record PushKeys(string? P256dh, string? Auth);

/// <param name="ExpirationTime">As a browser writes it; not read: an end is heard from the push service.</param>
/// <param name="Language">Of the notices: zh or en.</param>
internal sealed record PushInput(string? Endpoint, double? ExpirationTime, PushKeys? Keys, string? Language)
{
    /// <returns>What is wrong with it, for people; null: nothing.</returns>
    public string? Wrong(OutsideAddresses outside)
    {
        if (Endpoint is not { Length: > 0 and <= PushLimits.Endpoint } || !NoticeHttp.TryAddress(Endpoint, out var url)) return "endpoint is the https address that the browser was given by its push service.";
        // RFC 8030, 8: over TLS. One on this very machine is a test's, and the operator has listed it.
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback) return "endpoint is an https address.";
        if (!outside.MayBeNamed(url)) return $"endpoint: {OutsideAddresses.Refusal}";
        if (!TryBytes(Keys?.P256dh, out var point) || !PushEncryption.IsKey(point)) return "keys.p256dh is a P-256 public key, uncompressed, base64url.";
        // RFC 8291, 3.2.
        if (!TryBytes(Keys?.Auth, out var auth) || auth.Length != 16) return "keys.auth is 16 bytes, base64url.";
        return Language is "zh" or "en" ? null : "language is zh or en.";
    }

    private static bool TryBytes(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is not { Length: > 0 and < 200 } || !Base64Url.IsValid(text)) return false;
        bytes = Base64Url.DecodeFromChars(text);
        return true;
    }
}
