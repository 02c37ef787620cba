using System.Buffers;
using SmartCare.Domain.Decisions;
using SmartCare.Grains;

namespace SmartCare.Simulation.Silo;

/// <summary>Every grain's saved bytes: what a shard is, to compare with what another became from the same journal.</summary>
internal static class States
{
    /// <summary>The grains changed since the last snapshot as they are, the others as the snapshot has them. Ends the shard's use: what it
    /// would save is taken from it.</summary>
    public static SortedDictionary<GrainId, string> Of(
        Shard<CareMessage, CareEffect> shard, IReadOnlyDictionary<GrainId, SavedGrain> snapshot, IGrainCatalog<CareMessage, CareEffect> catalog)
    {
        var states = new SortedDictionary<GrainId, string>();
        foreach (var (id, saved) in snapshot) states[id] = Show(Again(saved, catalog));
        foreach (var saved in shard.DecideSnapshot()?.Batch.Snapshot ?? [])
        {
            if (saved.State.IsEmpty) states.Remove(saved.Id);
            else states[saved.Id] = Show(saved);
        }

        return states;
    }

    /// <summary>The first grain in which two differ; null when they are the same.</summary>
    public static string? Difference(SortedDictionary<GrainId, string> some, SortedDictionary<GrainId, string> others)
    {
        foreach (var id in some.Keys.Union(others.Keys).Order())
        {
            var (one, other) = (some.GetValueOrDefault(id), others.GetValueOrDefault(id));
            if (one != other) return $"grain {id}: {Around(one, other)} | {Around(other, one)}";
        }

        return null;
    }

    /// <summary>Read and written again: a snapshot of another version says the same in other bytes.</summary>
    private static SavedGrain Again(in SavedGrain saved, IGrainCatalog<CareMessage, CareEffect> catalog)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        var grain = catalog.Activate(saved.Id, saved.State.Span);
        grain.Save(bytes);
        return new SavedGrain(saved.Id, grain.DueAtMs, bytes.WrittenMemory);
    }

    private static string Show(in SavedGrain saved) => $"{saved.DueAtMs} {System.Text.Encoding.UTF8.GetString(saved.State.Span)}";

    private static string Around(string? text, string? other)
    {
        if (text is null || other is null) return text is null ? "absent" : "present";
        var at = 0;
        while (at < text.Length && at < other.Length && text[at] == other[at]) at++;
        var from = Math.Max(0, at - 40);
        return text.Substring(from, Math.Min(100, text.Length - from));
    }
}
