using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartCare.Domain.Decisions;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Care;

/// <summary>How many devices of each site are there, away, or have never been heard: followed by what the decisions say, never asked of grains one by one.</summary>
internal sealed class DeviceAvailability(RegistryIndex registry, GrainStates states, SiteLabels labels)
{
    public const string Name = "smartcare_devices";

    /// <summary>Null: it has said nothing yet.</summary>
    private readonly ConcurrentDictionary<string, bool?> _online = new();

    public void Observe(Metrics metrics) => metrics.Observe(Name, "Devices that are in use, by whether they are there.", "gauge", Count);

    public void Take(DeviceStanding standing) => _online[standing.Device.Value] = standing.Online;

    private IEnumerable<Measurement<double>> Count()
    {
        var counts = new Dictionary<(string Site, string State), int>();
        foreach (var site in labels.Of(registry.Sites))
            foreach (var state in (string[])["there", "away", "unheard"])
                counts[(site, state)] = 0;
        foreach (var device in registry.EachDevice.Where(d => !d.Archived))
        {
            // Its row is read once; what its grain says meanwhile stands.
            if (!_online.TryGetValue(device.Id.Value, out var online)) online = _online.GetOrAdd(device.Id.Value, id => states.Device(id).Online);
            var key = (labels.Of(device.SiteId.Value), online switch { true => "there", false => "away", null => "unheard" });
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts.Select(c => new Measurement<double>(c.Value, SiteLabels.Tag(c.Key.Site), new KeyValuePair<string, object?>("state", c.Key.State)));
    }
}
