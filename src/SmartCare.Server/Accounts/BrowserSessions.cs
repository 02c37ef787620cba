using System.Collections.Concurrent;
using System.Security.Cryptography;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Server.Accounts;

/// <summary>A browser that somebody is signed in with.</summary>
internal sealed class BrowserSession(SessionRow row)
{
    private long _seenMs = row.SeenMs, _writtenMs = row.SeenMs;

    public string Id => row.Id;

    public string User => row.User;

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs);

    public DateTimeOffset SeenAt => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _seenMs));

    public string? From => row.From;

    public string? Browser => row.Browser;

    /// <returns>True when its row is so far behind that it is to be written.</returns>
    public bool Seen(DateTimeOffset at, TimeSpan behind)
    {
        var nowMs = at.ToUnixTimeMilliseconds();
        Volatile.Write(ref _seenMs, nowMs);
        if (nowMs - Volatile.Read(ref _writtenMs) < behind.TotalMilliseconds) return false;
        Volatile.Write(ref _writtenMs, nowMs);
        return true;
    }
}

/// <summary>
/// Who is signed in with which browser. A cookie only names its session; whether that goes on is known here, in memory, so one that ends is over
/// with the next request. Rows in the store let them outlive a restart; while the disk is away they live in memory.
/// </summary>
internal sealed class BrowserSessions
{
    /// <summary>A home's walls and phones often share the account of its duty. Beyond it the one that was used least lately ends.</summary>
    private const int MostOfUser = 100;

    /// <summary>Some hundred bytes each; a hundred people with every one of theirs.</summary>
    private const int Most = 10_000;

    /// <summary>A browser says more about itself than anybody reads in a list.</summary>
    private const int LongestBrowser = 200;

    /// <summary>A wall that hangs counts as used as long as it is connected.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromDays(30);

    /// <summary>In step with <see cref="SessionCookie"/>: twice a year everybody signs in again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(180);

    /// <summary>The row follows the last use no closer: it serves people's eyes and a limit of days.</summary>
    private static readonly TimeSpan s_coarse = TimeSpan.FromHours(1);

    /// <summary>Nobody waits longer for the disk; what it has not taken yet is tried again each minute.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly ICareStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, BrowserSession> _sessions;
    private readonly ConcurrentDictionary<string, StoredRow> _unwritten = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastSignIn;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _beginning = new();

    public BrowserSessions(Tables tables, ICareStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _sessions = new(tables.Sessions().Select(r => KeyValuePair.Create(r.Id, new BrowserSession(r))));
        _lastSignIn = new(tables.SignIns().Select(s => KeyValuePair.Create(s.User, DateTimeOffset.FromUnixTimeMilliseconds(s.AtMs))));
    }

    /// <summary>It has ended, whatever the reason; its connections must too.</summary>
    public event Action<string>? Ended;

    public BrowserSession Begin(string user, string? from, string browser)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var cut = browser.Length > LongestBrowser ? browser[..LongestBrowser] : browser;
        var row = new SessionRow(RandomNumberGenerator.GetHexString(32, lowercase: true), user, now, now, from, cut.Length == 0 ? null : cut);
        var session = new BrowserSession(row);
        lock (_beginning)
        {
            if (Of(user) is { Count: >= MostOfUser } own) End(own[^1].Id);
            if (_sessions.Count >= Most) End(_sessions.Values.MinBy(s => s.SeenAt)!.Id);
            _unwritten[row.Id] = row;
            _sessions[row.Id] = session;
            // No session's id has a space.
            _unwritten[$"signed in {user}"] = new SignInRow(user, now);
            _lastSignIn[user] = session.CreatedAt;
        }

        return session;
    }

    /// <returns>Null: never.</returns>
    public DateTimeOffset? LastSignIn(string user) => _lastSignIn.TryGetValue(user, out var at) ? at : null;

    /// <summary>There is no account of this name any more.</summary>
    public void Forget(string user)
    {
        _unwritten.TryRemove($"signed in {user}", out _);
        _lastSignIn.TryRemove(user, out _);
    }

    /// <summary>Those of a user, the last used first.</summary>
    public IReadOnlyList<BrowserSession> Of(string user) => [.. _sessions.Values.Where(s => s.User == user).OrderByDescending(s => s.SeenAt)];

    /// <summary>Does it go on? Then it was used now.</summary>
    public bool Use(string? id, string user)
    {
        if (id is null || !_sessions.TryGetValue(id, out var session) || session.User != user) return false;
        var now = _time.GetUtcNow();
        if (IsOver(session, now))
        {
            End(id);
            return false;
        }

        Seen(session, now);
        return true;
    }

    /// <summary>Does it go on? As <see cref="Use"/>, by nobody who uses it.</summary>
    public bool Goes(string id, string user) => _sessions.TryGetValue(id, out var session) && session.User == user;

    /// <returns>False: it was over already.</returns>
    public bool End(string id)
    {
        if (!_sessions.TryRemove(id, out _)) return false;
        _unwritten[id] = new SessionEndRow(id);
        Ended?.Invoke(id);
        return true;
    }

    /// <param name="but">This one goes on; null: none.</param>
    public void EndAll(string user, string? but)
    {
        foreach (var session in Of(user))
            if (session.Id != but)
                End(session.Id);
    }

    /// <summary>Ends those that nobody uses any more.</summary>
    /// <param name="connected">Those whose walls hang or whose phones show notices are used, and no time cuts them: a clock that jumps must not make a wall dark.</param>
    public void Sweep(IReadOnlySet<string> connected)
    {
        var now = _time.GetUtcNow();
        foreach (var session in _sessions.Values)
        {
            if (connected.Contains(session.Id)) Seen(session, now);
            else if (IsOver(session, now)) End(session.Id);
        }
    }

    /// <summary>Ends when everything said before is on disk, or patience ends.</summary>
    public Task SaveAsync() => _unwritten.IsEmpty ? Task.CompletedTask : Task.WhenAny(WriteAsync(), Task.Delay(s_patience, _time));

    /// <summary>What else may wait to be written is its beginning or its end, which say more.</summary>
    private void Seen(BrowserSession session, DateTimeOffset now)
    {
        if (session.Seen(now, s_coarse)) _unwritten.TryAdd(session.Id, new SessionSeenRow(session.Id, now.ToUnixTimeMilliseconds()));
    }

    private async Task WriteAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (_unwritten.ToArray() is not { Length: > 0 } rows) return;
            await Task.Run(() => _store.Write([.. rows.Select(r => r.Value)]));
            // Whatever was said of it meanwhile stays for the next time.
            foreach (var row in rows) _unwritten.TryRemove(row);
        }
        catch (StoreUnavailableException)
        {
            // With the next change, or the next minute.
        }
        finally
        {
            _writing.Release();
        }
    }

    private static bool IsOver(BrowserSession session, DateTimeOffset now) => now - session.SeenAt > s_idle || now - session.CreatedAt > Longest;
}
