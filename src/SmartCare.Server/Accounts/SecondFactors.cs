using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Accounts;

/// <summary>A person's second factor that is on.</summary>
/// <param name="Secret">Encrypted under the keys of the data folder, for this person.</param>
/// <param name="Recovery">SHA-256 of the recovery codes that were not used yet: each is 80 random bits.</param>
/// <param name="LastStep">Of the last code that was taken.</param>
internal sealed record SecondFactor(string Secret, string[] Recovery, long LastStep);

/// <summary>Turns second factors on and off, and takes their codes, each once.</summary>
internal sealed class SecondFactors(
    AccountStore accounts, IDataProtectionProvider protection, AuthSettings settings, [FromKeyedServices(WatchClock.Wall)] TimeProvider wall)
{
    /// <summary>A phone and a drawer; more would only be copied.</summary>
    private const int RecoveryCodes = 10;

    private const int RecoveryBytes = 10, RecoveryLength = RecoveryBytes * 8 / 5;

    /// <summary>Long enough to find the app and hold the phone to the screen.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>Begun and not confirmed. In memory: who restarts the silo meanwhile begins again.</summary>
    private readonly ConcurrentDictionary<string, (byte[] Secret, DateTimeOffset Until)> _begun = new();

    /// <summary>Of this process: a code that was taken while the disk was away is not taken twice either.</summary>
    private readonly ConcurrentDictionary<string, long> _lastStep = new();

    /// <summary>Must this person have one, and has none?</summary>
    public bool IsOwedBy(Account account) => settings.SecondFactorRequired && (account is { SecondFactor: null, Role: Role.Admin or Role.Director } or { SecondFactor: null, Role: Role.Officer, Names: true });

    /// <returns>The secret for the app, in base 32, and as a URI.</returns>
    public (string Secret, string Uri) Begin(string user)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        _begun[user] = (secret, wall.GetUtcNow() + s_patience);
        var text = Totp.Base32(secret);
        return (text, Totp.UriOf(user, text));
    }

    /// <summary>The app has the secret: it is on from here.</summary>
    /// <returns>The recovery codes, which nobody can read again; null: the code is wrong, or nothing was begun.</returns>
    /// <exception cref="StoreUnavailableException">It is not on.</exception>
    public string[]? Confirm(string user, string code)
    {
        if (!_begun.TryGetValue(user, out var begun) || begun.Until < wall.GetUtcNow() || Totp.StepOf(begun.Secret, code, wall.GetUtcNow(), after: 0) is not { } step) return null;
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => Totp.Base32(RandomNumberGenerator.GetBytes(RecoveryBytes)).ToLowerInvariant()).ToArray();
        var factor = new SecondFactor(Protector(user).Protect(Convert.ToHexString(begun.Secret)), [.. codes.Select(HashOf)], step);
        if (accounts.Change(user, now => now with { SecondFactor = factor }) is null) return null;
        _begun.TryRemove(user, out _);
        _lastStep[user] = step;
        return codes;
    }

    /// <exception cref="StoreUnavailableException">It is still on.</exception>
    public void TurnOff(string user) => accounts.Change(user, now => now.SecondFactor is null ? now : now with { SecondFactor = null });

    /// <summary>Is this code right, of the app or a recovery code? Then it is used up.</summary>
    public bool Take(string user, string code)
    {
        var text = code.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var taken = false;
        try
        {
            accounts.Change(user, now =>
            {
                if (now.SecondFactor is not { } factor || After(user, factor, text) is not { } after) return now;
                taken = true;
                return now with { SecondFactor = after };
            });
            return taken;
        }
        catch (StoreUnavailableException)
        {
            // A step is remembered here too, so a person gets in while the disk is away. A recovery code that cannot be crossed out is not taken.
            return taken && text.Length != RecoveryLength;
        }
    }

    /// <returns>Without what was used; null: the code is wrong.</returns>
    private SecondFactor? After(string user, SecondFactor factor, string code)
    {
        var hash = HashOf(code);
        if (factor.Recovery.Contains(hash)) return factor with { Recovery = [.. factor.Recovery.Where(r => r != hash)] };
        var last = Math.Max(factor.LastStep, _lastStep.GetValueOrDefault(user));
        if (SecretOf(user, factor) is not { } secret || Totp.StepOf(secret, code, wall.GetUtcNow(), last) is not { } step) return null;
        _lastStep[user] = step;
        return factor with { LastStep = step };
    }

    /// <returns>Null: it was encrypted under keys that are gone; recovery codes go on.</returns>
    private byte[]? SecretOf(string user, SecondFactor factor)
    {
        try
        {
            return Convert.FromHexString(Protector(user).Unprotect(factor.Secret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>One for each person: a row that was put into another's place opens nothing.</summary>
    private IDataProtector Protector(string user) => protection.CreateProtector("SmartCare.SecondFactor", user);

    private static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
