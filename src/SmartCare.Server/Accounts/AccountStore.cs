using System.Collections.Concurrent;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>Who may sign in (people), and who may speak MQTT (devices and gateways).</summary>
internal sealed class AccountStore
{
    private readonly SqliteStore _store;
    private readonly PasswordCheck _passwords;
    private readonly ConcurrentDictionary<string, Account> _accounts;
    private readonly ConcurrentDictionary<string, string> _credentials;

    public AccountStore(SqliteStore store, PasswordCheck passwords)
    {
        (_store, _passwords) = (store, passwords);
        _accounts = new(store.Tables.Accounts().Select(Account.FromJson).Select(a => KeyValuePair.Create(a.User, a)));
        _credentials = new(store.Tables.Credentials().Select(c => KeyValuePair.Create(c.Device, c.Hash)));
    }

    public bool IsEmpty => _accounts.IsEmpty;

    public bool HasDemoAccounts => _accounts.Values.Any(a => a.Demo);

    public Account? Find(string user) => _accounts.GetValueOrDefault(user);

    /// <summary>The account, when the password is right; else null, after the same time.</summary>
    public async Task<Account?> SignInAsync(string user, string password, CancellationToken cancellation)
    {
        var account = Find(user);
        return await _passwords.IsRightAsync(account?.PasswordHash, password, cancellation) ? account : null;
    }

    /// <summary>Has this device (or gateway) a password?</summary>
    public bool KnowsDevice(string device) => _credentials.ContainsKey(device);

    public Task<bool> IsDevicePasswordAsync(string device, string password, CancellationToken cancellation) =>
        _passwords.IsRightAsync(_credentials.GetValueOrDefault(device), password, cancellation);

    public void Add(params IReadOnlyList<Account> accounts)
    {
        _store.Write([.. accounts.Select(a => new AccountRow(a.User, a.ToJson()))]);
        foreach (var account in accounts) _accounts[account.User] = account;
    }

    /// <summary>Sets the password of devices. Hashing is slow: many devices that share one are given one hash.</summary>
    public void SetDevicePassword(string password, params IReadOnlyList<string> devices)
    {
        var hash = _passwords.HashForDevice(password);
        _store.Write([.. devices.Select(d => new CredentialRow(d, hash))]);
        foreach (var device in devices) _credentials[device] = hash;
    }
}
