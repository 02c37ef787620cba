using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Webhooks;

/// <summary>Another system that wants the changes of alerts. Never changed, but replaced.</summary>
/// <param name="Sites">Whose; empty: of all.</param>
/// <param name="Kinds">Which; empty: all.</param>
/// <param name="States">After which a change is told; empty: all.</param>
/// <param name="Names">With the names and words of people.</param>
/// <param name="Off">The house turned it off; null: it did not.</param>
internal sealed record Subscription(
    string Id, string Name, string Url, string[] Sites, AlertKind[] Kinds, AlertState[] States, bool Names, bool Enabled, string Secret, string CreatedBy, DateTimeOffset CreatedAt,
    TurnedOff? Off)
{
    /// <summary>Messages are signed with it beside the new one until <see cref="FormerUntil"/>.</summary>
    public string? FormerSecret { get; init; }

    public DateTimeOffset? FormerUntil { get; init; }

    public IEnumerable<string> SecretsAt(DateTimeOffset now) => FormerSecret is { } former && FormerUntil > now ? [Secret, former] : [Secret];

    public bool Wants(AlertDocument change) =>
        (Sites.Length == 0 || Sites.Contains(change.SiteId)) && (Kinds.Length == 0 || Kinds.Contains(change.Kind)) && (States.Length == 0 || States.Contains(change.State));
}

/// <summary>When the house turned a subscription off, and why.</summary>
internal sealed record TurnedOff(DateTimeOffset At, string Why);

/// <summary>One try to deliver a change.</summary>
/// <param name="Seq">Of the change; 0: a test.</param>
/// <param name="Try">From 1.</param>
internal sealed record Delivery(long Seq, string AlertId, DateTimeOffset At, int Ms, int Try, bool Delivered, string Answer);
