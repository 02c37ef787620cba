using System.Globalization;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;
using SmartCare.Storage;

namespace SmartCare.Server.Notices;

/// <summary>
/// The outbox. A notice is a row in the transaction of the decision that wants it, and its end a row in that of the entry which tells
/// the site's grain; between the two it lives here. What was not finished when the silo died is begun again at the start.
/// </summary>
internal sealed class NoticeOutbox
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Unfinished> _notices = [];
    private readonly AddressPauses _pauses = new();
    private readonly SemaphoreSlim _toSend = new(0, 1), _toRecord = new(0, 1);

    public NoticeOutbox(Tables tables)
    {
        foreach (var stored in tables.WaitingNotices().Select(StoredNotice.FromJson))
            _notices[stored.Notice.Id] = new Unfinished(stored) { Released = true };
        // Withdrawn while it was on its way, and then the silo died.
        foreach (var left in _notices.Values.Where(n => n.Stored.Withdrawn)) End(left, NoticeState.Withdrawn, left.Stored.WantedAt);
    }

    private sealed class Unfinished(StoredNotice stored)
    {
        public StoredNotice Stored { get; set; } = stored;

        /// <summary>Its decision is on disk, or was shown without.</summary>
        public bool Released { get; set; }

        /// <summary>With the sender: nobody else may begin or end it.</summary>
        public bool OnItsWay { get; set; }

        /// <summary>Changed since it was last written.</summary>
        public bool Dirty { get; set; }

        public bool Waits => Released && !OnItsWay && Stored.State is NoticeState.Waiting;
    }

    /// <summary>Everything that is not finished, or not on disk yet.</summary>
    public IReadOnlyList<StoredNotice> Held
    {
        get { lock (_gate) return [.. _notices.Values.Select(n => n.Stored)]; }
    }

    /// <summary>The rows that belong to a record. Called by the committer, in commit order.</summary>
    public void AddRows(GrainRecord record, List<Row> rows)
    {
        lock (_gate)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(record.AtMs);
            if (record.Heard is NoticeAnswered answered) Answered(answered, at, rows);
            foreach (var effect in record.Effects)
            {
                if (effect is NoticeWanted wanted) Want(wanted.Notice, at, rows);
                else if (effect is NoticesWithdrawn withdrawn) Withdraw(withdrawn.AlertId, at, rows);
            }
        }
    }

    /// <summary>The record may be seen: what it wanted may go out. Unsaved, its rows are this outbox's to write as soon as there is a disk.</summary>
    public void Release(IReadOnlyList<Row> rows, bool saved)
    {
        if (!rows.Any(r => r is NoticeRow)) return;
        lock (_gate)
        {
            foreach (var id in rows.OfType<NoticeRow>().Select(r => r.Id))
            {
                if (!_notices.TryGetValue(id, out var notice)) continue;
                notice.Released = true;
                if (saved && !notice.Dirty && notice.Stored.State is not NoticeState.Waiting) _notices.Remove(id);
                else if (!saved) notice.Dirty = true;
            }
        }

        Signal(_toSend);
        Signal(_toRecord);
    }

    /// <summary>Takes what is due, the urgent and the fresh first: what has failed before waits behind what has not, and whatever goes to an address
    /// that takes nothing waits for its pause.</summary>
    /// <param name="places">How many more tries of a kind may begin.</param>
    /// <returns>What is to be tried now; what nobody need try any more, with why as its last try; and when to look again.</returns>
    public (IReadOnlyList<StoredNotice> Due, IReadOnlyList<StoredNotice> Over, DateTimeOffset? NextAt) Take(DateTimeOffset now, Func<ChannelKind, int> places)
    {
        var (taken, over) = (new List<StoredNotice>(), new List<StoredNotice>());
        lock (_gate)
        {
            _pauses.Forget(now);
            var later = _notices.Values.Where(n => n.Waits && n.Stored.NextAt > now).Select(n => (DateTimeOffset?)n.Stored.NextAt).Min();
            var left = new Dictionary<ChannelKind, int>();
            foreach (var notice in _notices.Values.Where(n => n.Waits && n.Stored.NextAt <= now)
                .OrderBy(n => n.Stored.Notice.Priority).ThenBy(n => n.Stored.Tries.Count).ThenBy(n => n.Stored.NextAt).ThenByDescending(n => n.Stored.WantedAt))
            {
                if (Last(notice.Stored, now) is { } last)
                {
                    over.Add(Hand(notice, last));
                    continue;
                }

                var freeAt = _pauses.FreeAt(notice.Stored);
                if (!(freeAt <= now))
                {
                    if (freeAt is { } free && !(later <= free)) later = free;
                    continue;
                }

                var kind = notice.Stored.Notice.Channel.Kind;
                if (!left.TryGetValue(kind, out var room)) room = places(kind);
                left[kind] = room - 1;
                if (room <= 0) continue;
                notice.OnItsWay = true;
                _pauses.Began(notice.Stored);
                taken.Add(notice.Stored);
            }

            return (taken, over, later);
        }
    }

    /// <summary>A try is over.</summary>
    /// <param name="nextAt">When to try again; null when this was the last.</param>
    /// <param name="showBy">It was taken by somebody who passes it on: a phone is to have shown it by then.</param>
    /// <param name="ofAddress">False: that it failed says nothing of its address.</param>
    /// <returns>True: that was all, and its site is to be told. False: it goes on, or was withdrawn meanwhile and did not go out.</returns>
    public bool Tried(string id, NoticeTry made, DateTimeOffset? nextAt, DateTimeOffset? showBy = null, bool ofAddress = true)
    {
        lock (_gate)
        {
            if (!_notices.TryGetValue(id, out var notice)) return false;
            var ended = made.At.AddMilliseconds(made.Ms);
            // The phone may be faster than whoever took it for the phone.
            if (notice.Stored.Shown) showBy = ended;
            Change(notice, notice.Stored.Next(n => n with { Tries = [.. n.Tries, made], NextAt = showBy ?? nextAt ?? n.NextAt, ShowBy = showBy }));
            if (!ofAddress) _pauses.BrokenOff(notice.Stored);
            else if (_pauses.Ended(notice.Stored, made)) Hasten(notice.Stored.Notice.Channel, ended);
            var goesOn = made.Delivered || notice.Stored.Shown || !notice.Stored.Withdrawn;
            if (!goesOn) End(notice, NoticeState.Withdrawn, made.At);
            // The last try's end is the answer's own entry; until then it is with the sender.
            return notice.OnItsWay = goesOn && nextAt is null && showBy is null;
        }
    }

    /// <summary>A phone shows it: its site is told as soon as whoever took it has answered.</summary>
    public void Shown(string id, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_notices.TryGetValue(id, out var notice) || notice.Stored is not { State: NoticeState.Waiting, Shown: false }) return;
            Change(notice, notice.Stored.Next(n => notice.OnItsWay ? n with { Shown = true } : n with { Shown = true, ShowBy = now, NextAt = now }));
        }

        Signal(_toSend);
    }

    /// <summary>Broken off by the silo's own stop: as if it had never begun.</summary>
    public void PutBack(string id)
    {
        lock (_gate)
            if (_notices.TryGetValue(id, out var notice))
            {
                notice.OnItsWay = false;
                _pauses.BrokenOff(notice.Stored);
            }
    }

    /// <summary>What is to be written down, as it is now.</summary>
    public IReadOnlyList<StoredNotice> Dirty
    {
        get { lock (_gate) return [.. _notices.Values.Where(n => n.Dirty).Select(n => n.Stored)]; }
    }

    public void Recorded(IReadOnlyList<StoredNotice> written)
    {
        lock (_gate)
        {
            foreach (var stored in written)
            {
                if (!_notices.TryGetValue(stored.Notice.Id, out var notice) || notice.Stored.Revision != stored.Revision) continue;
                notice.Dirty = false;
                if (stored.State is not NoticeState.Waiting) _notices.Remove(stored.Notice.Id);
            }
        }
    }

    public Task ToSendAsync(CancellationToken cancellation) => _toSend.WaitAsync(cancellation);

    public Task ToRecordAsync(CancellationToken cancellation) => _toRecord.WaitAsync(cancellation);

    /// <summary>Something may be due now.</summary>
    public void Wake() => Signal(_toSend);

    private void Want(Notice notice, DateTimeOffset at, List<Row> rows)
    {
        if (_notices.ContainsKey(notice.Id)) return;
        var stored = StoredNotice.Of(notice, at);
        if (_notices.Count >= NoticeLimits.Unfinished) stored = stored.Ended(NoticeState.Failed, at);
        else _notices[notice.Id] = new Unfinished(stored);
        rows.Add(stored.ToRow());
    }

    private void Withdraw(string alert, DateTimeOffset at, List<Row> rows)
    {
        foreach (var notice in _notices.Values.Where(n => n.Stored.Notice.AlertId == alert && n.Stored is { State: NoticeState.Waiting, ShowBy: null }))
        {
            notice.Stored = notice.OnItsWay ? notice.Stored.Next(n => n with { Withdrawn = true }) : notice.Stored.Ended(NoticeState.Withdrawn, at);
            rows.Add(notice.Stored.ToRow());
        }
    }

    private void Answered(NoticeAnswered answered, DateTimeOffset at, List<Row> rows)
    {
        if (!_notices.TryGetValue(answered.NoticeId, out var notice) || notice.Stored.State is not NoticeState.Waiting) return;
        notice.Stored = notice.Stored.Ended(answered.Delivered ? NoticeState.Sent : NoticeState.Failed, at);
        (notice.OnItsWay, notice.Dirty) = (false, false);
        rows.Add(notice.Stored.ToRow());
    }

    /// <summary>What a notice that is due ends with; null: it is to be tried.</summary>
    private NoticeTry? Last(StoredNotice notice, DateTimeOffset now)
    {
        if (notice.ShowBy is not null)
            return new NoticeTry(now, 0, notice.Shown, notice.Shown ? "a phone has shown it" : $"no phone has shown it within {NoticeLimits.ShownWithin.TotalSeconds:0} s");
        if (_pauses.HopelessSince(notice, now) is not { } since) return null;
        var minutes = (now - since).TotalMinutes.ToString("0", CultureInfo.InvariantCulture);
        return new NoticeTry(now, 0, false, $"not tried: the address has taken nothing for {minutes} min");
    }

    /// <summary>With the sender from here on, for its site's grain is to be told.</summary>
    private StoredNotice Hand(Unfinished notice, NoticeTry last)
    {
        Change(notice, notice.Stored.Next(n => n with { Tries = [.. n.Tries, last] }));
        notice.OnItsWay = true;
        return notice.Stored;
    }

    /// <summary>The address takes notices again: whatever waits for its next try there is due.</summary>
    private void Hasten(NoticeChannel channel, DateTimeOffset now)
    {
        foreach (var other in _notices.Values.Where(n => n.Waits && n.Stored is { Tries.Count: > 0 } s && s.NextAt > now && s.Notice.Channel.Kind == channel.Kind && s.Notice.Channel.Address == channel.Address))
            Change(other, other.Stored.Next(n => n with { NextAt = now }));
    }

    private void End(Unfinished notice, NoticeState state, DateTimeOffset at) => Change(notice, notice.Stored.Ended(state, at));

    private void Change(Unfinished notice, StoredNotice now)
    {
        (notice.Stored, notice.Dirty) = (now, true);
        Signal(_toRecord);
    }

    private static void Signal(SemaphoreSlim waiting)
    {
        lock (waiting)
            if (waiting.CurrentCount == 0)
                waiting.Release();
    }
}
