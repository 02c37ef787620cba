using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Server.Registry;

/// <summary>Hands a record to the grain that keeps it.</summary>
internal sealed class GrainRegistry(IGrainFactory grains)
{
    /// <param name="by">Who wrote it; null: the silo itself.</param>
    /// <exception cref="TryAgainException">It was not taken.</exception>
    public Task<CommandOutcome> RegisterAsync(RegistryRecord record, string? by = null) => record switch
    {
        Site site => grains.GetGrain<ISiteGrain>(site.Id.Value).Register(site, by),
        Place place => grains.GetGrain<IPlaceGrain>(place.Id.Value).Register(place, by),
        Elder elder => grains.GetGrain<IElderGrain>(elder.Id.Value).Register(elder, by),
        Device device => grains.GetGrain<IDeviceGrain>(device.Id.Value).Register(device, by),
        _ => throw new ArgumentException($"No grain keeps a {record.GetType().Name}."),
    };

    /// <summary>Forgets one that was never used.</summary>
    /// <exception cref="TryAgainException">It was not taken.</exception>
    public Task<CommandOutcome> UnregisterAsync(RegistryRecord record, string by) => Of(record.Subject).Unregister(by);

    private ICareGrain Of(Subject id) => id.Kind switch
    {
        SubjectKind.Site => grains.GetGrain<ISiteGrain>(id.Key),
        SubjectKind.Place => grains.GetGrain<IPlaceGrain>(id.Key),
        SubjectKind.Elder => grains.GetGrain<IElderGrain>(id.Key),
        _ => grains.GetGrain<IDeviceGrain>(id.Key),
    };
}
