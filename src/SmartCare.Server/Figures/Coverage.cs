using SmartCare.Domain.Registry;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Figures;

/// <summary>A room or a person for whom something that must be there is not.</summary>
/// <param name="Why">none: there is no such device; away: there is, and it does not answer.</param>
internal sealed record Missing(string Site, string Id, string Name, string? Place, string Why);

/// <param name="Covered">Of those that need one, how many have one.</param>
/// <param name="More">Beyond those that are named.</param>
internal sealed record CoverageFigure(int Covered, int Of, IReadOnlyList<Missing> Missing, int More);

/// <summary>What must be there, and is it: as the registry and the devices stand now.</summary>
/// <param name="Smoke">A smoke detector that answers in every bedroom, activity and rehabilitation room.</param>
/// <param name="Calls">A call of her own, or at her place, for each elder of 80 years and more.</param>
/// <param name="Alone">A sensor that answers for each elder who lives alone.</param>
internal sealed record CoverageFigures(CoverageFigure Smoke, CoverageFigure Calls, CoverageFigure Alone);

internal sealed class Coverage(RegistryIndex registry, GrainStates states, TimeProvider time)
{
    public CoverageFigures Of(IReadOnlyCollection<string> sites)
    {
        var devices = registry.EachDevice.Where(d => !d.Archived && sites.Contains(d.SiteId.Value) && Models.All.ContainsKey(d.Model)).ToList();
        var (byPlace, byElder) = (devices.ToLookup(d => d.PlaceId), devices.ToLookup(d => d.ElderId?.Value));
        var rooms = registry.Places.Where(p => !p.Archived && sites.Contains(p.SiteId.Value) && p.Kind is PlaceKind.Room or PlaceKind.Bedroom or PlaceKind.Activity or PlaceKind.Rehabilitation);
        var elders = registry.Elders.Where(e => e.LivesHere && sites.Contains(e.SiteId.Value)).ToList();
        return new CoverageFigures(
            Figure(rooms.Where(r => sites.Contains(r.SiteId.Value)), room => (byPlace[room.Id].Where(IsSmoke), new Missing(room.SiteId.Value, room.Id.Value, room.Name, room.Name, ""))),
            Figure(elders.Where(e => Has(e, ElderCategory.AdvancedAge)), elder => (Near(elder).Where(IsCall), Person(elder))),
            Figure(elders.Where(e => Has(e, ElderCategory.Alone)), elder => (Near(elder).Where(IsSensor), Person(elder))));

        // Hers, or her place's: another's in the same room is not.
        IEnumerable<Device> Near(Elder elder) => byElder[elder.Id.Value].Concat(byPlace[elder.PlaceId].Where(d => d.ElderId is null));
        Missing Person(Elder elder) => new(elder.SiteId.Value, elder.Id.Value, elder.Name, registry.PlaceName(elder.PlaceId), "");
    }

    private CoverageFigure Figure<T>(IEnumerable<T> needing, Func<T, (IEnumerable<Device> Devices, Missing Named)> look)
    {
        var (of, missing) = (0, new List<Missing>());
        foreach (var one in needing)
        {
            of++;
            var (found, named) = look(one);
            var devices = found.ToList();
            // A button that sleeps between presses says nothing of itself: it is there until the house misses it.
            if (!devices.Any(d => states.Device(d.Id.Value).Online is var online && (IsCall(d) ? online is not false : online is true))) missing.Add(named with { Why = devices.Count == 0 ? "none" : "away" });
        }

        return new CoverageFigure(of - missing.Count, of, [.. missing.Take(FigureLimits.MostMissing)], Math.Max(0, missing.Count - FigureLimits.MostMissing));
    }

    private bool Has(Elder elder, ElderCategory category) =>
        elder.Ledger.CategoriesOn(DateOnly.FromDateTime(SiteClock.LocalOf(time.GetUtcNow(), AlertFacts.ZoneOf(registry.Site(elder.SiteId.Value))).DateTime)).Contains(category);

    private static bool IsSmoke(Device device) => Models.All[device.Model].Meanings.Values.Contains(Meaning.Fire);

    private static bool IsCall(Device device) => Models.All[device.Model].Meanings.Values.Any(m => m is Meaning.Press or Meaning.PressHeld);

    /// <summary>It notices an elder without her doing anything.</summary>
    private static bool IsSensor(Device device) => Models.All[device.Model].Class is DeviceClass.Motion or DeviceClass.Fall or DeviceClass.Bed or DeviceClass.Door or DeviceClass.Wearable;
}
