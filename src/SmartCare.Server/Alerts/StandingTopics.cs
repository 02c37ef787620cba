using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Alerts;

/// <summary>What stands at a site now, for who subscribes late. Ids, times and states; no names.</summary>
/// <param name="Seq">Every change up to this one is in it.</param>
/// <param name="Open">How many stand; the list may have fewer.</param>
internal sealed record StandingAlerts(string SiteId, long Seq, int Open, IReadOnlyList<StandingAlert> Alerts);

internal sealed record StandingAlert(string Id, long Seq, AlertKind Kind, Priority Priority, AlertState State, string? PlaceId, DateTimeOffset RaisedAt);

/// <summary>The standing alerts of each site on <c>smartcare/sites/{siteId}/alerts</c>, QoS 1, retained. Changes that come together are one message: the last one holds.</summary>
internal sealed class StandingTopics(AlertFeed feed, AlertStore alerts, RegistryIndex registry, MqttBroker broker, TimeProvider time) : BackgroundService
{
    /// <summary>The most urgent of a site, and of these the oldest: some 90 KiB, which every client takes. More stand only in a flood, and then the list in full is asked over HTTP.</summary>
    public const int Most = 500;

    /// <summary>A site that is new has a message before its first alert.</summary>
    private static readonly TimeSpan s_newSites = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, byte> _changed = new();
    private readonly HashSet<string> _told = [];
    /// <summary>One waits at most: whoever is told looks at everything. Telling it never fails, also when the host is on its way down.</summary>
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Before any client is let in: what a former start left there may not stand any more.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += Hear;
        foreach (var site in registry.Sites) Tell(site.Id.Value);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= Hear;
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var newSites = time.CreateTimer(_ => _news.Writer.TryWrite(true), null, s_newSites, s_newSites);
        while (true)
        {
            await _news.Reader.ReadAsync(stoppingToken);
            foreach (var site in registry.Sites)
                if (!_told.Contains(site.Id.Value)) _changed[site.Id.Value] = 0;
            foreach (var (site, _) in _changed)
                if (_changed.TryRemove(site, out var _)) Tell(site);
        }
    }

    /// <summary>From the committer's thread: never blocks.</summary>
    private void Hear(AlertDocument change)
    {
        if (_changed.TryAdd(change.SiteId, 0)) _news.Writer.TryWrite(true);
    }

    private void Tell(string site)
    {
        _told.Add(site);
        broker.Publish($"smartcare/sites/{site}/alerts", JsonSerializer.SerializeToUtf8Bytes(Of(site), StandingJson.Plain.StandingAlerts), qos: 1, retain: true);
    }

    private StandingAlerts Of(string site)
    {
        // Before the look: a change that comes meanwhile makes another message.
        var seq = feed.LastSeq;
        var open = alerts.OpenOf(site).Select(s => s.Alert).ToList();
        var shown = open.OrderBy(a => a.Priority).ThenBy(a => a.RaisedAt).Take(Most)
            .Select(a => new StandingAlert(a.Id, a.Seq, a.Kind, a.Priority, a.State, a.PlaceId, a.RaisedAt));
        return new StandingAlerts(site, seq, open.Count, [.. shown]);
    }
}

[JsonSerializable(typeof(StandingAlerts))]
internal sealed partial class StandingJson : JsonSerializerContext
{
    public static readonly StandingJson Plain = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new UtcTime() } });
}
