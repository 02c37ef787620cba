using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SmartCare.Server.Accounts;

/// <summary>
/// ASP.NET Core's slow hash (PBKDF2), and a memory of passwords that were right: a hall of devices that reconnects after a power
/// cut is let in within seconds. A wrong one is remembered too: a device with an old password tries every second. What is remembered is
/// an HMAC under a key that lives and dies with the process.
/// </summary>
internal sealed class PasswordCheck
{
    /// <summary>Remembered pairs; more devices than one silo serves. When full it is emptied and fills again.</summary>
    private const int MostRemembered = 100_000;

    /// <summary>Wrong pairs remembered; few, because a guesser never repeats itself.</summary>
    private const int MostWrongRemembered = 10_000;

    private static readonly object s_user = new();
    private readonly PasswordHasher<object> _hasher = new();

    /// <summary>A tenth of the work for a device: four hundred that come back after a restart must be heard within seconds, and their
    /// passwords are made by machines. The count stands in each hash.</summary>
    private readonly PasswordHasher<object> _deviceHasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 }));
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte> _right = new();
    private readonly ConcurrentDictionary<string, byte> _wrong = new();

    /// <summary>Half of the cores hash at most: a thousand sign-ins at once wait for each other, and no press waits for them.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly string _nobody;

    public PasswordCheck() => _nobody = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Hash(string password) => _hasher.HashPassword(s_user, password);

    public string HashForDevice(string password) => _deviceHasher.HashPassword(s_user, password);

    /// <param name="hash">Null for an unknown name: as slow as a wrong password, so that names cannot be found by the clock.</param>
    public async Task<bool> IsRightAsync(string? hash, string password, CancellationToken cancellation)
    {
        var pair = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\n{password}")));
        if (_right.ContainsKey(pair)) return true;
        if (_wrong.ContainsKey(pair)) return false;
        await _hashing.WaitAsync(cancellation);
        try
        {
            // Meanwhile the same pair may have been found right: many devices of a demo, one device that tries twice.
            if (_right.ContainsKey(pair)) return true;
            var verdict = await Task.Run(() => _hasher.VerifyHashedPassword(s_user, hash ?? _nobody, password), CancellationToken.None);
            var isRight = hash is not null && verdict is not PasswordVerificationResult.Failed;
            var (remembered, most) = isRight ? (_right, MostRemembered) : (_wrong, MostWrongRemembered);
            if (remembered.Count >= most) remembered.Clear();
            remembered[pair] = 0;
            return isRight;
        }
        finally
        {
            _hashing.Release();
        }
    }
}
