using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartCare.Server.Notices.Push;

/// <summary>
/// Who sends, to a push service (VAPID, RFC 8292): one P-256 key of this house, made at the first start. A browser ties its subscription to the public
/// half, so that with another key every phone must turn notices on again. It lies beside the other keys, for its user alone.
/// </summary>
internal sealed class VapidKey
{
    private readonly ECDsa _key;

    /// <param name="file">Made when it is not there. When it can be neither read nor made the key lives as long as the process.</param>
    public VapidKey(string file, ILogger<VapidKey> log)
    {
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            ReadOrMake(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            log.LogWarning(error, "The key of Web Push cannot be read; phones must turn notices on again after this");
        }

        Public = Base64Url.EncodeToString(Point(_key.ExportParameters(includePrivateParameters: false).Q));
    }

    /// <summary>The uncompressed point, base64url: what a browser is given as <c>applicationServerKey</c>.</summary>
    public string Public { get; }

    /// <summary>A key of its own for what this house signs for itself alone.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.ExportParameters(includePrivateParameters: true).D!, 32, info: Encoding.ASCII.GetBytes(purpose));

    /// <summary>The <c>Authorization</c> header for one push service (RFC 8292, 3): a signed statement that holds there alone.</summary>
    /// <param name="contact">Whom its people may write to, an https or mailto URL; null: nobody.</param>
    public string Authorization(Uri endpoint, string? contact, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object> { ["aud"] = endpoint.GetLeftPart(UriPartial.Authority), ["exp"] = (now + PushLimits.Statement).ToUnixTimeSeconds() };
        if (contact is not null) claims["sub"] = contact;
        var text = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        // RFC 7518, 3.4: the two numbers one behind the other, as .NET writes them unless it is told otherwise.
        var signature = _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return $"vapid t={text}.{Base64Url.EncodeToString(signature)}, k={Public}";
    }

    internal static byte[] Point(ECPoint q) => [4, .. q.X!, .. q.Y!];

    private void ReadOrMake(string file)
    {
        if (File.Exists(file))
        {
            _key.ImportPkcs8PrivateKey(File.ReadAllBytes(file), out _);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var to = new FileStream(file, options);
        to.Write(_key.ExportPkcs8PrivateKey());
        to.Flush(flushToDisk: true);
    }
}
