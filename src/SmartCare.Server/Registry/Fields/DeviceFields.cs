using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Intake;
using SmartCare.Server.Onboarding;

namespace SmartCare.Server.Registry.Fields;

/// <summary>What people write of a device.</summary>
/// <param name="Password">Never read; without it the old one stays.</param>
internal sealed record DeviceFields(
    string? PlaceId, string? ElderId, string? Model, string? Name, string? Via, string? Alias, WearingPlace? WornAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Password, bool? Archived)
{
    /// <summary>Whoever has the store and its key guesses shorter ones in an afternoon (NIST SP 800-63B asks for eight, too).</summary>
    private const int ShortestPassword = 8;

    public static DeviceFields Of(Device d) => new(d.PlaceId.Value, d.ElderId?.Value, d.Model, d.Name, d.Via?.Value, d.Alias, d.WornAt, null, d.Archived);

    /// <summary>A device that goes to another place is nobody's there, unless somebody says whose.</summary>
    public static void Follow(JsonObject named, Device before, JsonObject whole)
    {
        if (whole["placeId"]?.ToString() != before.PlaceId.Value && !named.ContainsKey("elderId")) whole["elderId"] = null;
    }

    public static Checked Check(string id, DeviceFields f, Device? before, CheckContext context)
    {
        if (f.PlaceId is null || context.Registry.Place(f.PlaceId) is not { } place) return Checked.No("placeId", "placeId is the id of a place.");
        if (f.Name is not null && !FieldText.IsName(f.Name)) return Checked.No("name", "name has 1 to 100 characters.");
        if (f.Model is null || !Models.All.ContainsKey(f.Model)) return Checked.No("model", $"model is one of {string.Join(", ", Models.All.Keys)}.");
        if (f.ElderId is { } elder && (before?.ElderId?.Value != elder || before.PlaceId != place.Id) && !IsOf(context.Registry.Elder(elder), place, before))
            return Checked.No("elderId", "elderId is the id of an elder of that place.");
        if (f.Password is { Length: < ShortestPassword or > 128 }) return Checked.No("password", $"password has {ShortestPassword} to 128 characters.");
        if (f.Via is { Length: > 0 } via && via != before?.Via?.Value && !IsGateway(context.Registry, via, id, place.SiteId)) return Checked.No("via", "via is the id of a gateway of the same site, or empty.");
        var (through, alias) = (ViaOf(f, before, place), string.IsNullOrEmpty(f.Alias) ? null : f.Alias);
        // A name is that gateway's, and no other's.
        if (before is not null && alias == before.Alias && through != before.Via) alias = null;
        if (alias is not null && AliasTrouble(context.Registry, id, through, alias) is { } wrong) return wrong;
        if (f.WornAt is not null && Models.All[f.Model].Class is not DeviceClass.Wearable) return Checked.No("wornAt", "wornAt is of something that is worn: a model of the class wearable.");
        if (context.IsPerson(id)) return Checked.No("id", "A person signs in under this name.");
        // smartcare/alerts/..., smartcare/sites/... and zigbee2mqtt/bridge/... are nobody's own topics.
        if (id is "alerts" or "sites" or "bridge") return Checked.No("id", $"{id} is a word of the MQTT topics; take another id.");
        if (Archiving.Trouble(before, f.Archived, before?.Archived) is { } trouble) return trouble;
        if (place.Archived && f.Archived is not true) return Checked.Conflict("placeId", "That place is archived: restore it first.");
        var device = before ?? new Device(DeviceId.Of(id), place.SiteId, place.Id, null, f.Model, id);
        return Checked.Of(device with
        {
            SiteId = place.SiteId, PlaceId = place.Id, ElderId = f.ElderId is null ? null : Domain.Words.ElderId.Of(f.ElderId), Model = f.Model, Name = f.Name ?? id,
            Via = through, Alias = alias, WornAt = f.WornAt, Archived = f.Archived ?? false,
        });
    }

    private static bool IsGateway(IRegistryView registry, string via, string id, SiteId site) =>
        via != id && (registry.Device(via) is { } gateway ? gateway.SiteId == site && Models.All[gateway.Model].Class is DeviceClass.Gateway : via == CareAuthenticator.Gateway || registry.SiteOfUpstream(via) == site);

    /// <summary>At another site there are other gateways.</summary>
    private static DeviceId? ViaOf(DeviceFields f, Device? before, Place place) =>
        f.Via is not { Length: > 0 } through || (before is not null && before.SiteId != place.SiteId && before.Via?.Value == through) ? null : DeviceId.Of(through);

    private static Checked? AliasTrouble(IRegistryView registry, string id, DeviceId? via, string alias)
    {
        if (via is not { } gateway) return Checked.No("alias", "alias is the name at a gateway: via says at which.");
        if (alias.Length > InboxLimits.Text || PlainText.FirstBad(alias) >= 0) return Checked.No("alias", $"alias has 1 to {InboxLimits.Text} characters that are seen.");
        return registry.NamedAt(gateway.Value, alias) is { } other && other.Id.Value != id ? Checked.Conflict("alias", $"{gateway} calls {other.Id} so.") : null;
    }

    /// <summary>A record that comes in may be kept for somebody who was discharged.</summary>
    private static bool IsOf(Elder? elder, Place place, Device? before) => elder?.PlaceId == place.Id && (before is null || elder.LivesHere);

    /// <summary>Where an elder's devices are once she lives elsewhere: what she wears goes along, or what was named; what hangs on a wall stays, and is nobody's there.</summary>
    public static IEnumerable<Device> After(Elder moved, IEnumerable<Device> hers, string[]? named = null) => hers.Where(d => d.PlaceId != moved.PlaceId).Select(d =>
        named?.Contains(d.Id.Value) ?? Models.All[d.Model].Class is DeviceClass.Wearable
            ? d with { SiteId = moved.SiteId, PlaceId = moved.PlaceId } : d with { ElderId = null });
}
