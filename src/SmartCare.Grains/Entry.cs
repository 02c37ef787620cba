namespace SmartCare.Grains;

/// <summary>One thing that may change a decision, as it stands in a shard's journal.</summary>
/// <param name="Number">From 1, without gaps, per shard.</param>
/// <param name="AtMs">When the shard took it, Unix ms.</param>
/// <param name="To">The grain it is for; <see cref="GrainId.Clock"/> for a tick.</param>
/// <param name="Message">The message; default for a tick.</param>
/// <param name="ListeningSinceMs">Ticks only: since when the silo has been listening, Unix ms.</param>
public readonly record struct Entry<TMessage>(long Number, long AtMs, GrainId To, TMessage? Message, long ListeningSinceMs)
{
    public bool IsTick => To.Kind == 0;
}

/// <summary>Told what became of one submitted message. Called from the committer's thread; must not block.</summary>
public interface IReceipt<TEffect>
{
    /// <param name="effects">What the entry led to.</param>
    /// <param name="saved">True: it is on disk. False: it was decided, but the journal could not be written; a second call
    /// with true follows if that is made good.</param>
    void Released(IReadOnlyList<TEffect> effects, bool saved);
}

/// <summary>A message on its way into a shard.</summary>
public readonly record struct Submission<TMessage, TEffect>(GrainId To, TMessage Message, IReceipt<TEffect>? Receipt);
