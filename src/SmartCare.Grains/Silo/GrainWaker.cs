using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;

namespace SmartCare.Grains.Silo;

/// <summary>Wakes a grain of any kind, without waiting for it.</summary>
public static class GrainWaker
{
    /// <remarks>What fails is found again: the row stays due until the grain has looked.</remarks>
    public static void Wake(IGrainFactory grains, Subject id) => GrainOf(grains, id).Wake().Ignore();

    private static ICareGrain GrainOf(IGrainFactory grains, Subject id) => id.Kind switch
    {
        SubjectKind.Device => grains.GetGrain<IDeviceGrain>(id.Key),
        SubjectKind.Elder => grains.GetGrain<IElderGrain>(id.Key),
        SubjectKind.Place => grains.GetGrain<IPlaceGrain>(id.Key),
        _ => grains.GetGrain<ISiteGrain>(id.Key),
    };
}
