using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartCare.Server.Tests.Notices.Push;

/// <summary>A browser with a subscription at a push service of the test's own: it has the private half, and reads what is sent to it.</summary>
internal sealed class Phone : IDisposable
{
    private readonly ECDiffieHellman _own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);

    public Phone(Uri service, string name = "phone") => Endpoint = $"{service}{name}-{Guid.NewGuid():N}";

    public string Endpoint { get; }

    /// <summary>What the page would send to <c>/api/push/phones</c>.</summary>
    public object Subscription(string language = "en") => new
    {
        endpoint = Endpoint, expirationTime = (double?)null, language,
        keys = new { p256dh = Base64Url.EncodeToString(Point(_own.PublicKey.ExportParameters().Q)), auth = Base64Url.EncodeToString(_auth) },
    };

    /// <summary>RFC 8291, 3.4 and RFC 8188, 2 from the receiver's side.</summary>
    public JsonElement Read(Received sent)
    {
        Assert.Equal("aes128gcm", sent.Headers["content-encoding"]);
        Assert.InRange(sent.Body.Length, 104, 4_096);
        var (salt, point, sealedText) = (sent.Body[..16], sent.Body[21..86], sent.Body[86..]);
        Assert.Equal(65, sent.Body[20]);
        using var sender = ECDiffieHellman.Create(Parameters(point));
        var secret = _own.DeriveRawSecretAgreement(sender.PublicKey);
        var mixed = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, _auth, [.. "WebPush: info\0"u8, .. Point(_own.PublicKey.ExportParameters().Q), .. point]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, mixed, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, mixed, 12, salt, [.. "Content-Encoding: nonce\0"u8]);
        var text = new byte[sealedText.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, sealedText[..^16], sealedText[^16..], text);
        Assert.Equal(2, text[^1]);
        return JsonDocument.Parse(text.AsMemory(0, text.Length - 1)).RootElement;
    }

    /// <summary>RFC 8292, 2 and 3: signed by the house's key, for this push service, for a day at most.</summary>
    public static void IsSigned(Received sent, Uri service, string publicKey)
    {
        var parts = sent.Headers["authorization"]["vapid ".Length..].Split(", ").ToDictionary(p => p[..1], p => p[2..]);
        Assert.Equal(publicKey, parts["k"]);
        var token = parts["t"].Split('.');
        using var key = ECDsa.Create(Parameters(Base64Url.DecodeFromChars(publicKey)));
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1])).RootElement;
        Assert.Equal(service.GetLeftPart(UriPartial.Authority), claims.GetProperty("aud").GetString());
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()) - DateTimeOffset.UtcNow, TimeSpan.FromHours(1), TimeSpan.FromHours(24));
    }

    public void Dispose() => _own.Dispose();

    private static byte[] Point(ECPoint q) => [4, .. q.X!, .. q.Y!];

    private static ECParameters Parameters(byte[] point) => new() { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } };
}
