using System.Collections.Concurrent;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Registry;

/// <summary>How an elder stands, as last released.</summary>
internal sealed record ElderStand(ModeNow Mode, DateTimeOffset? LastSignAt, IReadOnlyList<Visit> Visits)
{
    public static readonly ElderStand Unknown = new(ModeNow.Home, null, []);
}

/// <summary>Mode, last sign and visits of every elder, for people to see. In memory; made again at the start from the grains' states.</summary>
internal sealed class ElderBoard
{
    private readonly ConcurrentDictionary<string, ElderStand> _elders = new();

    public ElderStand Of(string elder) => _elders.GetValueOrDefault(elder, ElderStand.Unknown);

    /// <summary>Takes over what the newest snapshots say; entries after them follow by replay.</summary>
    public void Load(IJournal journal)
    {
        for (var shard = 0; shard < journal.ShardCount; shard++)
        {
            foreach (var saved in journal.Saved(shard, (byte)SubjectKind.Elder))
            {
                var state = JsonSerializer.Deserialize(saved.State.Span, CareJson.Default.ElderState)!;
                if (state.Record is not null) _elders[saved.Id.Key] = new ElderStand(state.Mode, state.LastSignAt, state.Visits);
            }
        }
    }

    public void Follow(IReadOnlyList<CareEffect> effects)
    {
        foreach (var effect in effects)
            if (effect is ElderStanding standing)
                _elders[standing.Elder.Value] = new ElderStand(standing.Mode, standing.LastSignAt, standing.Visits);
    }
}
