using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartCare.Server.Notices.Push;

/// <summary>Message Encryption for Web Push (RFC 8291): one record of aes128gcm (RFC 8188) that only the subscribed browser can read, not the push service.</summary>
internal static class PushEncryption
{
    private const int SaltBytes = 16, TagBytes = 16, PointBytes = 65;

    /// <summary>RFC 8188, 2: it ends the last record.</summary>
    private const byte Delimiter = 2;

    public static byte[] Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> p256dh, ReadOnlySpan<byte> auth)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, p256dh, auth, own, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <param name="p256dh">The browser's public key, an uncompressed point.</param>
    /// <param name="auth">What the browser and this house alone know.</param>
    /// <param name="own">Of this message alone.</param>
    /// <exception cref="CryptographicException">The key is no point of the curve.</exception>
    internal static byte[] Encrypt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> p256dh, ReadOnlySpan<byte> auth, ECDiffieHellman own, ReadOnlySpan<byte> salt)
    {
        var ownPoint = VapidKey.Point(own.PublicKey.ExportParameters().Q);
        using var theirs = KeyOf(p256dh);
        var secret = own.DeriveRawSecretAgreement(theirs.PublicKey);
        // RFC 8291, 3.4: the secret of both is mixed with what only the two know.
        byte[] keyInfo = [.. "WebPush: info\0"u8, .. p256dh, .. ownPoint];
        Span<byte> mixed = stackalloc byte[32], key = stackalloc byte[16], nonce = stackalloc byte[12];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, mixed, auth, keyInfo);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, mixed, key, salt, "Content-Encoding: aes128gcm\0"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, mixed, nonce, salt, "Content-Encoding: nonce\0"u8);

        // RFC 8188, 2.1: salt, size of a record, length of the key's name, the name: our point.
        const int head = SaltBytes + 4 + 1 + PointBytes;
        var message = new byte[head + text.Length + 1 + TagBytes];
        salt.CopyTo(message);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(SaltBytes), 4_096);
        message[SaltBytes + 4] = PointBytes;
        ownPoint.CopyTo(message, SaltBytes + 5);
        byte[] plain = [.. text, Delimiter];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, message.AsSpan(head, plain.Length), message.AsSpan(head + plain.Length));
        return message;
    }

    /// <summary>Can anything be encrypted for this key?</summary>
    public static bool IsKey(ReadOnlySpan<byte> point)
    {
        try
        {
            if (point.Length != PointBytes || point[0] != 4) return false;
            using var key = KeyOf(point);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECDiffieHellman KeyOf(ReadOnlySpan<byte> point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
    });
}
