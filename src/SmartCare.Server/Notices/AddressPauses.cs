using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Notices;

/// <summary>Addresses that take nothing just now: each is left alone for longer with every failure, whichever alert it was, and is as good as new with
/// the first notice that it takes. Kept in memory alone: after a start each is tried once.</summary>
/// <remarks>Not safe for threads: the outbox asks it behind its own lock.</remarks>
internal sealed class AddressPauses
{
    private readonly Dictionary<(ChannelKind, string), Failing> _failing = [];

    private sealed class Failing
    {
        public DateTimeOffset Since { get; init; }

        /// <summary>Failures one after the other; tries that ran beside each other are one.</summary>
        public int Times { get; set; }

        /// <summary>When the last of them ended.</summary>
        public DateTimeOffset Last { get; set; }

        /// <summary>What is being tried now, by notice; true: it is high.</summary>
        public Dictionary<string, bool> Running { get; } = [];
    }

    /// <summary>When this notice may be tried, at the earliest; null while another try shows how the address is.</summary>
    public DateTimeOffset? FreeAt(StoredNotice notice)
    {
        if (!_failing.TryGetValue(KeyOf(notice), out var failing)) return DateTimeOffset.MinValue;
        var high = notice.Notice.Priority is Priority.High;
        if (failing.Running.ContainsValue(high)) return null;
        var pause = NoticeLimits.FirstWait * Math.Pow(2, Math.Min(failing.Times - 1, 10));
        var longest = !high ? NoticeLimits.LongestWait : notice.Tries.Count > 0 ? NoticeLimits.LongestHighPause : NoticeLimits.FirstWait;
        return failing.Last + (pause < longest ? pause : longest);
    }

    /// <summary>Since when its address has taken nothing, when that is longer than anybody should wait for it; else null.</summary>
    public DateTimeOffset? HopelessSince(StoredNotice notice, DateTimeOffset now) =>
        _failing.TryGetValue(KeyOf(notice), out var failing) && now - failing.Since >= NoticeLimits.GiveUpAfter
        && now - (notice.Notice.NotBefore ?? notice.WantedAt) >= NoticeLimits.GiveUpAfter ? failing.Since : null;

    public void Began(StoredNotice notice)
    {
        if (_failing.TryGetValue(KeyOf(notice), out var failing)) failing.Running[notice.Notice.Id] = notice.Notice.Priority is Priority.High;
    }

    public void BrokenOff(StoredNotice notice)
    {
        if (_failing.TryGetValue(KeyOf(notice), out var failing)) failing.Running.Remove(notice.Notice.Id);
    }

    /// <returns>True: the address had failed, and takes notices again.</returns>
    public bool Ended(StoredNotice notice, NoticeTry made)
    {
        if (made.Delivered) return _failing.Remove(KeyOf(notice));
        var ended = made.At.AddMilliseconds(made.Ms);
        if (!_failing.TryGetValue(KeyOf(notice), out var failing)) _failing[KeyOf(notice)] = failing = new Failing { Since = made.At };
        failing.Running.Remove(notice.Notice.Id);
        if (made.At >= failing.Last) failing.Times++;
        if (ended > failing.Last) failing.Last = ended;
        return false;
    }

    /// <summary>Failures of long ago say nothing, and are not kept.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _failing.Where(f => f.Value.Running.Count == 0 && now - f.Value.Last >= NoticeLimits.FailingKnownFor).ToList()) _failing.Remove(key);
    }

    private static (ChannelKind, string) KeyOf(StoredNotice notice) => (notice.Notice.Channel.Kind, notice.Notice.Channel.Address);
}
