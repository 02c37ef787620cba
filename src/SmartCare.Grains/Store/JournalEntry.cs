using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Grains.Store;

/// <summary>One thing that was heard, as it stands in a writer's stream of the journal.</summary>
/// <param name="Number">From 1, without gaps, per stream.</param>
/// <param name="AtMs">When it was taken, Unix ms.</param>
/// <param name="To">The grain it was for.</param>
/// <param name="Message">The reading or the command; null for the entry that says since when the silo listens.</param>
/// <param name="ListeningSinceMs">Of that entry: Unix ms.</param>
public readonly record struct JournalEntry(long Number, long AtMs, Subject To, CareMessage? Message, long ListeningSinceMs);

/// <summary>Consecutive entries of one stream, committed together.</summary>
/// <param name="Stream">The writer's: each silo that ever wrote has its own, and each stream has an order.</param>
/// <param name="First">Number of its first entry.</param>
/// <param name="AtMs">Time of its first entry, Unix ms.</param>
/// <param name="Body">What <see cref="BatchCodec"/> wrote.</param>
public sealed record JournalBatch(int Stream, long First, int Count, long AtMs, ReadOnlyMemory<byte> Body)
{
    public long Last => First + Count - 1;
}
