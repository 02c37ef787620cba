using SmartCare.Domain.Decisions;
using SmartCare.Domain.Rules;
using SmartCare.Grains;
using SmartCare.Server.Care;
using SmartCare.Storage;

namespace SmartCare.Server.Rehearsal;

/// <summary>
/// Runs one shard of a recorded journal. As it was: each entry again, ticks too. Under another policy: what devices and people said at the
/// times they said it, but ticks when this policy wants them; not while the silo was down, which the recorded ticks tell.
/// </summary>
internal sealed class PolicyRun(RecordedJournal journal, int shard)
{
    private readonly List<long> _starts = [];

    /// <summary>The alerts as the journal led to them. Once, before <see cref="Under"/>.</summary>
    public AlertStories AsItWas()
    {
        var stories = new AlertStories();
        var recorded = new Shard<CareMessage, CareEffect>(shard, new CareCatalog(Policy.Default), new OnlyBatches(journal));
        recorded.Recover((entry, effects) =>
        {
            if (entry.IsTick && (_starts.Count == 0 || _starts[^1] < entry.ListeningSinceMs)) _starts.Add(entry.ListeningSinceMs);
            stories.Take(effects);
        });
        return stories;
    }

    /// <summary>The alerts as another policy would have made them of the same words.</summary>
    /// <param name="asItWas">Whom the recorded answers were about.</param>
    public AlertStories Under(Policy policy, AlertStories asItWas)
    {
        var catalog = new CareCatalog(policy);
        var stories = new AlertStories();
        var rehearsed = new Shard<CareMessage, CareEffect>(shard, catalog, new OnlyBatches(null));
        var before = 0L;
        foreach (var batch in journal.Batches(shard))
            foreach (var entry in BatchCodec.Read(batch, catalog))
            {
                PassTo(entry.AtMs);
                if (entry.IsTick || Addressed(entry.Message!) is not { } message) continue;
                Decide([new Submission<CareMessage, CareEffect>(entry.To, message, null)], entry.AtMs);
            }

        return stories;

        void PassTo(long nowMs)
        {
            while (rehearsed.NextTickMs is { } due && due <= nowMs)
            {
                // Due while the silo was down: at once when it was up again.
                var up = _starts.Find(s => s > before && s <= nowMs);
                Decide([], Math.Max(due, up > due ? up : 0));
            }

            before = nowMs;
        }

        void Decide(Submission<CareMessage, CareEffect>[] submissions, long nowMs)
        {
            if (rehearsed.Decide(submissions, nowMs, _starts.FindLast(s => s <= nowMs)) is { } decided) stories.Take(decided.Effects);
        }

        // An answer names the recorded alert; here it is for the one that stands in its place, and for none when there is none.
        CareMessage? Addressed(CareMessage message) => message is not AlertCommand command ? message
            : asItWas.Find(command.AlertId) is { } meant && stories.OpenId(meant.Kind, meant.About) is { } id ? command with { AlertId = id } : null;
    }

    /// <summary>A journal from its first entry on, without snapshots; with nothing when there is none.</summary>
    private sealed class OnlyBatches(RecordedJournal? journal) : IJournal
    {
        public int ShardCount => journal?.ShardCount ?? 1;

        public void Commit(IReadOnlyList<JournalBatch> batches, IReadOnlyList<Row> rows) => throw new NotSupportedException("A rehearsal writes nothing.");

        public IEnumerable<JournalBatch> Read(int shard, long after) => journal?.Batches(shard) ?? [];

        public long SnapshotEntry(int shard) => 0;

        public byte[]? Load(int shard, GrainId id) => null;

        public IEnumerable<(GrainId Id, long DueAtMs)> Dues(int shard) => [];

        public IEnumerable<SavedGrain> Saved(int shard, byte kind) => [];
    }
}
