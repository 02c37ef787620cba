using SmartCare.Bridge;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Server.Care;
using SmartCare.Server.Intake;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Upstreams;

/// <summary>
/// The bridges to the sites' own brokers, and whether they hear anything: one that is away for a minute is a system alert of its site, which the silence of its
/// devices is inside (<see cref="LostWay"/>), until it is back.
/// </summary>
internal sealed class UpstreamWatch
{
    private readonly (UpstreamSettings Settings, UpstreamLink Link)[] _all;
    private readonly string?[] _told;
    private readonly RegistryIndex _registry;
    private readonly SystemAlerts _alerts;
    private readonly TimeProvider _time;

    public UpstreamWatch(
        Settings settings, RegistryIndex registry, IngestPipeline intake, GatewayWatch gateways, RefusedTopics refused, SystemAlerts alerts, Metrics metrics, TimeProvider time, ILogger<UpstreamLink> log)
    {
        (_registry, _alerts, _time) = (registry, alerts, time);
        _all = [.. settings.Upstreams.Select(s => (s, new UpstreamLink(s.Options, () => new UpstreamSession(s.Options.Name, registry, intake, gateways, refused), time, Random.Shared.NextDouble, log)))];
        _told = new string?[_all.Length];
        foreach (var (upstream, _) in _all) registry.Bind(upstream.Options.Name, upstream.Site);
        UpstreamMetrics.Observe(metrics, [.. _all.Select(u => u.Link)]);
    }

    public IReadOnlyList<(UpstreamSettings Settings, UpstreamLink Link)> All => _all;

    /// <summary>What is not heard, for the wall and /readyz: one line each.</summary>
    /// <param name="inFull">With what the broker or the network said.</param>
    public IEnumerable<string> Problems(bool inFull)
    {
        foreach (var (settings, link) in _all)
        {
            if (_registry.Site(settings.Site.Value) is null) yield return $"upstream {settings.Options.Name}: there is no site {settings.Site.Value}, so nothing of it is heard";
            else if (IsLost(link) is true)
                yield return $"upstream {settings.Options.Name}: the broker of {settings.Site.Value} is away" + (inFull && link.Stand.Why is { } why ? $": {why}" : "");
        }
    }

    /// <returns>Null: not for long enough, or not back for long enough, to say so.</returns>
    private bool? IsLost(UpstreamLink link)
    {
        var now = _time.GetUtcNow();
        return link.Stand.AwaySince(now) is not { } since ? false : now - since >= Policy.Default.WillGrace ? true : null;
    }

    /// <summary>Once a second.</summary>
    public void Beat()
    {
        for (var i = 0; i < _all.Length; i++)
        {
            var (settings, link) = _all[i];
            var isLost = IsLost(link);
            // A restart may have found it lost, or whole again: so what the site was told before is said once more.
            var word = isLost is false ? "upstreamBack" : isLost is true ? "upstreamLost" : _told[i];
            if (word is null || word == _told[i] || _registry.Site(settings.Site.Value) is null) continue;
            _told[i] = word;
            var (name, about) = (settings.Options.Name, LostWay.Upstream(settings.Site, settings.Options.Name));
            if (isLost is false) _alerts.End(about, settings.Site, Phrase.Of(word));
            else _alerts.Raise(about, settings.Site, Phrase.All(Phrase.Of(word, ("upstream", name)), Phrase.Of("gatewayDevices", ("devices", _registry.Devices.Count(d => d.Via?.Value == name)))));
        }
    }
}
