using System.Buffers;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Core;

/// <summary>What became of a letter.</summary>
/// <param name="IsEarly">The one before it has not come yet: it was not taken, and must be sent again after that.</param>
/// <param name="Record">When this is safe it may be answered; null: it is.</param>
public readonly record struct LetterReceipt(bool IsEarly, GrainRecord? Record);

/// <summary>
/// The life inside one grain, without Orleans: decide in memory, one record, letters that are numbered, kept until answered and taken once, due
/// times as state. Whoever hosts it (an Orleans grain, a simulation, a rehearsal) calls it from one thread at a time and hands in the time.
/// </summary>
/// <remarks>Nothing here waits. A record is on its way to the store when a call returns; its ticket says when it may be seen and when it is safe.</remarks>
public abstract class GrainCore
{
    private readonly Dictionary<Subject, long> _had = [];
    private readonly SiloContext _silo;
    private readonly long _listeningSinceMs;

    /// <summary>Records that wrote letters and may not be seen yet, and the last letter of each.</summary>
    private readonly Queue<(GrainRecord Record, long LastLetter)> _unreleased = [];
    private HashSet<long>? _onTheirWay;
    private Letter[] _letters = [];
    private GrainRecord? _last;
    private long _lastLetter, _version, _changes, _nowMs, _rowAtMs, _lettersAgainMs, _noTickBeforeMs, _mayGo;
    private long? _rowDueMs;
    private bool _isBehind;

    /// <summary>Another silo wrote its row: silence is counted from when this one listened only once it says so itself.</summary>
    private bool _isStranger;

    private protected GrainCore(Subject id, GrainRow? row, SiloContext silo)
    {
        (Id, _silo, _listeningSinceMs) = (id, silo, silo.ListeningSinceMs(row?.Writer));
        CommittedChange = row is { State.IsEmpty: false } ? 0 : NoState;
        if (row is null) return;
        (_version, CommittedVersion, _lastLetter, _mayGo) = (row.Version, row.Version, row.LastLetter, row.LastLetter);
        _isStranger = silo.IsStrange(row);
        _letters = LetterCodec.Read(row.Letters);
        foreach (var (sender, number) in row.Had) _had[sender] = number;
    }

    public Subject Id { get; }

    /// <summary>When it next wants to be woken, Unix ms; null when nothing is pending.</summary>
    public long? DueMs
    {
        get
        {
            var due = StateDueMs is { } at ? Math.Max(at, _noTickBeforeMs) : (long?)null;
            return !(due <= _lettersAgainMs) && MayGo(out var last) && Array.Exists(_letters, l => IsUnsent(l, last)) ? _lettersAgainMs : due;
        }
    }

    /// <summary>Another activation has written: this one may not, and decides nothing any more.</summary>
    public bool IsFenced { get; internal set; }

    /// <summary>Of a grain whose row could not be read at all: whatever stands there is replaced.</summary>
    internal const long AnyVersion = -1;

    /// <summary>The version that stands in the store, as its committer last saw; only that may touch it.</summary>
    internal long CommittedVersion { get; set; }

    /// <summary>After which change of its state the one was made that stands there with it; <see cref="NoState"/> when none does that could be read.</summary>
    internal long CommittedChange { get; set; }

    internal const long NoState = -1;

    /// <summary>The host's due times will ask it then or before; not known when at the end of time.</summary>
    internal long AskedByMs { get; set; } = long.MaxValue;

    private protected abstract long? StateDueMs { get; }

    /// <summary>It has letters that are not on their way.</summary>
    public bool HasUnsent => _letters.Length > (_onTheirWay?.Count ?? 0);

    /// <summary>Something from outside: a reading, a command. It stands in the journal.</summary>
    /// <exception cref="TryAgainException">This activation is not the one that may write.</exception>
    public GrainRecord Hear(CareMessage message, long nowMs, Origin? origin = null) => Turn(message, isHeard: true, had: null, nowMs, origin);

    /// <summary>A letter of another grain.</summary>
    /// <exception cref="TryAgainException">This activation is not the one that may write.</exception>
    public LetterReceipt Receive(LetterStamp stamp, CareMessage message, long nowMs)
    {
        var last = _had.GetValueOrDefault(stamp.Sender);
        if (stamp.Number <= last) return new LetterReceipt(false, _last);
        if (stamp.After > last) return new LetterReceipt(true, null);
        _had[stamp.Sender] = stamp.Number;
        return new LetterReceipt(false, Turn(message, isHeard: false, new LetterHad(Id, stamp.Sender, stamp.Number), nowMs, stamp.Origin));
    }

    /// <summary>Its time may have come, or its row says so and is behind.</summary>
    /// <returns>Null when there was nothing to do.</returns>
    /// <exception cref="TryAgainException">This activation is not the one that may write.</exception>
    public GrainRecord? Wake(long nowMs) => IsTickDue(nowMs) || _rowDueMs <= nowMs ? Turn(null, isHeard: false, had: null, nowMs) : null;

    /// <summary>The letters that are to go out now, in order; they count as on their way until they are answered or come back.</summary>
    /// <remarks>None of a record that may not be seen yet: a crash would forget it, and the receiver would have had what was never written.</remarks>
    public IReadOnlyList<Letter> TakeUnsent(long nowMs)
    {
        if (!HasUnsent || nowMs < _lettersAgainMs || !MayGo(out var last)) return [];
        var unsent = Array.FindAll(_letters, l => IsUnsent(l, last));
        _onTheirWay ??= [];
        foreach (var letter in unsent) _onTheirWay.Add(letter.Number);
        return unsent;
    }

    /// <summary>The receiver has it, on its disk. The row says so later: until then a crash only sends it once more.</summary>
    public void Answered(long number, long nowMs)
    {
        _onTheirWay?.Remove(number);
        var kept = Array.FindAll(_letters, l => l.Number != number);
        if (kept.Length == _letters.Length) return;
        // Who has answered must not be asked whether it has had that, for its row may be lost by then.
        for (var i = 0; i < kept.Length; i++)
            if (kept[i].After == number)
                kept[i] = kept[i] with { After = 0 };
        _letters = kept;
        _isBehind = true;
        if (kept.Length == 0 && !IsFenced) Post(new GrainRecord(this, nowMs) { IsPatient = true }, writesRow: true);
    }

    /// <summary>It could not be delivered: it goes out again after a while.</summary>
    public void Undelivered(long number, long nowMs)
    {
        _onTheirWay?.Remove(number);
        _lettersAgainMs = nowMs + Limits.LetterAgainMs;
    }

    /// <summary>Whoever carries its letters will not say what became of them: whoever takes it up sends them again.</summary>
    internal void TakeBackLetters() => _onTheirWay = null;

    /// <summary>Something about this grain is wrong that no decision found: the wall is rung, and its row is written anew.</summary>
    public GrainRecord Fault(string error, long nowMs) =>
        Post(new GrainRecord(this, nowMs) { Effects = [new GrainFaulted($"{(byte)Id.Kind}/{Id.Key}", error)] }, writesRow: true);

    /// <summary>Leaves memory: what its row lacks is written.</summary>
    /// <returns>Null when it lacks nothing.</returns>
    public GrainRecord? Close(long nowMs) => _isBehind && !IsFenced ? Post(new GrainRecord(this, nowMs), writesRow: true) : null;

    /// <summary>The last record that it made; null when it made none since it is awake.</summary>
    public GrainRecord? Last => _last;

    /// <summary>Letters that were not answered, oldest first.</summary>
    public IReadOnlyList<Letter> Letters => _letters;

    /// <summary>From each sender the last letter that it had.</summary>
    public IReadOnlyDictionary<Subject, long> Had => _had;

    /// <summary>What it remembers, whatever kind it is.</summary>
    public object Memory => State;

    /// <summary>Writes a state that a record holds.</summary>
    internal abstract void WriteState(object state, IBufferWriter<byte> to);

    /// <summary>One decision, of what is due and of a message.</summary>
    /// <returns>Does the state hold anything new that a crash must not lose, and is it another at all?</returns>
    private protected abstract (bool Matters, bool Differs) Decide(CareMessage? message, TurnOutbox outbox);

    private protected abstract object State { get; }

    private protected abstract long? FirmDueMs { get; }

    private protected abstract SilenceDue? Silence { get; }

    private protected Domain.Rules.Policy Policy => _silo.Policy;

    private protected void Pause() => _noTickBeforeMs = _nowMs + Limits.TickPauseMs;

    private protected bool IsTickDue(long nowMs) => StateDueMs <= nowMs && nowMs >= _noTickBeforeMs;

    private GrainRecord Turn(CareMessage? message, bool isHeard, LetterHad? had, long nowMs, Origin? origin = null)
    {
        if (IsFenced) throw new TryAgainException($"Another activation of {Id.Kind} {Id.Key} has taken this one's place.");
        _nowMs = nowMs = Math.Max(nowMs, _nowMs);
        // Nobody knows how old the row of one that was just woken is. After a start a whole house is: their rows follow spread over the hour.
        if (_rowAtMs == 0) _rowAtMs = nowMs - TurnOutbox.Fnv1a(Id.Key) % Limits.RowAgeMs;
        var outbox = new TurnOutbox(Id, _version + 1, nowMs, _listeningSinceMs);
        var (matters, differs) = Decide(message, outbox);
        var record = new GrainRecord(this, nowMs) { Heard = isHeard && !IsTakenBefore(message, outbox) ? message : null, Had = had, Effects = outbox.Effects, Origin = origin };
        if (differs) _changes++;
        _isBehind |= differs;
        if (outbox.Told is { Count: > 0 } told) Write(told, record);
        // That a letter was had is written under the fence, also when it changes nothing: an activation of before may judge it otherwise.
        return Post(record, matters || had is not null || outbox.Told is { Count: > 0 } || _rowDueMs <= nowMs || (_isStranger && _isBehind)
            || (_isBehind && nowMs - _rowAtMs >= Limits.RowAgeMs));
    }

    /// <summary>A reading of QoS 2 that came again stands in the journal already. Its record still has its turn: whoever waits for it waits for the first.</summary>
    private static bool IsTakenBefore(CareMessage? message, TurnOutbox outbox) =>
        message is DeviceSpoke { Reading.ExactlyOnce: true } && outbox.Effects.Any(e => e is Remarked { Remark: Remark.Duplicate });

    private bool MayGo(out long last)
    {
        for (; _unreleased.TryPeek(out var next) && next.Record.Ticket.Released.IsCompletedSuccessfully; _unreleased.Dequeue()) _mayGo = next.LastLetter;
        last = _mayGo;
        return HasUnsent;
    }

    private bool IsUnsent(Letter letter, long last) => letter.Number <= last && _onTheirWay?.Contains(letter.Number) is not true;

    private void Write(List<(Subject To, CareMessage Message)> told, GrainRecord record)
    {
        // The time is in the number, as in an alert's id: a letter that went out unsaved and was forgotten in a crash must not have taken the number
        // of the next one, or that would be dropped as had.
        _lastLetter = Math.Max(_lastLetter, record.AtMs * Limits.LettersPerTurn);
        var letters = new Letter[_letters.Length + told.Count];
        _letters.CopyTo(letters, 0);
        for (var i = _letters.Length; i < letters.Length; i++)
        {
            var (to, message) = told[i - _letters.Length];
            var before = i == 0 ? -1 : Array.FindLastIndex(letters, i - 1, i, l => l.To == to);
            letters[i] = new Letter(++_lastLetter, before < 0 ? 0 : letters[before].Number, to, message) { Origin = record.Origin };
        }

        _letters = letters;
        _unreleased.Enqueue((record, _lastLetter));
    }

    private GrainRecord Post(GrainRecord record, bool writesRow)
    {
        if (writesRow)
        {
            var due = FirmDueMs;
            if (_letters.Length > 0 && !(due <= record.AtMs + Limits.LettersDueMs)) due = record.AtMs + Limits.LettersDueMs;
            record.Row = new RowImage(++_version, State, _changes, _lastLetter, _letters, due, Silence);
            (_isBehind, _isStranger, _rowAtMs, _rowDueMs) = (false, false, record.AtMs, due);
        }

        _last = record;
        _silo.Queue.Post(record);
        return record;
    }
}

/// <summary>A grain of one kind.</summary>
public sealed class GrainCore<TState> : GrainCore where TState : class
{
    private readonly GrainKind<TState> _kind;
    private TState _state;

    /// <exception cref="JsonException">The row cannot be read.</exception>
    public GrainCore(Subject id, GrainKind<TState> kind, GrainRow? row, SiloContext silo) : base(id, row, silo)
    {
        _kind = kind;
        _state = row is null || row.State.IsEmpty ? kind.AsNew : CareJson.Read<TState>(row.State.Span) ?? throw new JsonException($"The row of {id.Kind} {id.Key} is null.");
    }

    /// <summary>As it is now, on disk or not.</summary>
    public TState Now => _state;

    private protected override long? StateDueMs => MsFrom(_kind.DueAt(_state));

    private protected override long? FirmDueMs => MsFrom(_kind.FirmDueAt(_state));

    private protected override SilenceDue? Silence => _kind.SilenceOf(_state, Policy);

    /// <summary>The first millisecond that is not too early: a moment's fraction that was cut off would wake the grain before its time, again and again.</summary>
    internal static long? MsFrom(DateTimeOffset? due) => due is not { } at ? null : at.ToUnixTimeMilliseconds() + (at.UtcTicks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);

    private protected override object State => _state;

    internal override void WriteState(object state, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to);
        JsonSerializer.Serialize(writer, (TState)state, _kind.Json);
    }

    private protected override (bool Matters, bool Differs) Decide(CareMessage? message, TurnOutbox outbox)
    {
        var before = _state;
        // What was due before the message came is decided before it, and what it makes due at once is decided with it.
        if (IsTickDue(outbox.NowMs)) Tick(outbox);
        if (message is not null)
        {
            Hear(message, outbox);
            if (IsTickDue(outbox.NowMs)) Tick(outbox);
        }

        return (_kind.Matters(before, _state), !ReferenceEquals(before, _state));
    }

    private void Hear(CareMessage message, TurnOutbox outbox)
    {
        var mark = outbox.Mark();
        try
        {
            _state = _kind.Decide(_state, message, Policy, outbox);
        }
        catch (Exception bug)
        {
            Withdraw(outbox, mark, bug);
        }
    }

    private void Tick(TurnOutbox outbox)
    {
        var mark = outbox.Mark();
        try
        {
            _state = _kind.Tick(_state, Policy, outbox);
        }
        catch (Exception bug)
        {
            Withdraw(outbox, mark, bug);
        }

        // A grain that leaves its due time in the past would ring without end.
        if (_kind.DueAt(_state) <= outbox.Now) Pause();
    }

    /// <summary>The wall around a grain: what throws is withdrawn and rung about, the state is kept, and the next message is judged again.</summary>
    private void Withdraw(TurnOutbox outbox, (int Effects, int Told) mark, Exception bug)
    {
        outbox.Withdraw(mark);
        outbox.Emit(new GrainFaulted($"{(byte)Id.Kind}/{Id.Key}", bug.ToString()));
    }
}
