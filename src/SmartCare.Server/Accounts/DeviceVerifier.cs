using System.Security.Cryptography;
using System.Text;

namespace SmartCare.Server.Accounts;

/// <summary>
/// Judges a device's password in microseconds: two thousand devices that come back after a power cut must be heard within seconds. An HMAC under a
/// key that lies in a file of its own: the store alone does not tell passwords, as slow hashes do not. Each credential has its slow hash too, for
/// the day on which the key is lost.
/// </summary>
internal sealed class DeviceVerifier
{
    private readonly byte[] _key;
    private readonly string _mark;

    /// <param name="keyFile">Made when it is not there. When it can be neither read nor made the key lives as long as the process, and slow hashes judge.</param>
    public DeviceVerifier(string keyFile, ILogger<DeviceVerifier> log)
    {
        try
        {
            _key = Read(keyFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(error, "The key of the device passwords cannot be read; devices are let in more slowly");
            _key = RandomNumberGenerator.GetBytes(32);
        }

        _mark = Convert.ToHexString(SHA256.HashData(_key), 0, 4);
    }

    /// <summary>What stands beside the slow hash of a device's password.</summary>
    public string Of(string device, string password) =>
        $"{_mark}:{Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{device}\n{password}")))}";

    /// <returns>Null: it was made under another key, and the slow hash must judge.</returns>
    public bool? Judge(string? verifier, string device, string password) => verifier?.StartsWith(_mark, StringComparison.Ordinal) is true
        ? CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(verifier), Encoding.UTF8.GetBytes(Of(device, password)))
        : null;

    private static byte[] Read(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (File.Exists(file) && File.ReadAllBytes(file) is { Length: 32 } key) return key;
        var made = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var to = new FileStream(file, options);
        to.Write(made);
        to.Flush(flushToDisk: true);
        return made;
    }
}
