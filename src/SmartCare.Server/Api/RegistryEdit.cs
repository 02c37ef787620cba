using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record SiteInput(string? Name, string? NameEn, string? TimeZone);

internal sealed record PlaceInput(string? SiteId, string? Name, PlaceKind? Kind);

internal sealed record ElderInput(string? PlaceId, string? Name, int? Bed, int? CareLevel, ElderPlan? Plan);

internal sealed record DeviceInput(string? PlaceId, string? ElderId, string? Model, string? Name, string? Password);

/// <summary>Writes the registry: checked here, taken up by the grain, and only then seen.</summary>
internal sealed class RegistryEdit(RegistryIndex registry, GrainRegistry grains, AccountStore accounts, AlertStore alerts, GrainStates states)
{
    /// <summary>Whoever has the store and its key guesses shorter ones in an afternoon (NIST SP 800-63B asks for eight, too).</summary>
    private const int ShortestPassword = 8;

    private const int LongestName = 100;

    public Task<IResult> Put(Viewer viewer, string id, SiteInput input)
    {
        if (Refusal(viewer, id) is { } refused) return refused;
        if (Bad(input.Name) || Bad(input.NameEn)) return Invalid("name and nameEn are needed, at most 100 characters.");
        if (input.TimeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(input.TimeZone, out _))
            return Invalid("timeZone is an IANA name, like Asia/Shanghai.");
        return Write(registry.Site(id), new Site(SiteId.Of(id), input.Name!, input.NameEn!, input.TimeZone) { Duty = registry.Site(id)?.Duty });
    }

    public Task<IResult> Put(Viewer viewer, string id, PlaceInput input)
    {
        if (Refusal(viewer, id) is { } refused) return refused;
        if (Bad(input.Name)) return Invalid("name is needed, at most 100 characters.");
        if (input.SiteId is null || registry.Site(input.SiteId) is null) return Invalid("siteId is the id of a site.");
        if (registry.Place(id) is { } before && before.SiteId.Value != input.SiteId) return Invalid("A place stays at its site.");
        return Write(registry.Place(id), new Place(PlaceId.Of(id), SiteId.Of(input.SiteId), input.Name!, input.Kind ?? PlaceKind.Room));
    }

    public Task<IResult> Put(Viewer viewer, string id, ElderInput input)
    {
        if (Refusal(viewer, id) is { } refused) return refused;
        if (Bad(input.Name)) return Invalid("name is needed, at most 100 characters.");
        if (input.PlaceId is null || registry.Place(input.PlaceId) is not { } place) return Invalid("placeId is the id of a place.");
        if (input.CareLevel is not (null or >= 1 and <= 3)) return Invalid("careLevel is 1, 2 or 3.");
        if (input.Plan?.Trouble() is { } trouble) return Invalid(trouble);
        var before = registry.Elder(id);
        return Write(before, new Elder(ElderId.Of(id), place.SiteId, place.Id, input.Name!, input.Bed, input.CareLevel ?? 1)
        {
            // Who does not speak of it leaves it as it was agreed.
            Plan = input.Plan?.Read() ?? before?.Plan ?? CarePlan.Default,
            Household = before?.Household ?? Household.None,
        });
    }

    public async Task<IResult> Put(Viewer viewer, string id, DeviceInput input)
    {
        if (Refusal(viewer, id) is { } refused) return await refused;
        if (input.PlaceId is null || registry.Place(input.PlaceId) is not { } place) return Problems.Invalid("placeId is the id of a place.");
        if (input.Name is not null && Bad(input.Name)) return Problems.Invalid("name has 1 to 100 characters.");
        if (input.Model is null || !Models.All.ContainsKey(input.Model)) return Problems.Invalid($"model is one of {string.Join(", ", Models.All.Keys)}.");
        if (input.ElderId is { } elder && registry.Elder(elder)?.PlaceId != place.Id) return Problems.Invalid("elderId is the id of an elder of that place.");
        if (input.Password is { Length: < ShortestPassword or > 128 }) return Problems.Invalid($"password has {ShortestPassword} to 128 characters.");
        if (accounts.Find(id) is not null) return Problems.Invalid("A person signs in under this name.");
        // smartcare/alerts/... and zigbee2mqtt/bridge/... are nobody's own topics.
        if (id is "alerts" or "bridge") return Problems.Invalid($"{id} is a word of the MQTT topics; take another id.");
        var device = new Device(DeviceId.Of(id), place.SiteId, place.Id, input.ElderId is null ? null : ElderId.Of(input.ElderId), input.Model, input.Name ?? id);
        var result = await Write(registry.Device(id), device);
        if (input.Password is null || result is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }) return result;
        try
        {
            await Task.Run(() => accounts.SetDevicePassword(input.Password, id));
            return result;
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The password could not be written: {away.Message}");
        }
    }

    /// <summary>Before anything is looked up: who may not write learns nothing of what there is.</summary>
    private static Task<IResult>? Refusal(Viewer viewer, string id)
    {
        if (!viewer.IsAdmin) return Task.FromResult<IResult>(Problems.Forbidden("Only admin writes the registry."));
        return IdText.IsValid(id) ? null : Invalid($"An id has 1 to {IdText.Longest} letters, digits, '-', '_', '.', ':'.");
    }

    private async Task<IResult> Write(RegistryRecord? before, RegistryRecord record)
    {
        if (before is not null && before.Partition != record.Partition && alerts.HasOpen(before.Subject)) return Problems.Conflict("It has an open alert; resolve it before it moves to another site.");
        try
        {
            await grains.RegisterAsync(record);
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }

        return record switch
        {
            Site site => TypedResults.Ok(RegistryViews.Of(site)),
            Place place => TypedResults.Ok(RegistryViews.Of(place)),
            Elder elder => TypedResults.Ok(RegistryViews.Of(elder, states.Elder(elder.Id.Value))),
            Device device => TypedResults.Ok(RegistryViews.Of(device, states.Device(device.Id.Value))),
            _ => throw new InvalidOperationException($"No view of {record.GetType().Name}."),
        };
    }

    private static bool Bad(string? name) => name is not { Length: <= LongestName } || string.IsNullOrWhiteSpace(name);

    private static Task<IResult> Invalid(string why) => Task.FromResult<IResult>(Problems.Invalid(why));
}
