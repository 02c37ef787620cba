using System.Collections.Concurrent;
using System.Text.Json;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Words;
using SmartCare.Grains;

namespace SmartCare.Server.Registry;

/// <summary>What is to be seen of each site besides its alerts: incidents, hand-overs, checks, drills. In memory; made again at the start.</summary>
internal sealed class SiteBoards
{
    private readonly ConcurrentDictionary<string, SiteBoard> _sites = new();

    public SiteBoard Of(string site) => _sites.GetValueOrDefault(site, SiteBoard.Empty);

    /// <summary>Takes over what the newest snapshots say; entries after them follow by replay.</summary>
    public void Load(IJournal journal)
    {
        for (var shard = 0; shard < journal.ShardCount; shard++)
            foreach (var saved in journal.Saved(shard, (byte)SubjectKind.Site))
                _sites[saved.Id.Key] = JsonSerializer.Deserialize(saved.State.Span, CareJson.Default.SiteState)!.Board;
    }

    public void Follow(IReadOnlyList<CareEffect> effects)
    {
        foreach (var effect in effects)
            if (effect is SiteStands stands)
                _sites[stands.Site.Value] = stands.Board;
    }
}
