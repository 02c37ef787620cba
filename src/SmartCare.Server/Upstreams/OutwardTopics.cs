using SmartCare.Bridge;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Server;

namespace SmartCare.Server.Upstreams;

/// <summary>What the house announces on its own endpoint is also said at the brokers whose site it is about, where that was asked for.</summary>
internal sealed class OutwardTopics(MqttBroker broker, UpstreamWatch upstreams) : IHostedService
{
    private const string Alerts = "smartcare/alerts/", Sites = "smartcare/sites/";

    /// <summary>Whether the bridge is at this broker: <c>online</c>, <c>offline</c>, retained.</summary>
    public static string PresenceOf(SiteId site) => $"{Sites}{site.Value}/bridge";

    /// <summary>Only the house writes these: heard from a broker they are its own echo, or another house's.</summary>
    public static bool IsOurs(string topic) => topic.StartsWith(Alerts, StringComparison.Ordinal) || topic.StartsWith(Sites, StringComparison.Ordinal);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        broker.Announced += Say;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        broker.Announced -= Say;
        return Task.CompletedTask;
    }

    private void Say(string topic, ReadOnlyMemory<byte> payload, bool retain)
    {
        foreach (var (settings, link) in upstreams.All)
            if ((settings.SaysAlerts && IsOf(topic, Alerts, settings.Site)) || (settings.SaysStates && IsOf(topic, Sites, settings.Site)))
                link.Outward.Say(new Outward(topic, payload, retain));
    }

    /// <summary>Below the site's own topic: <c>smartcare/alerts/sun/...</c> is not of <c>sunshine</c>.</summary>
    private static bool IsOf(string topic, string prefix, SiteId site) =>
        topic.StartsWith(prefix, StringComparison.Ordinal) && topic.AsSpan(prefix.Length) is var rest && rest.StartsWith(site.Value, StringComparison.Ordinal) && rest[site.Value.Length..] is ['/', ..];
}
