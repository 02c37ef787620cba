using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Care;

/// <summary>Devices of a site that are in use.</summary>
/// <param name="Unheard">They have said nothing yet.</param>
internal readonly record struct DeviceSum(int There, int Away, int Unheard)
{
    public static DeviceSum operator +(DeviceSum a, DeviceSum b) => new(a.There + b.There, a.Away + b.Away, a.Unheard + b.Unheard);
}

/// <summary>How many devices of each site are there, away, or have never been heard: followed by what the decisions and the registry say, never asked of grains one by one.</summary>
internal sealed class DeviceAvailability
{
    public const string Name = "smartcare_devices";

    private readonly RegistryIndex _registry;
    private readonly GrainStates _states;
    private readonly SiteLabels _labels;

    /// <summary>Null: it has said nothing yet.</summary>
    private readonly ConcurrentDictionary<string, bool?> _online = new();

    private readonly Dictionary<string, (string Site, DeviceSum One)> _counted = [];
    private readonly Dictionary<string, DeviceSum> _sums = [];
    private readonly Lock _gate = new();
    private readonly Lazy<bool> _filled;
    private volatile bool _follows;

    public DeviceAvailability(RegistryIndex registry, GrainStates states, SiteLabels labels)
    {
        (_registry, _states, _labels) = (registry, states, labels);
        _filled = new(Fill);
        registry.DeviceTaken += Take;
        registry.DeviceForgotten += device => Count(device, null);
    }

    public void Observe(Metrics metrics) => metrics.Observe(Name, "Devices that are in use, by whether they are there.", "gauge", Samples);

    public void Take(DeviceStanding standing)
    {
        _online[standing.Device.Value] = standing.Online;
        if (_follows && _registry.Device(standing.Device.Value) is { } device) Take(device);
    }

    public DeviceSum OfSite(string site)
    {
        _ = _filled.Value;
        lock (_gate) return _sums.GetValueOrDefault(site);
    }

    private void Take(Device device)
    {
        if (_follows) Count(device, device);
    }

    /// <summary>At the first question: each row is read once, and what the grains say meanwhile stands.</summary>
    private bool Fill()
    {
        _follows = true;
        foreach (var device in _registry.EachDevice)
        {
            _online.GetOrAdd(device.Id.Value, id => _states.Device(id).Online);
            Count(device, device);
        }

        return true;
    }

    /// <param name="now">Null: it is there no more.</param>
    private void Count(Device device, Device? now)
    {
        var id = device.Id.Value;
        lock (_gate)
        {
            if (_counted.Remove(id, out var before)) Add(before.Site, -before.One.There, -before.One.Away, -before.One.Unheard);
            if (now is not { Archived: false }) return;
            var one = _online.GetValueOrDefault(id) switch { true => new DeviceSum(1, 0, 0), false => new DeviceSum(0, 1, 0), null => new DeviceSum(0, 0, 1) };
            _counted[id] = (now.SiteId.Value, one);
            Add(now.SiteId.Value, one.There, one.Away, one.Unheard);
        }
    }

    private void Add(string site, int there, int away, int unheard) => _sums[site] = _sums.GetValueOrDefault(site) + new DeviceSum(there, away, unheard);

    private IEnumerable<Measurement<double>> Samples()
    {
        var sums = new Dictionary<string, DeviceSum>();
        foreach (var label in _labels.Of(_registry.Sites)) sums[label] = default;
        foreach (var site in _registry.Sites)
            if (OfSite(site.Id.Value) is var sum && sum != default)
                sums[_labels.Of(site.Id.Value)] = sums.GetValueOrDefault(_labels.Of(site.Id.Value)) + sum;
        return sums.SelectMany(s => (Measurement<double>[])[Sample(s.Key, "there", s.Value.There), Sample(s.Key, "away", s.Value.Away), Sample(s.Key, "unheard", s.Value.Unheard)]);
    }

    private static Measurement<double> Sample(string label, string state, int count) => new(count, SiteLabels.Tag(label), new KeyValuePair<string, object?>("state", state));
}
