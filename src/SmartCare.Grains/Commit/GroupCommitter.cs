using System.Diagnostics;
using System.Runtime.InteropServices;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Commit;

/// <summary>
/// The one writer of a silo. Group commit: whatever the grains decided while the last commit ran is the next one, in one transaction. After it tickets are told, so that
/// acknowledged means safe. When the store fails or hangs, decisions go out marked unsaved, nothing is acknowledged, and the same groups are tried again until they are on disk.
/// </summary>
public sealed class GroupCommitter : IRecordQueue
{
    private readonly ICareStore _store;
    private readonly IRecordSink _sink;
    private readonly TimeProvider _time;
    private readonly RecordQueue _inbox = new();
    private readonly List<Pending> _pending = [];
    private readonly GroupWriter _writer;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private List<GrainRecord> _taken = [];
    private long _commitStarted, _failedAt, _pendingRecords, _committed, _lastSeq;

    /// <summary>How many of the pending records the last try held: the same are tried again, for nobody knows whether they were written.</summary>
    private int _tried;

    /// <summary>Records of the last commit.</summary>
    private int _lastCount;
    private volatile bool _stopping;
    private volatile string? _trouble;

    private sealed record Pending(GrainRecord Record)
    {
        public IReadOnlyList<Row>? Rows { get; set; }

        /// <summary>The number after which its rows were numbered.</summary>
        public long AfterSeq { get; set; }

        public bool Shown { get; set; }
    }

    public GroupCommitter(ICareStore store, IRecordSink sink, TimeProvider time)
    {
        (_store, _sink, _time, _lastSeq) = (store, sink, time, store.LastSeq);
        _writer = new GroupWriter(store.Stream, store.LastEntry);
        _thread = new Thread(Run) { Name = "committer", IsBackground = true };
    }

    /// <summary>Why the store cannot be written just now; null when all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>Records decided and not yet on disk.</summary>
    public long PendingRecords => Interlocked.Read(ref _pendingRecords);

    /// <summary>Journal entries on disk since the start.</summary>
    public long Committed => Interlocked.Read(ref _committed);

    public long Commits { get; private set; }

    /// <summary>Each commit of records, as long as it took. Called by the committer; must not block.</summary>
    public event Action<TimeSpan>? CommitTook;

    /// <summary>Another silo has taken this one's place: nothing that it decides is written any more.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>Too much waits for the disk for another message of this kind.</summary>
    /// <param name="urgent">May be an alarm: admitted when ordinary readings no longer are.</param>
    public bool IsFull(bool urgent) => PendingRecords >= (urgent ? Limits.PendingUrgent : Limits.PendingOrdinary);

    public void Start() => _thread.Start();

    public void Post(GrainRecord record)
    {
        Interlocked.Increment(ref _pendingRecords);
        _inbox.Add(record);
    }

    /// <summary>Writes into the journal that this silo listens from now on.</summary>
    public void Listen(long nowMs)
    {
        lock (_gate) _writer.Listen(nowMs);
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
            _trouble = "store: a commit does not come back from the disk";
            _inbox.Take(ref _taken, 0);
            Enter();
            ShowUnsaved();
        }
    }

    private void Run()
    {
        for (var goesOn = true; goesOn;)
        {
            try
            {
                goesOn = Step(_pending.Count > 0 ? Limits.RetryMs : -1);
            }
            catch (Exception bug)
            {
                // A record that cannot be written is a bug of ours. Nothing is acknowledged and the wall rings until it is mended; alarms go out unsaved.
                Fail(bug);
                goesOn = !_stopping;
            }

            // After a big commit the next group has gathered already; after a small one a millisecond makes one commit of ten readings.
            if (_lastCount is > 0 and < Limits.SmallCommit) _inbox.Gather(_lastCount, Limits.GatherMs);
            _lastCount = 0;
        }
    }

    private void Fail(Exception bug)
    {
        lock (_gate)
        {
            (_commitStarted, _failedAt, _trouble) = (0, _time.GetTimestamp(), $"store: {bug.Message}");
            ShowUnsaved();
        }
    }

    /// <summary>A simulation says that there is room again: the next step tries at once.</summary>
    internal void TryAtOnce() => _failedAt = 0;

    /// <summary>One commit of what there is.</summary>
    /// <returns>False when stopped and nothing is left to try.</returns>
    internal bool Step(int waitMs)
    {
        var open = _inbox.Take(ref _taken, _stopping || (_pending.Count > 0 && _trouble is null) ? 0 : waitMs);
        int count;
        lock (_gate)
        {
            Enter();
            // A failing store is tried again every half second, not with every press; a press is shown at once all the same.
            if (_trouble is not null && !_stopping && _time.GetElapsedTime(_failedAt).TotalMilliseconds < Limits.RetryMs)
            {
                ShowUnsaved();
                return open;
            }
            count = _tried > 0 ? _tried : Math.Min(_pending.Count, Limits.RecordsPerCommit);
            if (count == 0 && !_writer.HasListening) return open;
            (_tried, _commitStarted) = (count, _time.GetTimestamp());
        }

        var trouble = TryCommit(count, out var fenced);
        if (trouble is null && fenced is null) CommitTook?.Invoke(_time.GetElapsedTime(_commitStarted));
        IReadOnlyList<Row> marked = [];
        long seq = 0, markedSeq = 0;
        lock (_gate)
        {
            _commitStarted = 0;
            if (fenced is not null)
            {
                _writer.Withdraw();
                // It answers, so it is not in trouble.
                _trouble = null;
                Refuse(fenced);
                return open || _pending.Count > 0;
            }

            _trouble = trouble;
            if (trouble is null)
            {
                _writer.Committed();
                Finish(count);
                // What Watch let out during a hanging commit is not on disk yet.
                seq = markedSeq = _lastSeq;
                if (_pending.Count == 0) marked = _sink.Settle(ref markedSeq);
                _lastSeq = markedSeq;
                if (marked.Count > 0) _commitStarted = _time.GetTimestamp();
            }
            else
            {
                _failedAt = _time.GetTimestamp();
                ShowUnsaved();
            }
        }

        if (marked.Count > 0) Settle(marked, seq, markedSeq);
        return trouble is null ? open || _pending.Count > 0 : !_stopping;
    }

    /// <summary>Takes the mark off what went out unsaved. Not under the lock: this commit may hang as any other, and then <see cref="Watch"/> must still get the alarms out.</summary>
    /// <param name="seq">The number after which its rows were numbered.</param>
    /// <param name="markedSeq">The last of theirs.</param>
    private void Settle(IReadOnlyList<Row> marked, long seq, long markedSeq)
    {
        var isSaved = true;
        try
        {
            _writer.Begin();
            _store.Commit(_writer.End(), lastSeq =>
            {
                // Another silo may have given numbers since.
                if (lastSeq == seq) lastSeq = markedSeq;
                else lock (_gate) marked = _sink.Renumber(marked, ref lastSeq);
                return new NumberedRows(marked, lastSeq);
            });
            _writer.Committed();
        }
        catch (Exception refused) when (refused is StoreUnavailableException or FencedException)
        {
            isSaved = false;
            _writer.Withdraw();
        }

        lock (_gate)
        {
            _commitStarted = 0;
            _trouble = null;
            // Not written, their numbers are free again; written all the same, the store says so with the next commit.
            if (!isSaved) _lastSeq = Math.Max(seq, _pending.Count == 0 ? 0 : _lastSeq);
            // What Watch has let out meanwhile may have changed the same alerts again: the next commit settles those anew.
            if (isSaved && _pending.Count == 0) _sink.Settled(marked);
        }
    }

    private void Enter()
    {
        CommitTicket? refused = null;
        foreach (var record in _taken)
        {
            if (!IsFenced && !record.Core.IsFenced)
            {
                _pending.Add(new Pending(record));
                continue;
            }

            // It was decided after the store had refused what it follows.
            record.Core.IsFenced = true;
            refused = record.Ticket;
            Interlocked.Decrement(ref _pendingRecords);
        }

        _taken.Clear();
        if (refused is not null) Refuse([refused], "Another activation has taken this one's place.");
    }

    private string? TryCommit(int count, out FencedException? fenced)
    {
        fenced = null;
        try
        {
            _store.Commit(Gather(count), lastSeq =>
            {
                lock (_gate) return RowsOf(count, lastSeq);
            });
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return $"store: {error.Message}";
        }
        catch (FencedException refused)
        {
            fenced = refused;
            return null;
        }
    }

    private CommitGroup Gather(int count)
    {
        lock (_gate)
        {
            _writer.Begin();
            foreach (var pending in CollectionsMarshal.AsSpan(_pending)[..count]) _writer.Add(pending.Record);
            return _writer.End();
        }
    }

    private NumberedRows RowsOf(int count, long lastSeq)
    {
        var rows = new List<Row>();
        foreach (var pending in CollectionsMarshal.AsSpan(_pending)[..count])
        {
            Number(pending, ref lastSeq);
            rows.AddRange(pending.Rows!);
        }

        _lastSeq = lastSeq;
        return new NumberedRows(rows, lastSeq);
    }

    private void Number(Pending pending, ref long lastSeq)
    {
        if (pending.Rows is not null && pending.AfterSeq == lastSeq)
        {
            lastSeq += pending.Rows.Count(r => r is IChangeRow);
            return;
        }

        var after = lastSeq;
        pending.Rows = pending.Rows is { } rows ? _sink.Renumber(rows, ref lastSeq) : _sink.RowsOf(pending.Record, ref lastSeq);
        pending.AfterSeq = after;
    }

    private void Finish(int count)
    {
        _lastCount = count;
        var done = CollectionsMarshal.AsSpan(_pending)[..count];
        foreach (var pending in done)
        {
            Debug.Assert(pending.Rows is not null, "A store that commits asks for the rows.");
            if (pending.Record.Row is { } row) (pending.Record.Core.CommittedVersion, pending.Record.Core.CommittedChange) = (row.Version, row.Change);
            if (pending.Record.Heard is not null) _committed++;
            if (!pending.Shown) _sink.Release(pending.Record, pending.Rows!, saved: true);
        }
        Complete(count, static ticket => ticket.Save());
        Interlocked.Add(ref _pendingRecords, -count);
        Commits++;
    }

    /// <summary>Tells the tickets all of whose records are among the first, and takes those away.</summary>
    private void Complete(int count, Action<CommitTicket> tell)
    {
        var next = count < _pending.Count ? _pending[count].Record.Ticket : null;
        CommitTicket? told = null;
        foreach (var pending in CollectionsMarshal.AsSpan(_pending)[..count])
        {
            if (ReferenceEquals(pending.Record.Ticket, told) || ReferenceEquals(pending.Record.Ticket, next)) continue;
            told = pending.Record.Ticket;
            tell(told);
        }

        _pending.RemoveRange(0, count);
        _tried = 0;
    }

    /// <summary>The store has another's word for these grains: nothing of theirs is written, their activations end, and who waited tries again.</summary>
    private void Refuse(FencedException fenced)
    {
        IsFenced |= fenced.Grains.Count == 0;
        var gone = fenced.Grains.ToHashSet();
        var kept = new List<Pending>();
        var refused = new HashSet<CommitTicket>();
        foreach (var pending in _pending)
        {
            if (!IsFenced && !gone.Contains(pending.Record.Core.Id))
            {
                kept.Add(pending);
                continue;
            }

            pending.Record.Core.IsFenced = true;
            refused.Add(pending.Record.Ticket);
        }

        Interlocked.Add(ref _pendingRecords, kept.Count - _pending.Count);
        _pending.Clear();
        _pending.AddRange(kept);
        _tried = 0;
        Refuse(refused, fenced.Message);
    }

    /// <summary>Who waits for one of these tries again. Records of other grains that shared the ticket are written all the same: they get another.</summary>
    private void Refuse(HashSet<CommitTicket> refused, string why)
    {
        CommitTicket? before = null, after = null;
        foreach (var pending in _pending)
        {
            var ticket = pending.Record.Ticket;
            if (!refused.Contains(ticket)) continue;
            if (ticket != before) (before, after) = (ticket, new CommitTicket());
            pending.Record.Ticket = after!;
            if (pending.Shown) after!.Release(saved: false);
        }

        foreach (var ticket in refused) ticket.Refuse(new TryAgainException(why));
    }

    private void ShowUnsaved()
    {
        var lastSeq = _lastSeq;
        foreach (var pending in _pending)
        {
            if (pending.Rows is null) Number(pending, ref lastSeq);
            else lastSeq = pending.AfterSeq + pending.Rows.Count(r => r is IChangeRow);
            if (pending.Shown) continue;
            pending.Shown = true;
            _sink.Release(pending.Record, pending.Rows!, saved: false);
            pending.Record.Ticket.Release(saved: false);
        }

        _lastSeq = lastSeq;
    }
}
