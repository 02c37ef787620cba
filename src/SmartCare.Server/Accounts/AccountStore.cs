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
    private readonly Lock _changing = new();

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

    /// <summary>Whoever was let in by the password of this user must go, but one session: of a change of one's own password.</summary>
    public event Action<string, string?>? Barred;

    /// <summary>The password of this device has changed, or it has none any more.</summary>
    public event Action<string>? DeviceBarred;

    public bool Any(Func<Account, bool> which) => _accounts.Values.Any(which);

    public Account? Find(string user) => _accounts.GetValueOrDefault(user);

    /// <summary>The account, if it may do anything now.</summary>
    public Account? FindUnlocked(string user) => Find(user) is { Locked: false } account ? account : null;

    /// <summary>Is this still the account that it was, as far as letting in goes?</summary>
    public bool StillHolds(Account account) => FindUnlocked(account.User)?.PasswordHash == account.PasswordHash;

    /// <summary>The account, when the password is right and it is not locked; else null, after the same time.</summary>
    /// <exception cref="TooManySignInsException"/>
    public async Task<Account?> SignInAsync(string user, string password, CancellationToken cancellation)
    {
        var account = Find(user);
        // Whom the provider alone signs in has no password.
        return await _passwords.IsRightAsync(account?.PasswordHash is { Length: > 0 } hash ? hash : null, password, cancellation) && account is { Locked: false } ? account : null;
    }

    /// <summary>Has this device (or gateway) a password?</summary>
    public bool KnowsDevice(string device) => _credentials.ContainsKey(device);

    /// <summary>Another after each new password; null: it has none.</summary>
    public string? PasswordMark(string device) => _credentials.TryGetValue(device, out var credential) ? credential.Hash : null;

    /// <remarks>Ids of devices are no secret (they stand in topics), so an unknown one is refused at once.</remarks>
    public async Task<bool> IsDevicePasswordAsync(string device, string password, CancellationToken cancellation)
    {
        if (!_credentials.TryGetValue(device, out var credential)) return false;
        if (_verifier.Judge(credential.Verifier, device, password) is { } verdict) return verdict;
        if (!await _passwords.IsDevicesAsync(credential.Hash, password, cancellation)) return false;
        Keep(device, credential, credential with { Verifier = _verifier.Of(device, password) });
        return true;
    }

    public void Add(params IReadOnlyList<Account> accounts)
    {
        lock (_changing)
        {
            _store.Write([.. accounts.Select(a => new AccountRow(a.User, a.ToJson()))]);
            foreach (var account in accounts) _accounts[account.User] = account;
        }
    }

    /// <summary>In name order.</summary>
    public IReadOnlyList<Account> All => [.. _accounts.ToArray().OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Value)];

    public Account? OfExternal(string external) => _accounts.Values.FirstOrDefault(a => a.External == external);

    /// <summary>Is it nobody's name: no person's, no device's that has a password?</summary>
    public bool IsFree(string name) => name != Reserved && Find(name) is null && !KnowsDevice(name);

    /// <summary>The silo's own name in the record.</summary>
    public const string Reserved = "system";

    /// <summary>A district's staff and a family for each elder; each is some 500 bytes in memory.</summary>
    private const int Most = 50_000;

    public bool IsFull => _accounts.Count >= Most;

    /// <summary>Without it nobody could unlock anybody.</summary>
    public bool IsLastAdmin(Account account) => account.IsUnlockedAdmin && _accounts.Values.All(a => a.User == account.User || !a.IsUnlockedAdmin);

    /// <summary>As <see cref="Set"/>, of an account that is there.</summary>
    /// <returns>The account as it is now; null: there is none of this name.</returns>
    public Account? Change(string user, Func<Account, Account> change, string? keep = null) => Set(user, before => before is null ? null : change(before), keep);

    /// <summary>Makes an account, or changes what it may do, how it is called, or its password. A new password, a lock and a password that must be changed end its
    /// sessions, and what else it has open; rights hold from the next message on without that.</summary>
    /// <param name="set">Is given the account as it is now (null: there is none), and nobody else changes one meanwhile. The same again, or null: nothing changes.</param>
    /// <param name="keep">A session that goes on over a new password; null: none.</param>
    /// <returns>The account as it is now; null: there is none of this name.</returns>
    /// <exception cref="StoreUnavailableException">Nothing has changed.</exception>
    public Account? Set(string user, Func<Account?, Account?> set, string? keep = null)
    {
        Account after;
        lock (_changing)
        {
            var before = Find(user);
            if (set(before) is not { } wanted || ReferenceEquals(wanted, before)) return before;
            after = wanted;
            var row = new AccountRow(user, after.ToJson());
            if (before is null || after.PasswordHash == before.PasswordHash && !after.Locked && (before.MustChangePassword || !after.MustChangePassword))
            {
                _store.Write([row]);
                return _accounts[user] = after;
            }

            _store.Write([row, new SessionsEndRow(user, keep)]);
            _accounts[user] = after;
        }

        Barred?.Invoke(user, keep);
        return after;
    }

    /// <param name="unless">Judged while nobody else changes an account: true leaves it; null: it is removed in any case.</param>
    /// <returns>False: there was none, or it was left.</returns>
    /// <exception cref="StoreUnavailableException">Nothing has changed.</exception>
    public bool Remove(string user, Func<Account, bool>? unless = null)
    {
        lock (_changing)
        {
            if (Find(user) is not { } account || unless?.Invoke(account) is true) return false;
            _store.Write([new AccountEndRow(user), new SessionsEndRow(user, But: null)]);
            _accounts.TryRemove(user, out _);
        }

        Barred?.Invoke(user, null);
        return true;
    }

    /// <summary>Sets the password of devices; one that has it already is left alone, and so is what it has open. Hashing is slow: many devices that
    /// share one are given one hash.</summary>
    public void SetDevicePassword(string password, params IReadOnlyList<string> devices)
    {
        devices = [.. devices.Where(d => !HasPassword(d, password))];
        if (devices.Count == 0) return;
        var hash = _passwords.HashForDevice(password);
        List<(string Device, Credential Credential)> set = [.. devices.Select(d => (d, new Credential(hash, _verifier.Of(d, password))))];
        lock (_changing)
        {
            _store.Write([.. set.Select(s => new CredentialRow(s.Device, s.Credential.ToString()))]);
            foreach (var (device, credential) in set) _credentials[device] = credential;
        }

        foreach (var device in devices) DeviceBarred?.Invoke(device);
    }

    /// <exception cref="StoreUnavailableException">It still has one.</exception>
    public void RemoveDevicePassword(string device)
    {
        lock (_changing)
        {
            _store.Write([new CredentialEndRow(device)]);
            if (!_credentials.TryRemove(device, out _)) return;
        }

        DeviceBarred?.Invoke(device);
    }

    private bool HasPassword(string device, string password) =>
        _credentials.TryGetValue(device, out var credential) && _verifier.Judge(credential.Verifier, device, password) is true;

    private void Keep(string device, Credential before, Credential after)
    {
        lock (_changing)
        {
            // It was given a new password, or none, while the old one was looked at.
            if (!_credentials.TryUpdate(device, after, before)) return;
            try
            {
                _store.Write([new CredentialRow(device, after.ToString())]);
            }
            catch (StoreUnavailableException)
            {
                // It is let in all the same, and judged slowly once more after the next start.
            }
        }
    }
}
