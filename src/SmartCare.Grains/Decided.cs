namespace SmartCare.Grains;

/// <summary>A batch of entries that a shard has decided on and that now wants to be committed and released.</summary>
public sealed class Decided<TMessage, TEffect>
{
    private readonly List<(IReceipt<TEffect>? Receipt, int From, int Count)> _outcomes;
    private readonly List<TEffect> _effects = [];
    private readonly List<Entry<TMessage>> _entries;

    /// <param name="capacity">As many entries as there will be, so that nothing grows.</param>
    internal Decided(int capacity) => (_outcomes, _entries) = (new(capacity), new(capacity));

    public JournalBatch Batch { get; internal set; } = null!;

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<Entry<TMessage>> Entries => _entries;

    /// <summary>All effects of all entries, in order.</summary>
    public IReadOnlyList<TEffect> Effects => _effects;

    internal void Add(Entry<TMessage> entry, IReceipt<TEffect>? receipt, IReadOnlyList<TEffect> effects)
    {
        _entries.Add(entry);
        _outcomes.Add((receipt, _effects.Count, effects.Count));
        for (var i = 0; i < effects.Count; i++) _effects.Add(effects[i]);
    }

    /// <summary>A message that could not be written and is no entry; its effect follows those of the entries.</summary>
    internal void Refuse(IReceipt<TEffect>? receipt, TEffect effect)
    {
        _outcomes.Add((receipt, _effects.Count, 1));
        _effects.Add(effect);
    }

    internal void Release(bool saved)
    {
        foreach (var (receipt, from, count) in _outcomes)
            receipt?.Released(count == 0 ? [] : _effects.GetRange(from, count), saved);
    }
}
