using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SmartCare.Server.Accounts;

/// <summary>So many sign-ins wait that another would not be answered in time.</summary>
internal sealed class TooManySignInsException() : Exception("Too many sign-ins wait; try again in a few seconds.");

/// <summary>
/// ASP.NET Core's slow hash (PBKDF2), in a lane of its own for people and for devices: whoever storms the door of one keeps nobody from the other.
/// A person's right password is remembered, as an HMAC under a key that lives and dies with the process; a wrong one is not, for it must take as
/// long for a name that exists as for one that does not.
/// </summary>
internal sealed class PasswordCheck
{
    /// <summary>Remembered pairs; more people than one silo serves. When full it is emptied and fills again.</summary>
    private const int MostRemembered = 100_000;

    /// <summary>A second hash of each waits behind these for some five seconds: longer nobody waits at a door.</summary>
    private const int MostPeopleWaiting = 64;

    private static readonly object s_user = new();
    private readonly PasswordHasher<object> _hasher = new();

    /// <summary>A tenth of the work for a device, whose password is made by a machine. The count stands in each hash.</summary>
    private readonly PasswordHasher<object> _deviceHasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 }));
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte> _right = new();

    /// <summary>Half of the cores hash at most in a lane: a thousand sign-ins at once wait for each other, and no press waits for them.</summary>
    private readonly SemaphoreSlim _people = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly SemaphoreSlim _devices = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _peopleWaiting;

    /// <summary>Of a password that nobody knows.</summary>
    private static readonly string s_nobody = new PasswordHasher<object>().HashPassword(s_user, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Hash(string password) => _hasher.HashPassword(s_user, password);

    public string HashForDevice(string password) => _deviceHasher.HashPassword(s_user, password);

    /// <param name="hash">Null for an unknown name: as slow as a wrong password, so that names cannot be found by the clock.</param>
    /// <exception cref="TooManySignInsException"/>
    public async Task<bool> IsRightAsync(string? hash, string password, CancellationToken cancellation)
    {
        var pair = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\n{password}")));
        if (_right.ContainsKey(pair)) return true;
        if (Interlocked.Increment(ref _peopleWaiting) > MostPeopleWaiting)
        {
            Interlocked.Decrement(ref _peopleWaiting);
            throw new TooManySignInsException();
        }

        try
        {
            var isRight = await VerifyAsync(_people, hash ?? s_nobody, password, cancellation) && hash is not null;
            if (!isRight) return false;
            if (_right.Count >= MostRemembered) _right.Clear();
            _right[pair] = 0;
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _peopleWaiting);
        }
    }

    public Task<bool> IsDevicesAsync(string hash, string password, CancellationToken cancellation) => VerifyAsync(_devices, hash, password, cancellation);

    private async Task<bool> VerifyAsync(SemaphoreSlim lane, string hash, string password, CancellationToken cancellation)
    {
        await lane.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => _hasher.VerifyHashedPassword(s_user, hash, password), CancellationToken.None) is not PasswordVerificationResult.Failed;
        }
        finally
        {
            lane.Release();
        }
    }
}
