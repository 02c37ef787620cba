namespace SmartCare.Grains;

/// <summary>Turns decided effects into rows and tells the world about them. Called under the committer's lock, in commit order.</summary>
public interface IDecisionBook<TMessage, TEffect>
{
    /// <summary>An entry from before the restart, replayed: its rows stand already, only what lives in memory must follow.</summary>
    void Replayed(Entry<TMessage> entry, IReadOnlyList<TEffect> effects);

    /// <summary>The batch is about to be committed: numbers its changes and returns the rows that must be stored with it.</summary>
    IReadOnlyList<Row> Enter(Decided<TMessage, TEffect> decided);

    /// <summary>The batch may now be seen. Not saved: the journal failed, what goes out is marked so.</summary>
    void Release(Decided<TMessage, TEffect> decided, IReadOnlyList<Row> rows, bool saved);

    /// <summary>Everything that went out unsaved is on disk now: the rows that take the mark off again, and what to call once
    /// they are stored. Empty when there is nothing.</summary>
    IReadOnlyList<Row> Settle();

    /// <summary>The rows of <see cref="Settle"/> are stored.</summary>
    void Settled(IReadOnlyList<Row> rows);
}
