using System.Collections.Concurrent;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Storage;

namespace SmartCare.Server.Registry;

/// <summary>Who is where, at hand: the committed registry in memory.</summary>
internal sealed class RegistryIndex
{
    private readonly ConcurrentDictionary<string, Site> _sites = new();
    private readonly ConcurrentDictionary<string, Place> _places = new();
    private readonly ConcurrentDictionary<string, Elder> _elders = new();
    private readonly ConcurrentDictionary<string, Device> _devices = new();

    public RegistryIndex(Tables tables)
    {
        foreach (var record in tables.Registry()) Take(record);
    }

    public bool IsEmpty => _sites.IsEmpty;

    public IReadOnlyList<Site> Sites => Sorted(_sites);

    public IReadOnlyList<Place> Places => Sorted(_places);

    public IReadOnlyList<Elder> Elders => Sorted(_elders);

    public IReadOnlyList<Device> Devices => Sorted(_devices);

    public void Take(RegistryRecord record)
    {
        switch (record)
        {
            case Site site: _sites[site.Id.Value] = site; break;
            case Place place: _places[place.Id.Value] = place; break;
            case Elder elder: _elders[elder.Id.Value] = elder; break;
            case Device device: _devices[device.Id.Value] = device; break;
        }
    }

    public Site? Site(string id) => _sites.GetValueOrDefault(id);

    public Place? Place(string id) => _places.GetValueOrDefault(id);

    public Elder? Elder(string id) => _elders.GetValueOrDefault(id);

    public Device? Device(string id) => _devices.GetValueOrDefault(id);

    public string? PlaceName(PlaceId? id) => id is { } place ? _places.GetValueOrDefault(place.Value)?.Name ?? place.Value : null;

    public string ElderName(ElderId id) => _elders.GetValueOrDefault(id.Value)?.Name ?? id.Value;

    private static List<T> Sorted<T>(ConcurrentDictionary<string, T> of) =>
        // A copy first: what is sorted while somebody registers throws.
        [.. of.ToArray().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];
}
