using System.Buffers;

namespace SmartCare.Grains;

/// <summary>One activated virtual actor. Lives on its shard's thread only; holds state, decides, never awaits.</summary>
/// <typeparam name="TMessage">What may be told to a grain.</typeparam>
/// <typeparam name="TEffect">What a decision wants to happen outside.</typeparam>
public interface IGrain<TMessage, TEffect>
{
    /// <summary>Decides on one message. Must change its state only as its last step: when it throws, the shard
    /// withdraws what the turn collected and the grain goes on with the state it had.</summary>
    void Receive(TMessage message, Turn<TMessage, TEffect> turn);

    /// <summary>The time has reached <see cref="DueAtMs"/>. Must move or clear it, else it fires again in the next tick.</summary>
    void Tick(Turn<TMessage, TEffect> turn);

    /// <summary>When this grain next wants a tick, Unix ms; null when nothing is pending. Part of the state.</summary>
    long? DueAtMs { get; }

    /// <summary>Writes the whole state; nothing written means "as new" and needs no row.</summary>
    void Save(IBufferWriter<byte> to);
}

/// <summary>What a shard must know of the grains it hosts and of their messages.</summary>
public interface IGrainCatalog<TMessage, TEffect>
{
    /// <summary>Makes the grain from what <see cref="IGrain{TMessage,TEffect}.Save"/> wrote; empty for a new one.</summary>
    IGrain<TMessage, TEffect> Activate(GrainId id, ReadOnlySpan<byte> saved);

    void Encode(TMessage message, IBufferWriter<byte> to);

    TMessage Decode(ReadOnlySpan<byte> body);

    /// <summary>A grain threw: a bug. The effect that rings the wall about it.</summary>
    TEffect Faulted(GrainId grain, Exception error);
}
