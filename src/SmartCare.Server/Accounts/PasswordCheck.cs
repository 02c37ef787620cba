using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace SmartCare.Server.Accounts;

/// <summary>
/// ASP.NET Core's slow hash (PBKDF2), and a memory of passwords that were right: a hall of devices that reconnects after a power
/// cut is let in within seconds. What is remembered is an HMAC under a key that lives and dies with the process.
/// </summary>
internal sealed class PasswordCheck
{
    /// <summary>Remembered pairs; more devices than one silo serves. When full it is emptied and fills again.</summary>
    private const int MostRemembered = 100_000;

    private static readonly object s_user = new();
    private readonly PasswordHasher<object> _hasher = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte> _right = new();
    private readonly string _nobody;

    public PasswordCheck() => _nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Hash(string password) => _hasher.HashPassword(s_user, password);

    /// <param name="hash">Null for an unknown name: as slow as a wrong password, so that names cannot be found by the clock.</param>
    public bool IsRight(string? hash, string password)
    {
        var known = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\n{password}")));
        if (hash is not null && _right.ContainsKey(known)) return true;
        if (_hasher.VerifyHashedPassword(s_user, hash ?? _nobody, password) is PasswordVerificationResult.Failed || hash is null) return false;
        if (_right.Count >= MostRemembered) _right.Clear();
        _right[known] = 0;
        return true;
    }
}
