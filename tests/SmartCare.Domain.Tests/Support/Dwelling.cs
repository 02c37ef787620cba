using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>Where the stories about a person play: elder Li alone at home, and elders Zhao and Qian in one room.</summary>
internal static class Dwelling
{
    public static readonly SiteId Site = SiteId.Of("riverside");
    public static readonly PlaceId Home = PlaceId.Of("h001"), Room = PlaceId.Of("201");
    public static readonly ElderId Li = ElderId.Of("li"), Zhao = ElderId.Of("zhao"), Qian = ElderId.Of("qian");

    /// <summary>Of Li's home: motion, door, climate, tap and the radar watch the place, the others are Li's. Of the room: names with "room", and Zhao's own.</summary>
    public static readonly IReadOnlyDictionary<string, Device> Devices = new[]
    {
        Of("motion", "motion", Home), Of("door", "door", Home), Of("climate", "climate", Home), Of("radar", "fall-radar", Home), Of("tap", "water-meter", Home),
        Of("call", "call", Home, Li), Of("bed", "bed", Home, Li), Of("band", "wearable", Home, Li),
        Of("roomdoor", "door", Room), Of("roomradar", "fall-radar", Room), Of("roomclimate", "climate", Room), Of("roomtap", "water-meter", Room),
        Of("zhaobed", "bed", Room, Zhao), Of("zhaocall", "call", Room, Zhao), Of("qiancall", "call", Room, Qian),
    }.ToDictionary(d => d.Id.Value);

    public static Elder Elder(ElderId id, CarePlan? plan = null, int careLevel = 1) =>
        new(id, Site, id == Li ? Home : Room, id.Value, id == Li ? null : 1, careLevel) { Plan = plan ?? CarePlan.Default };

    /// <summary>A plan that leaves nothing open.</summary>
    public static readonly CarePlan EveryPlan = new()
    {
        Dementia = true, UpBy = new TimeOnly(8, 30), InBedBy = new TimeOnly(22, 30), NightFrom = new TimeOnly(21, 0), NightTo = new TimeOnly(5, 30),
        BackInBedMinutes = 20, BackHomeMinutes = 40, QuietHours = 3.5, VisitEveryDays = 3, HeartRate = new Band(50, 110),
        BreathingRate = new Band(10, 22), Temperature = new Band(16, 30),
    };

    private static Device Of(string id, string model, PlaceId place, ElderId? elder = null) => new(DeviceId.Of(id), Site, place, elder, model, id);
}
