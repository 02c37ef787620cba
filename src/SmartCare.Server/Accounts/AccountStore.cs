using System.Collections.Concurrent;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>Who may sign in (people), and who may speak MQTT (devices and gateways).</summary>
internal sealed class AccountStore
{
    private readonly SqliteStore _store;
    private readonly PasswordCheck _passwords;
    private readonly DeviceVerifier _verifier;
    private readonly ConcurrentDictionary<string, Account> _accounts;
    private readonly ConcurrentDictionary<string, Credential> _credentials;

    /// <summary>What is kept of a device's password: its slow hash and, after a space, the quick verifier; a file of before has the hash alone.</summary>
    private readonly record struct Credential(string Hash, string? Verifier)
    {
        public static Credential Read(string stored) => stored.Split(' ') is [var hash, var verifier] ? new(hash, verifier) : new(stored, null);

        public override string ToString() => Verifier is null ? Hash : $"{Hash} {Verifier}";
    }

    public AccountStore(SqliteStore store, PasswordCheck passwords, DeviceVerifier verifier)
    {
        (_store, _passwords, _verifier) = (store, passwords, verifier);
        _accounts = new(store.Tables.Accounts().Select(Account.FromJson).Select(a => KeyValuePair.Create(a.User, a)));
        _credentials = new(store.Tables.Credentials().Select(c => KeyValuePair.Create(c.Device, Credential.Read(c.Hash))));
    }

    public bool IsEmpty => _accounts.IsEmpty;

    public bool HasDemoAccounts => _accounts.Values.Any(a => a.Demo);

    public Account? Find(string user) => _accounts.GetValueOrDefault(user);

    /// <summary>The account, when the password is right; else null, after the same time.</summary>
    /// <exception cref="TooManySignInsException"/>
    public async Task<Account?> SignInAsync(string user, string password, CancellationToken cancellation)
    {
        var account = Find(user);
        return await _passwords.IsRightAsync(account?.PasswordHash, password, cancellation) ? account : null;
    }

    /// <summary>Has this device (or gateway) a password?</summary>
    public bool KnowsDevice(string device) => _credentials.ContainsKey(device);

    /// <remarks>Ids of devices are no secret (they stand in topics), so an unknown one is refused at once.</remarks>
    public async Task<bool> IsDevicePasswordAsync(string device, string password, CancellationToken cancellation)
    {
        if (!_credentials.TryGetValue(device, out var credential)) return false;
        if (_verifier.Judge(credential.Verifier, device, password) is { } verdict) return verdict;
        if (!await _passwords.IsDevicesAsync(credential.Hash, password, cancellation)) return false;
        Keep(device, credential with { Verifier = _verifier.Of(device, password) });
        return true;
    }

    public void Add(params IReadOnlyList<Account> accounts)
    {
        _store.Write([.. accounts.Select(a => new AccountRow(a.User, a.ToJson()))]);
        foreach (var account in accounts) _accounts[account.User] = account;
    }

    /// <summary>Sets the password of devices. Hashing is slow: many devices that share one are given one hash.</summary>
    public void SetDevicePassword(string password, params IReadOnlyList<string> devices)
    {
        var hash = _passwords.HashForDevice(password);
        List<(string Device, Credential Credential)> set = [.. devices.Select(d => (d, new Credential(hash, _verifier.Of(d, password))))];
        _store.Write([.. set.Select(s => new CredentialRow(s.Device, s.Credential.ToString()))]);
        foreach (var (device, credential) in set) _credentials[device] = credential;
    }

    private void Keep(string device, Credential credential)
    {
        try
        {
            _store.Write([new CredentialRow(device, credential.ToString())]);
        }
        catch (StoreUnavailableException)
        {
            // It is let in all the same, and judged slowly once more after the next start.
        }

        _credentials[device] = credential;
    }
}
