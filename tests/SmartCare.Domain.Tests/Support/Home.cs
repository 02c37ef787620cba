using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>The one home of all stories: room 101 with elder Wang in it, and a device of every model that stories speak of.</summary>
internal static class Home
{
    public static readonly SiteId Site = SiteId.Of("sunshine");
    public static readonly PlaceId Room = PlaceId.Of("sunshine-101");
    public static readonly ElderId Wang = ElderId.Of("wang");

    /// <summary>The devices, by the short names stories use. The call and the radar are Wang's; the others watch the room.</summary>
    public static readonly IReadOnlyDictionary<string, Device> Devices = new[]
    {
        Of("call", "call", Wang), Of("radar", "fall-radar", Wang), Of("roomradar", "fall-radar", null), Of("smoke", "smoke", null),
        Of("smoke2", "smoke", null), Of("gas", "gas", null), Of("water", "water", null), Of("door", "door", null),
        Of("motion", "motion", null), Of("gateway", "gateway", null),
        Of("cord", "cord", Wang), Of("wearable", "wearable", Wang), Of("vibration", "vibration", null), Of("co", "co", null),
        Of("button", "call-zigbee", Wang), Of("smokevia", "smoke", null) with { Via = DeviceId.Of("gateway") },
    }.ToDictionary(d => d.Id.Value);

    private static Device Of(string id, string model, ElderId? elder) => new(DeviceId.Of(id), Site, Room, elder, model, id);
}
