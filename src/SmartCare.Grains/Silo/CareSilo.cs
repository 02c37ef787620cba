using System.Collections.Concurrent;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Due;
using SmartCare.Grains.Core;
using SmartCare.Grains.Store;

namespace SmartCare.Grains.Silo;

/// <summary>What the grains of one silo share: the store and its committer, the clock, who is awake and when each of them is due.</summary>
public sealed class CareSilo
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Subject, GrainCore> _awake = new();

    /// <summary>Left memory, and their last row is not on disk yet: whoever is woken again meanwhile goes on where it was.</summary>
    private readonly ConcurrentDictionary<Subject, GrainCore> _leaving = new();
    private readonly ConcurrentDictionary<Subject, TaskCompletionSource> _expected = new();
    private readonly DueHeap _dues = new();
    private readonly object _due = new();
    private readonly SiloContext _context;
    private readonly IGrainRescue _rescue;
    private Thread? _clock;
    private long _lastMs;
    private bool _stopping;
    private volatile string? _dueTrouble;

    public CareSilo(ICareStore store, IRecordSink sink, IGrainRescue rescue, GrainKinds kinds, Policy policy, TimeProvider time)
    {
        (Store, _rescue, _time) = (store, rescue, time);
        Committer = new GroupCommitter(store, sink, time);
        ListeningSinceMs = NowMs;
        _context = new SiloContext(policy, kinds, Committer, store.Stream, _ => ListeningSinceMs);
    }

    /// <summary>What is set here holds for every grain from its next decision on.</summary>
    public Policy Policy
    {
        get => _context.Policy;
        set => _context.Policy = value;
    }

    public ICareStore Store { get; }

    public GroupCommitter Committer { get; }

    /// <summary>Since when this silo has been able to hear anything, Unix ms.</summary>
    public long ListeningSinceMs { get; }

    public int Awake => _awake.Count;

    /// <summary>Why the watch of this silo is not whole; null when all is well.</summary>
    public string? Trouble => Committer.Trouble ?? DueTrouble;

    /// <summary>Why nobody can be found who is due and not in memory; null when all is well.</summary>
    internal string? DueTrouble
    {
        get => _dueTrouble;
        set => _dueTrouble = value;
    }

    /// <summary>Unix ms; never goes back while the silo lives.</summary>
    public long NowMs
    {
        get
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var last = Volatile.Read(ref _lastMs);
            while (now > last && Interlocked.CompareExchange(ref _lastMs, now, last) is var seen && seen != last) last = seen;
            return Math.Max(now, last);
        }
    }

    public bool IsAwake(Subject id) => _awake.TryGetValue(id, out var core) && !core.IsFenced;

    /// <summary>Completes when the grain is in memory here.</summary>
    public Task WhenAwake(Subject id)
    {
        if (IsAwake(id)) return Task.CompletedTask;
        var expected = _expected.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (IsAwake(id)) Arrived(id);
        return expected.Task;
    }

    /// <summary>A grain that is in memory here; null when it is not. To be looked at: its state is a value that never changes.</summary>
    public GrainCore? Find(Subject id) => _awake.GetValueOrDefault(id);

    /// <summary>Begins to commit, says in the journal that somebody listens, and wakes who is due.</summary>
    /// <param name="wake">Wakes a grain, wherever it is. Must not block.</param>
    public void Start(Action<Subject> wake)
    {
        Committer.Listen(ListeningSinceMs);
        Committer.Start();
        _clock = new Thread(() => WakeDue(wake)) { Name = "due times", IsBackground = true };
        _clock.Start();
    }

    /// <summary>Commits what was decided, and ends. Nothing may come in any more.</summary>
    public void Stop()
    {
        lock (_due)
        {
            _stopping = true;
            Monitor.Pulse(_due);
        }

        _clock?.Join();
        Committer.Stop();
    }

    /// <summary>A grain begins its life in memory: from where it left off, from its row, or from what is known of it when that cannot be read.</summary>
    internal GrainCore Awaken(Subject id)
    {
        if (!_leaving.TryRemove(id, out var core) || core.IsFenced) core = FromRow(id);
        _awake[id] = core;
        Arrived(id);
        return core;
    }

    internal void Leave(GrainCore core)
    {
        _awake.TryRemove(KeyValuePair.Create(core.Id, core));
        lock (_due) _dues.Forget(core.Id);
        core.AskedByMs = long.MaxValue;
        core.TakeBackLetters();
        var last = core.Close(NowMs) ?? core.Last;
        if (core.IsFenced || last is null || last.Ticket.Safe.IsCompleted) return;
        _leaving[core.Id] = core;
        last.Ticket.Safe.ContinueWith(_ => _leaving.TryRemove(KeyValuePair.Create(core.Id, core)), TaskScheduler.Default);
    }

    /// <summary>After each turn of a grain: its due time may have come nearer.</summary>
    internal void Schedule(GrainCore core)
    {
        if (core.DueMs is not { } due || due >= core.AskedByMs) return;
        core.AskedByMs = due;
        lock (_due)
            if (_dues.Schedule(core.Id, due))
                Monitor.Pulse(_due);
    }

    private void Arrived(Subject id)
    {
        if (!_expected.IsEmpty && _expected.TryRemove(id, out var expected)) expected.TrySetResult();
    }

    private GrainCore FromRow(Subject id)
    {
        GrainRow? row = null;
        string? trouble;
        try
        {
            row = Store.Load(id);
            trouble = row?.Damage;
            if (trouble is null) return _context.Kinds.Awaken(id, row, _context);
        }
        catch (Exception error)
        {
            // A row that cannot be read must not cost an alarm: the grain goes on with what else is known of it.
            trouble = error.Message;
        }

        var rescued = _rescue.Rescue(id, row, NowMs);
        // What it still had to tell others may be the alarm itself.
        if (row is not null && LetterCodec.IsReadable(row.Letters)) rescued = rescued with { Letters = row.Letters };
        var core = _context.Kinds.Awaken(id, rescued, _context);
        (core.CommittedVersion, core.CommittedChange) = (row?.Version ?? GrainCore.AnyVersion, GrainCore.NoState);
        // Written anew at once, so that the next start finds it whole.
        core.Fault($"its row could not be read ({trouble}); it goes on with what the registry and the alerts say of it", NowMs);
        return core;
    }

    private void WakeDue(Action<Subject> wake)
    {
        while (true)
        {
            List<Subject> due;
            lock (_due)
            {
                if (_stopping) return;
                if (_dues.NextMs is not { } next) Monitor.Wait(_due, Limits.PulseMs);
                else if (next - NowMs is > 0 and var pause) Monitor.Wait(_due, (int)Math.Min(pause, Limits.PulseMs));
                due = _dues.TakeDue(NowMs);
            }

            foreach (var id in due)
            {
                if (!_awake.TryGetValue(id, out var core)) continue;
                core.AskedByMs = long.MaxValue;
                wake(id);
            }
        }
    }
}

/// <summary>Knows enough of a grain to begin it anew when its row cannot be read.</summary>
public interface IGrainRescue
{
    /// <param name="damaged">What stands there; null when nothing could be read at all.</param>
    /// <returns>A row to go on with.</returns>
    GrainRow Rescue(Subject id, GrainRow? damaged, long nowMs);
}
