using System.Collections.Concurrent;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Storage;

namespace SmartCare.Server.Registry;

/// <summary>What a record is judged against: the registry, or the registry as an import would leave it.</summary>
internal interface IRegistryView
{
    Site? Site(string id);

    Place? Place(string id);

    Elder? Elder(string id);

    Device? Device(string id);

    /// <summary>The device that a gateway has this name for.</summary>
    Device? NamedAt(string gateway, string name);

    /// <summary>The site whose own broker has this name; null: no broker has it.</summary>
    SiteId? SiteOfUpstream(string name);

    /// <summary>Elders who live in a place.</summary>
    IEnumerable<Elder> LodgersOf(PlaceId place);
}

/// <summary>Who is where, at hand: the committed registry in memory.</summary>
internal sealed class RegistryIndex : IRegistryView
{
    private readonly ConcurrentDictionary<string, Site> _sites = new();
    private readonly ConcurrentDictionary<string, Place> _places = new();
    private readonly ConcurrentDictionary<string, Elder> _elders = new();
    private readonly ConcurrentDictionary<string, Device> _devices = new();
    private readonly ConcurrentDictionary<string, GatewayNames> _names = new();
    private readonly ConcurrentDictionary<string, SiteId> _upstreams = new();

    public RegistryIndex(Tables tables)
    {
        foreach (var record in tables.Registry()) Take(record);
    }

    /// <summary>A device was registered, or its record changed.</summary>
    public event Action<Device>? DeviceTaken;

    /// <summary>A device is not there any more: it was never used.</summary>
    public event Action<Device>? DeviceForgotten;

    public ElderCounts ElderCounts { get; } = new();

    public bool IsEmpty => _sites.IsEmpty;

    public IReadOnlyList<Site> Sites => Sorted(_sites);

    public IReadOnlyList<Place> Places => Sorted(_places);

    public IReadOnlyList<Elder> Elders => Sorted(_elders);

    public IReadOnlyList<Device> Devices => Sorted(_devices);

    /// <summary>In no order: to be counted.</summary>
    public IEnumerable<Device> EachDevice => _devices.Select(d => d.Value);

    /// <summary>As <see cref="EachDevice"/>: a district has 700,000, and sorting them takes a second.</summary>
    public IEnumerable<Elder> EachElder => _elders.Select(e => e.Value);

    public void Take(RegistryRecord record)
    {
        switch (record)
        {
            case Site site: _sites[site.Id.Value] = site; break;
            case Place place: _places[place.Id.Value] = place; break;
            case Elder elder: Take(elder); break;
            case Device device: Take(device); break;
        }
    }

    public void Forget(RegistryRecord record)
    {
        switch (record)
        {
            case Site site: _sites.TryRemove(site.Id.Value, out _); break;
            case Place place: _places.TryRemove(place.Id.Value, out _); break;
            case Elder elder: Forget(elder); break;
            case Device device: Forget(device); break;
        }
    }

    public IEnumerable<Elder> LodgersOf(PlaceId place) => _elders.Values.Where(e => e.PlaceId == place && e.LivesHere);

    /// <summary>The broker of a site: it is a gateway of that site, with a record or without.</summary>
    public void Bind(string upstream, SiteId site) => _upstreams[upstream] = site;

    /// <summary>The site whose devices a gateway speaks for; null: it has no record, and speaks for all of them.</summary>
    public SiteId? SiteOfGateway(string gateway) => SiteOfUpstream(gateway) ?? Device(gateway)?.SiteId;

    public SiteId? SiteOfUpstream(string name) => _upstreams.TryGetValue(name, out var site) ? site : null;

    /// <summary>By what names a gateway speaks of devices that have another id.</summary>
    public GatewayNames NamesAt(string gateway) => _names.GetOrAdd(gateway, static _ => new GatewayNames());

    /// <summary>The device that a gateway means by a name: one that is bound to it by that name, or has it as its id; null when it may not speak for any such.</summary>
    public Device? Spoken(string gateway, string name) =>
        NamesAt(gateway).IdOf(name) is { } bound ? Device(bound)
        // By its id, unless it has a name there, or is another site's.
        : Device(name) is { } device && !(device.Alias is not null && device.Via?.Value == gateway) && !(SiteOfGateway(gateway) is { } own && own != device.SiteId) ? device : null;

    public Device? NamedAt(string gateway, string name) => NamesAt(gateway).IdOf(name) is { } id ? Device(id) : null;

    public Site? Site(string id) => _sites.GetValueOrDefault(id);

    public Place? Place(string id) => _places.GetValueOrDefault(id);

    public Elder? Elder(string id) => _elders.GetValueOrDefault(id);

    public Device? Device(string id) => _devices.GetValueOrDefault(id);

    public string? PlaceName(PlaceId? id) => id is { } place ? _places.GetValueOrDefault(place.Value)?.Name ?? place.Value : null;

    public string ElderName(ElderId id) => _elders.GetValueOrDefault(id.Value)?.Name ?? id.Value;

    /// <summary>One elder's records come one after the other, from one grain.</summary>
    private void Take(Elder elder)
    {
        var before = Elder(elder.Id.Value);
        _elders[elder.Id.Value] = elder;
        ElderCounts.Change(before, elder);
    }

    private void Forget(Elder elder)
    {
        if (_elders.TryRemove(elder.Id.Value, out var before)) ElderCounts.Change(before, null);
    }

    private void Take(Device device)
    {
        var (before, id) = (Device(device.Id.Value), device.Id.Value);
        _devices[id] = device;
        if (device is { Via: { } via, Alias: { } alias }) NamesAt(via.Value).Bind(alias, id);
        if (before is { Via: { } former, Alias: { } name } && (before.Via, before.Alias) != (device.Via, device.Alias)) NamesAt(former.Value).Free(name, id);
        DeviceTaken?.Invoke(device);
    }

    private void Forget(Device device)
    {
        if (!_devices.TryRemove(device.Id.Value, out var before)) return;
        if (before is { Via: { } via, Alias: { } alias }) NamesAt(via.Value).Free(alias, before.Id.Value);
        DeviceForgotten?.Invoke(before);
    }

    private static List<T> Sorted<T>(ConcurrentDictionary<string, T> of) =>
        // A copy first: what is sorted while somebody registers throws.
        [.. of.ToArray().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];
}
