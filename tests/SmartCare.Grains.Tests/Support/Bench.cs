namespace SmartCare.Grains.Tests.Support;

/// <summary>One shard driven by hand: what it decides is committed at once (or by the test), and every effect is kept.</summary>
internal sealed class Bench(IJournal journal, Toys? toys = null)
{
    private readonly List<string> _effects = [];

    public Shard<string, ToyEffect> Shard { get; } = new(0, toys ?? new Toys(), journal);

    public IReadOnlyList<string> Effects => _effects;

    public long ListeningSinceMs { get; set; } = 1;

    /// <summary>Takes messages, "key word ...", at one instant.</summary>
    public Bench At(long nowMs, params string[] messages)
    {
        var submissions = messages.Select(m => m.Split(' ', 2)).Select(p => new Submission<string, ToyEffect>(Toys.Id(p[0]), p[1], null)).ToList();
        if (Shard.Decide(submissions, nowMs, ListeningSinceMs) is { } decided) Keep(decided);
        return this;
    }

    /// <summary>Takes a snapshot and tells the shard that it is on disk.</summary>
    public Bench Snapshot()
    {
        if (Shard.DecideSnapshot() is { } decided) Keep(decided);
        return this;
    }

    public Bench Recover()
    {
        Shard.Recover((_, effects) => _effects.AddRange(effects.Select(e => e.Text)));
        return this;
    }

    /// <summary>The state of every grain, as a snapshot would hold it.</summary>
    public static string States(IJournal journal)
    {
        var copy = new Bench(journal).Recover();
        copy.Snapshot();
        return Saved(journal);
    }

    public static string Saved(IJournal journal) =>
        string.Join('\n', journal.Saved(0, Toys.Kind).OrderBy(g => g.Id).Select(g => $"{g.Id} {g.DueAtMs} {Convert.ToHexString(g.State.Span)}"));

    private void Keep(Decided<string, ToyEffect> decided)
    {
        journal.Commit([decided.Batch], []);
        _effects.AddRange(decided.Effects.Select(e => e.Text));
        if (decided.Batch.Snapshot is not null) Shard.SnapshotSaved(decided.Batch.Last);
    }
}
