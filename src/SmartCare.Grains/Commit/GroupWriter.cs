using System.Buffers;
using SmartCare.Domain.Decisions;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Commit;

/// <summary>Makes a commit of records: what was heard as a journal batch, and of each grain the last row only.</summary>
internal sealed class GroupWriter(int stream, long lastEntry)
{
    // Of the commit under way; kept, because there may be a thousand commits a second.
    private readonly Dictionary<GrainCore, GrainRecord> _rows = [];
    private readonly List<LetterHad> _had = [];
    private readonly ArrayBufferWriter<byte> _journal = new(), _body = new(), _state = new();
    private long _number = 1, _lastEntry = lastEntry, _firstAtMs, _atMs;
    private int _entries;
    private long? _listeningMs;

    /// <summary>The stream has to say since when the silo listens.</summary>
    public bool HasListening => _listeningMs is not null;

    public void Listen(long nowMs) => _listeningMs = nowMs;

    /// <summary>Begins a group; the same records after a failure make the same group.</summary>
    public void Begin()
    {
        _rows.Clear();
        _had.Clear();
        _journal.ResetWrittenCount();
        _entries = 0;
        BatchCodec.Begin(_journal);
        if (_listeningMs is { } since) BatchCodec.AddListening(_journal, Count(since), since);
    }

    public void Add(GrainRecord record)
    {
        if (record.Row is not null) _rows[record.Core] = record;
        if (record.Had is { } had) _had.Add(had);
        if (record.Heard is not { } heard) return;
        _body.ResetWrittenCount();
        CareCodec.Encode(heard, _body);
        BatchCodec.Add(_journal, Count(record.AtMs), record.Core.Id, _body.WrittenSpan);
    }

    public CommitGroup End()
    {
        var grains = new List<GrainWrite>(_rows.Count);
        foreach (var record in _rows.Values) grains.Add(Written(record));
        return new CommitGroup(
            _number, grains, [.. _had], _entries == 0 ? null : new JournalBatch(stream, _lastEntry + 1, _entries, _firstAtMs, BatchCodec.Seal(_journal)));
    }

    /// <summary>It is on disk.</summary>
    public void Committed()
    {
        _lastEntry += _entries;
        _entries = 0;
        _listeningMs = null;
        Withdraw();
    }

    /// <summary>It is given up, or nobody knows what became of it: the next is another.</summary>
    public void Withdraw() => _number++;

    /// <summary>Counts an entry.</summary>
    /// <returns>Its time after the one before; several threads read the clock, so some are a millisecond early.</returns>
    private long Count(long atMs)
    {
        if (_entries++ == 0) (_firstAtMs, _atMs) = (atMs, atMs);
        var since = Math.Max(0, atMs - _atMs);
        _atMs += since;
        return since;
    }

    private GrainWrite Written(GrainRecord record)
    {
        var (core, row) = (record.Core, record.Row!);
        return new GrainWrite(
            core.Id, core.CommittedVersion, row.Version, row.DueMs, row.Silence?.At.ToUnixTimeMilliseconds(), (long)(row.Silence?.Limit.TotalMilliseconds ?? 0),
            StateOf(core, row), row.LastLetter, LetterCodec.Write(row.Letters));
    }

    /// <summary>A letter that was had or answered mostly changes nothing else: what stands there is not written down again.</summary>
    private ReadOnlyMemory<byte>? StateOf(GrainCore core, RowImage row)
    {
        if (row.Change == core.CommittedChange) return null;
        _state.ResetWrittenCount();
        core.WriteState(row.State, _state);
        return _state.WrittenSpan.ToArray();
    }
}
