using System.Collections.Concurrent;
using Orleans.Runtime;
using SmartCare.Domain.Incidents;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>
/// A gateway is a device: it is there while it speaks for others or stays connected, lost when its connection breaks or it says so, and its devices
/// know through whom they speak (ADR 24). Its grain is told seldom, whatever it carries; one without a record has no grain, and its sites are told.
/// </summary>
internal sealed class GatewayWatch(
    RegistryIndex registry, IngestPipeline intake, IGrainFactory grains, SystemAlerts alerts, Quarantine quarantine, IEnumerable<IGatewayNews> listeners, TimeProvider time)
{
    /// <summary>Half a minute, of the five that a gateway may be silent: a word to one grain for the thousands that it carries.</summary>
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(30);

    /// <summary>Gateways without a record that spoke for devices before a restart have so long to come back: as long as a registered one may be silent.</summary>
    private static readonly TimeSpan s_afterStart = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, GatewayLine> _lines = new();
    private readonly ConcurrentDictionary<string, byte> _learning = new();
    private readonly IGatewayNews[] _listeners = [.. listeners];
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private bool _hasLookedBack;

    public GatewayLine LineOf(string gateway) => _lines.GetOrAdd(gateway, static name => new GatewayLine(name));

    /// <summary>It spoke, for itself or for others. With every read of its connection, so nearly always a comparison and no more.</summary>
    /// <param name="isVoice">Of the connection: it has spoken for the gateway before.</param>
    public void Heard(GatewayLine line, ref bool isVoice)
    {
        if (isVoice && !line.IsLost && time.GetUtcNow().Ticks - Volatile.Read(ref line.ToldAt) < s_between.Ticks) return;
        lock (line)
        {
            if (!isVoice) line.Voices++;
            isVoice = true;
            Tell(line);
        }
    }

    /// <summary>It said that it goes, or its will did.</summary>
    public void Lost(GatewayLine line)
    {
        lock (line)
        {
            if (line.IsLost) return;
            (line.IsLost, line.LostAt) = (true, time.GetUtcNow());
            if (registry.Device(line.Name) is { } own) intake.Tell(own, isThere: false);
        }
    }

    /// <summary>A connection that spoke for it has gone.</summary>
    public void Gone(GatewayLine line, bool isBroken)
    {
        lock (line)
        {
            line.Voices--;
            if (isBroken && line.Voices == 0) Lost(line);
        }
    }

    /// <summary>A device speaks through it: remembered with the device, unless its own gateway is there too and hears it as well, or it is bound to that
    /// by a name.</summary>
    public void SpeaksFor(GatewayLine line, string id)
    {
        if (registry.Device(id) is not { Alias: null } device || device.Via?.Value is { } via && (via == line.Name || _lines.TryGetValue(via, out var other) && other is { IsLost: false, Voices: > 0 })) return;
        if (_learning.TryAdd(id, 0)) _ = LearnAsync(line.Name, id);
    }

    /// <summary>What it says of itself and of the devices it knows, for whoever listens.</summary>
    public void Tell(string gateway, string topic, ReadOnlySpan<byte> payload)
    {
        foreach (var listener in _listeners) listener.Heard(gateway, topic, payload);
    }

    public void PassedOver(string gateway, string topic, long bytes) =>
        quarantine.Keep(gateway, topic, "too_long", $"longer than may come at once: {bytes} bytes", default);

    /// <summary>Once a second: who is connected is there, and whoever has no record and stays away is told of.</summary>
    public void Beat()
    {
        var now = time.GetUtcNow();
        foreach (var (_, line) in _lines)
            lock (line)
            {
                if (line.LostAt is { } since && now - since >= Policy.Default.WillGrace)
                {
                    line.LostAt = null;
                    if (registry.Device(line.Name) is null) RaiseFor(line.Name, "gatewayLost");
                }

                if (line is { Voices: > 0, IsLost: false } && now.Ticks - line.ToldAt >= s_between.Ticks) Tell(line);
            }

        if (_hasLookedBack || now - _startedAt < s_afterStart) return;
        _hasLookedBack = true;
        foreach (var via in registry.Devices.Select(d => d.Via?.Value).OfType<string>().Distinct())
            if (registry.SiteOfGateway(via) is null && !(_lines.TryGetValue(via, out var line) && line.HasSpoken)) RaiseFor(via, "gatewayNotBack");
    }

    private void Tell(GatewayLine line)
    {
        var isBack = line.IsLost || !line.HasSpoken;
        (line.IsLost, line.LostAt, line.HasSpoken) = (false, null, true);
        Volatile.Write(ref line.ToldAt, time.GetUtcNow().Ticks);
        if (registry.Device(line.Name) is { } own) intake.Tell(own, isThere: true);
        else if (isBack)
            foreach (var (site, _) in SitesOf(line.Name)) alerts.End(LostWay.Gateway(site, line.Name), site, Phrase.Of("speaksAgain"));
    }

    private void RaiseFor(string gateway, string phrase)
    {
        foreach (var (site, devices) in SitesOf(gateway))
            alerts.Raise(LostWay.Gateway(site, gateway), site, Phrase.All(Phrase.Of(phrase, ("gateway", gateway)), Phrase.Of("gatewayDevices", ("devices", devices))));
    }

    private IEnumerable<(SiteId Site, int Devices)> SitesOf(string gateway) =>
        registry.Devices.Where(d => d.Via?.Value == gateway).GroupBy(d => d.SiteId).Select(g => (g.Key, g.Count()));

    private async Task LearnAsync(string gateway, string id)
    {
        try
        {
            await grains.GetGrain<IDeviceGrain>(id).SpeaksThrough(DeviceId.Of(gateway));
        }
        catch (Exception away) when (away is TryAgainException or TimeoutException or OrleansException)
        {
            // With its next word.
        }
        finally
        {
            _learning.TryRemove(id, out _);
        }
    }
}
