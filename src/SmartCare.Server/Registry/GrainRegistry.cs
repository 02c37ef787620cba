using SmartCare.Domain.Registry;
using SmartCare.GrainInterfaces;

namespace SmartCare.Server.Registry;

/// <summary>Hands a record to the grain that keeps it.</summary>
internal sealed class GrainRegistry(IGrainFactory grains)
{
    /// <exception cref="TryAgainException">It was not taken.</exception>
    public Task<CommandOutcome> RegisterAsync(RegistryRecord record) => record switch
    {
        Site site => grains.GetGrain<ISiteGrain>(site.Id.Value).Register(site),
        Place place => grains.GetGrain<IPlaceGrain>(place.Id.Value).Register(place),
        Elder elder => grains.GetGrain<IElderGrain>(elder.Id.Value).Register(elder),
        Device device => grains.GetGrain<IDeviceGrain>(device.Id.Value).Register(device),
        _ => throw new ArgumentException($"No grain keeps a {record.GetType().Name}."),
    };
}
