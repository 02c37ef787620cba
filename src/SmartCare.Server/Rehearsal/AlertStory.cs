using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Rehearsal;

/// <summary>One alert as a policy made it: when it was raised, how urgent, how far up it was asked, and when it ended.</summary>
internal sealed record AlertStory(string Id, AlertKind Kind, Subject About, Priority Priority, DateTimeOffset RaisedAt)
{
    public int Tier { get; set; } = 1;

    /// <summary>When the first tier after the wall was asked; null when somebody answered before.</summary>
    public DateTimeOffset? EscalatedAt { get; set; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Every alert that a run over the journal led to.</summary>
internal sealed class AlertStories
{
    private readonly Dictionary<string, AlertStory> _all = [];
    private readonly Dictionary<(AlertKind, Subject), string> _open = [];

    public IEnumerable<AlertStory> All => _all.Values;

    public AlertStory? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>The id of the open alert of this kind about this subject; null when none is open.</summary>
    public string? OpenId(AlertKind kind, Subject about) => _open.GetValueOrDefault((kind, about));

    public void Take(IReadOnlyList<CareEffect> effects)
    {
        foreach (var effect in effects)
            if (effect is AlertChanged changed)
                Take(changed);
    }

    private void Take(AlertChanged changed)
    {
        var alert = changed.Alert;
        if (!_all.TryGetValue(alert.Id, out var story))
            _all.Add(alert.Id, story = new AlertStory(alert.Id, alert.Kind, alert.About, alert.Priority, alert.RaisedAt));
        if (alert.Tier > story.Tier) story.EscalatedAt ??= changed.Event.At;
        story.Tier = Math.Max(story.Tier, alert.Tier);
        story.EndedAt = alert.ResolvedAt;
        if (alert.State is AlertState.Resolved) _open.Remove((alert.Kind, alert.About));
        else _open[(alert.Kind, alert.About)] = alert.Id;
    }
}
