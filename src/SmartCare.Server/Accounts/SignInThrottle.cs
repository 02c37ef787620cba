using System.Net;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Accounts;

/// <summary>
/// Slows the guessing of passwords. A try is counted before its password is looked at, so a hundred at once are a hundred; one that was right is
/// taken back. Counted are the tries for a name from one address, for a name from anywhere, and from an address for whatever name: who guesses
/// locks out himself. A browser that has signed in as somebody before has a count of its own: nobody else can lock it out at 3 a.m.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>A person mistypes a few times; a home's hundred people share an address and rarely mistype at once.</summary>
    private const int MostForName = 10, MostForNameFromAnywhere = 100, MostFromAddress = 60;

    /// <summary>Counts remembered. One address makes at most <see cref="MostFromAddress"/> of them before it rests, so only thousands of addresses fill it.</summary>
    private const int MostCounts = 20_000;

    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(5);
    private readonly Dictionary<(string? Name, object? From), (int Tries, DateTimeOffset Since)> _counts = [];
    private readonly Lock _gate = new();

    /// <param name="browser">The mark of a browser that has signed in as this user before; null: it has not.</param>
    /// <returns>How long to wait; zero: the password may be looked at, and the try is taken back when it was right.</returns>
    public TimeSpan Try(string user, IPAddress? from, string? browser)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var wait = TimeSpan.Zero;
            foreach (var (key, most) in CountsOf(user, from, browser))
                if (_counts.TryGetValue(key, out var count) && count.Tries >= most && s_rest - (now - count.Since) is { Ticks: > 0 } rest && rest > wait)
                    wait = rest;
            if (wait > TimeSpan.Zero) return wait;
            foreach (var (key, _) in CountsOf(user, from, browser)) Count(key, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>The code of a second factor, six digits, by somebody who has the password: counted from anywhere together.</summary>
    public TimeSpan TryCode(string user) => Try(user, null, Code);

    /// <summary>It was right.</summary>
    public void TakeBackCode(string user) => TakeBack(user, null, Code);

    /// <summary>No browser's mark is so short.</summary>
    private const string Code = "code";

    /// <summary>The password was right, or was not looked at: the try was none.</summary>
    public void TakeBack(string user, IPAddress? from, string? browser)
    {
        lock (_gate)
            foreach (var (key, _) in CountsOf(user, from, browser))
                if (_counts.TryGetValue(key, out var count))
                    _counts[key] = (Math.Max(0, count.Tries - 1), count.Since);
    }

    private static ((string? Name, object? From) Key, int Most)[] CountsOf(string user, IPAddress? from, string? browser) => browser is not null
        ? [((user, browser), MostForName)]
        : [((user, AddressKey.Of(from) ?? IPAddress.None), MostForName), ((user, null), MostForNameFromAnywhere), ((null, AddressKey.Of(from) ?? IPAddress.None), MostFromAddress)];

    private void Count((string? Name, object? From) key, DateTimeOffset now)
    {
        if (_counts.TryGetValue(key, out var count) && now - count.Since < s_rest)
        {
            _counts[key] = (count.Tries + 1, count.Since);
            return;
        }

        if (_counts.Count >= MostCounts) Forget();
        _counts[key] = (1, now);
    }

    /// <summary>The older half: those rests are over first.</summary>
    private void Forget()
    {
        foreach (var (key, _) in _counts.OrderBy(c => c.Value.Since).Take(MostCounts / 2).ToList()) _counts.Remove(key);
    }
}
