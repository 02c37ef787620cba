using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>The registry as an import would leave it: so a place that comes in is there for the elders who come in with it.</summary>
internal sealed class RegistryDraft(RegistryIndex registry) : IRegistryView
{
    private readonly Dictionary<Subject, RegistryRecord> _taken = [];

    public void Take(RegistryRecord record) => _taken[record.Subject] = record;

    public Site? Site(string id) => _taken.GetValueOrDefault(Subject.Of(SiteId.Of(id))) as Site ?? registry.Site(id);

    public Place? Place(string id) => _taken.GetValueOrDefault(Subject.Of(PlaceId.Of(id))) as Place ?? registry.Place(id);

    public Elder? Elder(string id) => _taken.GetValueOrDefault(Subject.Of(ElderId.Of(id))) as Elder ?? registry.Elder(id);

    public Device? Device(string id) => _taken.GetValueOrDefault(Subject.Of(DeviceId.Of(id))) as Device ?? registry.Device(id);

    public Device? NamedAt(string gateway, string name) =>
        _taken.Values.OfType<Device>().FirstOrDefault(d => d.Via?.Value == gateway && d.Alias == name)
        ?? (registry.NamedAt(gateway, name) is { } device && !_taken.ContainsKey(device.Subject) ? device : null);

    public SiteId? SiteOfUpstream(string name) => registry.SiteOfUpstream(name);

    /// <summary>Nobody: two who change their beds are both in the wrong one until both are read. <see cref="LodgingTroubles"/> looks at the end.</summary>
    public IEnumerable<Elder> LodgersOf(PlaceId place) => [];

    /// <summary>Who could not live where they would: about whom, the field, and why.</summary>
    public IEnumerable<(Subject About, string Field, string Message)> LodgingTroubles()
    {
        var elders = registry.Elders.Where(e => !_taken.ContainsKey(e.Subject)).Concat(_taken.Values.OfType<Elder>()).Where(e => e.LivesHere).ToList();
        var beds = new Dictionary<(PlaceId, int), Elder>();
        foreach (var elder in elders)
        {
            if (Place(elder.PlaceId.Value) is not { } place) continue;
            // It is the fault of whichever of the two comes in.
            if (Fields.Lodging.Trouble(place, elder) is { } trouble)
                yield return (_taken.ContainsKey(elder.Subject) ? elder.Subject : place.Subject, trouble.Field, $"{trouble.Field}: {trouble.Message}");
            if (elder.Bed is not { } bed || beds.TryAdd((place.Id, bed), elder)) continue;
            var other = beds[(place.Id, bed)];
            var about = _taken.ContainsKey(elder.Subject) ? elder : other;
            yield return (about.Subject, "bed", $"Bed {bed} of {place.Name} would hold {other.Name} ({other.Id}) and {elder.Name} ({elder.Id}).");
        }
    }
}
