using System.Collections.Concurrent;

namespace SmartCare.Server.Accounts;

/// <summary>Slows the guessing of passwords: after so many wrong ones a name rests for a while.</summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int MostWrong = 10;

    /// <summary>Names remembered; beyond it the memory starts anew, which only helps someone who can already try that many names.</summary>
    private const int MostNames = 10_000;

    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (int Wrong, DateTimeOffset Since)> _names = new();

    public bool MayTry(string user) =>
        !_names.TryGetValue(user, out var seen) || seen.Wrong < MostWrong || time.GetUtcNow() - seen.Since > s_rest;

    public void Failed(string user)
    {
        var now = time.GetUtcNow();
        if (_names.Count >= MostNames) _names.Clear();
        _names.AddOrUpdate(user, (1, now), (_, seen) => now - seen.Since > s_rest ? (1, now) : (seen.Wrong + 1, seen.Since));
    }
}
