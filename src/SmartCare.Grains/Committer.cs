using System.Runtime.InteropServices;

namespace SmartCare.Grains;

/// <summary>
/// The one writer of the journal. Group commit: whatever the shards decided while the last commit ran is the next one. After
/// the commit the effects are released and the receipts told, so that acknowledged means safe. When the journal fails or
/// stalls, decisions go out marked unsaved, receipts are not told "saved", and the same batches are tried again until they are on disk.
/// </summary>
public sealed class Committer<TMessage, TEffect>
{
    private readonly IJournal _journal;
    private readonly IDecisionBook<TMessage, TEffect> _book;
    private readonly Action<JournalBatch> _saved;
    private readonly TimeProvider _time;
    private readonly WorkQueue<Decided<TMessage, TEffect>> _inbox = new();
    private List<Decided<TMessage, TEffect>> _taken = [];
    private readonly List<Pending> _pending = [];

    // Of the commit under way; kept, because there may be a thousand commits a second.
    private readonly List<JournalBatch> _batches = [];
    private readonly List<Row> _rows = [];
    private readonly object _gate = new();
    private readonly Thread _thread;
    private long _commitStarted;
    private long _failedAt;
    private long _pendingEntries;

    /// <summary>Entries of the last commit.</summary>
    private int _committed;
    private volatile bool _stopping;
    private volatile string? _trouble;

    private sealed record Pending(Decided<TMessage, TEffect> Decided, IReadOnlyList<Row> Rows)
    {
        public bool Shown { get; set; }
    }

    /// <param name="saved">Told of every batch that reached the disk, before its receipts.</param>
    public Committer(IJournal journal, IDecisionBook<TMessage, TEffect> book, Action<JournalBatch> saved, TimeProvider time)
    {
        (_journal, _book, _saved, _time) = (journal, book, saved, time);
        _thread = new Thread(Run) { Name = "committer", IsBackground = true };
    }

    /// <summary>Why the journal cannot be written just now; null when all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>Entries decided and not yet on disk.</summary>
    public long PendingEntries => Interlocked.Read(ref _pendingEntries);

    public long Commits { get; private set; }

    public void Start() => _thread.Start();

    public void Post(Decided<TMessage, TEffect> decided)
    {
        Interlocked.Add(ref _pendingEntries, decided.Entries.Count);
        _inbox.Add(decided);
    }

    /// <summary>Commits what is left, once, and ends.</summary>
    public void Stop()
    {
        _stopping = true;
        _inbox.Close();
        if (_thread.IsAlive) _thread.Join();
    }

    /// <summary>Called about once a second by the host: a commit that hangs must not keep an alarm from the wall.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            if (_commitStarted == 0 || _time.GetElapsedTime(_commitStarted).TotalMilliseconds < Limits.StalledCommitMs) return;
            _trouble = "journal: a commit does not come back from the disk";
            _inbox.Take(ref _taken, int.MaxValue, 0);
            Enter();
            ShowUnsaved();
        }
    }

    private void Run()
    {
        while (Step(_pending.Count > 0 ? Limits.RetryMs : -1))
        {
            // Only who has just committed a little rests: the first reading after a quiet moment is on its way to the disk at once.
            if (_committed is > 0 and < Limits.SmallCommit) Thread.Sleep(Limits.GatherMs);
            _committed = 0;
        }
    }

    /// <summary>One commit of everything there is.</summary>
    /// <returns>False when stopped and nothing is left to try.</returns>
    internal bool Step(int waitMs)
    {
        var open = _inbox.Take(ref _taken, int.MaxValue, _stopping ? 0 : waitMs);
        int group;
        lock (_gate)
        {
            Enter();
            // A failing journal is tried again every half second, not with every press; a press is shown at once all the same.
            if (_trouble is not null && !_stopping && _time.GetElapsedTime(_failedAt).TotalMilliseconds < Limits.RetryMs)
            {
                ShowUnsaved();
                return open;
            }

            group = Gather();
            if (group > 0) _commitStarted = _time.GetTimestamp();
        }

        if (group == 0) return open;
        var trouble = TryCommit(_batches, _rows);
        IReadOnlyList<Row> marked = [];
        lock (_gate)
        {
            _commitStarted = 0;
            _trouble = trouble;
            if (trouble is null)
            {
                Finish(group);
                // What Watch let out during a hanging commit is not on disk yet.
                if (_pending.Count == 0) marked = _book.Settle();
                if (marked.Count > 0) _commitStarted = _time.GetTimestamp();
            }
            else
            {
                _failedAt = _time.GetTimestamp();
                ShowUnsaved();
            }
        }

        if (marked.Count > 0) Settle(marked);
        return trouble is null ? open : !_stopping;
    }

    /// <summary>Takes the mark off what went out unsaved. Not under the lock: this commit may hang as any other, and then
    /// <see cref="Watch"/> must still get the alarms out.</summary>
    private void Settle(IReadOnlyList<Row> marked)
    {
        var trouble = TryCommit([], marked);
        lock (_gate)
        {
            _commitStarted = 0;
            _trouble = null;
            // What Watch has let out meanwhile may have changed the same alerts again: the next commit settles those anew.
            if (trouble is null && _pending.Count == 0) _book.Settled(marked);
        }
    }

    private void Enter()
    {
        foreach (var decided in _taken) _pending.Add(new Pending(decided, _book.Enter(decided)));
        _taken.Clear();
    }

    /// <summary>What the next commit holds.</summary>
    /// <returns>How many decisions, from the first that waits.</returns>
    private int Gather()
    {
        _batches.Clear();
        _rows.Clear();
        foreach (var pending in _pending)
        {
            _batches.Add(pending.Decided.Batch);
            _rows.AddRange(pending.Rows);
        }

        return _pending.Count;
    }

    private void Finish(int group)
    {
        _committed = 0;
        foreach (var pending in CollectionsMarshal.AsSpan(_pending)[..group])
        {
            var entries = pending.Decided.Entries.Count;
            _committed += entries;
            Interlocked.Add(ref _pendingEntries, -entries);
            _saved(pending.Decided.Batch);
            if (!pending.Shown) _book.Release(pending.Decided, pending.Rows, saved: true);
            pending.Decided.Release(saved: true);
        }

        _pending.RemoveRange(0, group);
        Commits++;
    }

    private void ShowUnsaved()
    {
        foreach (var pending in _pending.Where(p => !p.Shown))
        {
            pending.Shown = true;
            _book.Release(pending.Decided, pending.Rows, saved: false);
            pending.Decided.Release(saved: false);
        }
    }

    private string? TryCommit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows)
    {
        try
        {
            _journal.Commit(batches, rows);
            return null;
        }
        catch (JournalUnavailableException error)
        {
            return $"journal: {error.Message}";
        }
    }
}
