namespace SmartCare.Grains;

/// <summary>
/// The handling of one journal entry: its time, its place in the journal, and what the grains want done. Letters between
/// grains of the shard are delivered within the same turn, in order, so one entry is one step for all of them.
/// </summary>
public sealed class Turn<TMessage, TEffect>
{
    private readonly List<TEffect> _effects = [];
    private readonly Queue<(GrainId To, TMessage Message)> _letters = new();

    public int Shard { get; internal set; }

    /// <summary>Number of the entry in its shard's journal, from 1.</summary>
    public long Entry { get; internal set; }

    /// <summary>When the entry was taken, Unix ms; never goes back within a shard. The only clock a grain may see.</summary>
    public long NowMs { get; internal set; }

    /// <summary>Since when this silo has been able to hear anything, Unix ms. Known in ticks only (else 0): what was silent
    /// while nobody listened is not silence.</summary>
    public long ListeningSinceMs { get; internal set; }

    /// <summary>Effects so far in this turn: with shard and entry it makes ids that a replay makes again.</summary>
    public int NextIndex => _effects.Count;

    public void Emit(TEffect effect) => _effects.Add(effect);

    /// <summary>Tells another grain of this shard, within this turn.</summary>
    public void Send(GrainId to, TMessage message)
    {
        if (++_sent > Limits.LettersPerTurn)
            throw new InvalidOperationException($"A turn sent more than {Limits.LettersPerTurn} letters: grains talk in a circle.");
        _letters.Enqueue((to, message));
    }

    private int _sent;

    internal IReadOnlyList<TEffect> Effects => _effects;

    internal bool TryNextLetter(out (GrainId To, TMessage Message) letter) => _letters.TryDequeue(out letter);

    internal void Begin(int shard, long entry, long nowMs, long listeningSinceMs)
    {
        (Shard, Entry, NowMs, ListeningSinceMs) = (shard, entry, nowMs, listeningSinceMs);
        _effects.Clear();
        _letters.Clear();
        _sent = 0;
    }

    /// <summary>Where the collected work stood before one grain was called.</summary>
    internal (int Effects, int Letters) Mark() => (_effects.Count, _letters.Count);

    /// <summary>Withdraws what a grain collected before it threw.</summary>
    internal void Withdraw((int Effects, int Letters) mark)
    {
        _effects.RemoveRange(mark.Effects, _effects.Count - mark.Effects);
        var kept = _letters.Take(mark.Letters).ToArray();
        _letters.Clear();
        foreach (var letter in kept) _letters.Enqueue(letter);
    }
}
