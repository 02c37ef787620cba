using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Due;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;

namespace SmartCare.Storage;

/// <summary>
/// A shard of 0.1: the grains of its sites, as its newest snapshot and the journal after it make them. Letters between them were delivered within
/// the entry that wrote them, and what an entry led to stands in the alerts' tables: here only the states are made again.
/// </summary>
internal sealed class FormerShard
{
    private readonly int _index;
    private readonly Dictionary<Subject, FormerGrain> _grains = [];
    private readonly Queue<(Subject To, CareMessage Message)> _letters = new();
    private readonly DueHeap _dues = new();

    private FormerShard(int index, StatementCache statements)
    {
        _index = index;
        using var rows = statements.Of("SELECT kind, key, state FROM grains WHERE shard = $1", index).ExecuteReader();
        while (rows.Read())
        {
            var id = new Subject((SubjectKind)rows.GetByte(0), rows.GetString(1));
            Schedule(id, _grains[id] = FormerGrain.Of(id, rows.GetFieldValue<byte[]>(2)));
        }
    }

    /// <summary>The rows of all grains there were. A grain that moved to another site was forgotten in the shard of the first.</summary>
    public static IReadOnlyCollection<GrainWrite> ReplayAll(StatementCache statements)
    {
        var shards = int.Parse((string)statements.Of("SELECT value FROM meta WHERE key = 'shards'").ExecuteScalar()!, CultureInfo.InvariantCulture);
        var rows = new Dictionary<Subject, (long AtMs, GrainWrite Row)>();
        for (var index = 0; index < shards; index++)
        {
            var shard = new FormerShard(index, statements);
            shard.Replay(statements);
            foreach (var (id, grain) in shard._grains)
                if (grain.Row(id) is { } row && !(rows.TryGetValue(id, out var other) && other.AtMs >= grain.ToldAtMs))
                    rows[id] = (grain.ToldAtMs, row);
        }

        return [.. rows.Values.Select(r => r.Row)];
    }

    private void Replay(StatementCache statements)
    {
        var low = (long)_index << Schema.ShardBits;
        var last = statements.Of("SELECT entry FROM snapshots WHERE shard = $1", _index).ExecuteScalar() as long? ?? 0;
        using var batches = statements.Of(
            "SELECT id, count, at, body FROM journal WHERE id + count > $1 AND id >= $2 AND id < $3 ORDER BY id", low + last + 1, low, (long)(_index + 1) << Schema.ShardBits)
            .ExecuteReader();
        while (batches.Read())
        {
            var batch = new JournalBatch(_index, batches.GetInt64(0) - low, batches.GetInt32(1), batches.GetInt64(2), batches.GetFieldValue<byte[]>(3));
            foreach (var entry in BatchCodec.Read(batch).Where(e => e.Number > last))
            {
                if (entry.Number != last + 1) throw new InvalidDataException($"Journal of shard {_index}: entry {last + 1} is missing before {entry.Number}.");
                last = entry.Number;
                Apply(entry);
            }
        }
    }

    private void Apply(in JournalEntry entry)
    {
        var turn = new Turn(this, entry);
        if (entry.Message is { } message) Tell(entry.To, message, turn);
        else Tick(turn);
        while (_letters.TryDequeue(out var letter)) Tell(letter.To, letter.Message, turn);
    }

    private void Tick(Turn turn)
    {
        var asked = _dues.TakeDue(turn.NowMs);
        foreach (var id in asked.Where(id => !(_grains[id].DueMs <= turn.NowMs))) Schedule(id, _grains[id]);
        foreach (var id in asked.Where(id => _grains[id].DueMs <= turn.NowMs).OrderBy(id => _grains[id].DueMs).ThenBy(id => id.Kind).ThenBy(id => id.Key, StringComparer.Ordinal).ToList())
            Call(id, turn, static (grain, _, turn) => grain.Tick(turn), null);
    }

    private void Tell(Subject to, CareMessage message, Turn turn) => Call(to, turn, static (grain, message, turn) => grain.Hear(message!, turn), message);

    /// <summary>What threw then throws now: it is withdrawn, as it was then.</summary>
    private void Call(Subject id, Turn turn, Action<FormerGrain, CareMessage?, Turn> call, CareMessage? message)
    {
        if (!_grains.TryGetValue(id, out var grain)) _grains[id] = grain = FormerGrain.Of(id, []);
        var (effects, letters) = (turn.Effects, _letters.Count);
        try
        {
            call(grain, message, turn);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            var kept = _letters.Take(letters).ToArray();
            _letters.Clear();
            foreach (var letter in kept) _letters.Enqueue(letter);
            // In place of what it emitted came one effect that said so.
            turn.Effects = effects + 1;
        }

        grain.ToldAtMs = turn.NowMs;
        Schedule(id, grain);
    }

    private void Schedule(Subject id, FormerGrain grain)
    {
        if (grain.DueMs is { } due) _dues.Schedule(id, due);
    }

    /// <summary>The handling of one entry; counts the effects, for they number the alerts.</summary>
    private sealed class Turn(FormerShard shard, JournalEntry entry) : IOutbox
    {
        public int Effects { get; set; }

        public long NowMs => entry.AtMs;

        public DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(entry.AtMs);

        public DateTimeOffset ListeningSince => DateTimeOffset.FromUnixTimeMilliseconds(entry.ListeningSinceMs);

        public void Emit(CareEffect effect) => Effects++;

        public void Tell(Subject to, CareMessage message) => shard._letters.Enqueue((to, message));

        public string NewAlertId() => $"{shard._index}-{entry.Number}-{Effects}";
    }

    private abstract class FormerGrain
    {
        public long ToldAtMs { get; set; }

        public abstract long? DueMs { get; }

        public static FormerGrain Of(Subject id, byte[] saved) => id.Kind switch
        {
            SubjectKind.Device => new FormerGrain<DeviceState>(GrainKinds.Default.Device, saved),
            SubjectKind.Elder => new FormerGrain<ElderState>(GrainKinds.Default.Elder, saved),
            SubjectKind.Place => new FormerGrain<PlaceState>(GrainKinds.Default.Place, saved),
            SubjectKind.Site => new FormerGrain<SiteState>(GrainKinds.Default.Site, saved),
            var kind => throw new InvalidDataException($"There is no grain of kind {kind}."),
        };

        public abstract void Hear(CareMessage message, Turn turn);

        public abstract void Tick(Turn turn);

        /// <summary>Null when it remembers nothing.</summary>
        public abstract GrainWrite? Row(Subject id);
    }

    private sealed class FormerGrain<TState> : FormerGrain where TState : class
    {
        private readonly GrainKind<TState> _kind;
        private readonly byte[]? _unreadable;
        private TState _state;

        public FormerGrain(GrainKind<TState> kind, byte[] saved)
        {
            (_kind, _state) = (kind, kind.AsNew);
            if (saved.Length == 0) return;
            try
            {
                _state = CareJson.Read<TState>(saved)!;
            }
            catch (JsonException)
            {
                _unreadable = saved;
            }
        }

        public override long? DueMs => _unreadable is null ? _kind.DueAt(_state)?.ToUnixTimeMilliseconds() : null;

        public override void Hear(CareMessage message, Turn turn)
        {
            if (message is not Retire)
            {
                _state = _kind.Decide(_state, message, Policy.Default, turn);
                return;
            }

            if (_state is ElderState { Record: { } left })
            {
                turn.Tell(Subject.Of(left.SiteId), new ElderLeft(left.Id));
                turn.Tell(Subject.Of(left.PlaceId), new MovedOut(left.Id));
            }

            // A site never moves.
            if (_state is not SiteState) _state = _kind.AsNew;
        }

        public override void Tick(Turn turn) => _state = _kind.Tick(_state, Policy.Default, turn);

        public override GrainWrite? Row(Subject id)
        {
            // What cannot be read is due at once: whoever wakes it rings the wall and keeps the bytes.
            if (_unreadable is not null) return new GrainWrite(id, 0, 1, 0, null, 0, _unreadable, 0, default);
            if (ReferenceEquals(_state, _kind.AsNew)) return null;
            var json = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(json)) JsonSerializer.Serialize(writer, _state, _kind.Json);
            var silence = _kind.SilenceOf(_state, Policy.Default);
            return new GrainWrite(
                id, 0, 1, _kind.FirmDueAt(_state)?.ToUnixTimeMilliseconds(), silence?.At.ToUnixTimeMilliseconds(), (long)(silence?.Limit.TotalMilliseconds ?? 0),
                json.WrittenMemory.ToArray(), 0, default);
        }
    }
}
