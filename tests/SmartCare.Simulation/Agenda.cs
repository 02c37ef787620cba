namespace SmartCare.Simulation;

/// <summary>Someone or something that does a thing when its time has come.</summary>
internal abstract class Actor
{
    public abstract void Act(long nowMs);
}

/// <summary>What will happen in the world, in the order of time. The only clock there is.</summary>
internal sealed class Agenda(long startMs)
{
    private readonly PriorityQueue<Actor, long> _queue = new();

    public long NowMs { get; private set; } = startMs;

    public long NextMs => _queue.TryPeek(out _, out var at) ? at : long.MaxValue;

    public void Add(Actor actor, long atMs) => _queue.Enqueue(actor, Math.Max(atMs, NowMs));

    public void Add(long atMs, Action deed) => Add(new Deed(deed), atMs);

    public void PassTo(long nowMs) => NowMs = Math.Max(NowMs, nowMs);

    public void RunNext()
    {
        _queue.TryDequeue(out var actor, out var at);
        PassTo(at);
        actor!.Act(NowMs);
    }

    private sealed class Deed(Action deed) : Actor
    {
        public override void Act(long nowMs) => deed();
    }
}
