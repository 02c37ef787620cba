using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Api;

internal sealed record SiteInput(string? Name, string? NameEn, string? TimeZone);

internal sealed record PlaceInput(string? SiteId, string? Name, PlaceKind? Kind);

internal sealed record ElderInput(string? PlaceId, string? Name, int? Bed, int? CareLevel);

internal sealed record DeviceInput(string? PlaceId, string? ElderId, string? Model, string? Name, string? Password);

/// <summary>Writes the registry: checked here, journaled, taken up by the grain, and only then seen.</summary>
internal sealed class RegistryEdit(RegistryIndex registry, CareSilo silo, AccountBook accounts, AlertBook alerts)
{
    private const int LongestName = 100;

    public Task<IResult> Put(Viewer viewer, string id, SiteInput input)
    {
        if (Bad(input.Name) || Bad(input.NameEn)) return Invalid("name and nameEn are needed, at most 100 characters.");
        if (input.TimeZone is null || !TimeZoneInfo.TryFindSystemTimeZoneById(input.TimeZone, out _)) return Invalid("timeZone is an IANA name, like Asia/Shanghai.");
        return Write(viewer, id, registry.Site(id), new Site(SiteId.Of(id), input.Name!, input.NameEn!, input.TimeZone));
    }

    public Task<IResult> Put(Viewer viewer, string id, PlaceInput input)
    {
        if (Bad(input.Name)) return Invalid("name is needed, at most 100 characters.");
        if (input.SiteId is null || registry.Site(input.SiteId) is null) return Invalid("siteId is the id of a site.");
        if (registry.Place(id) is { } before && before.SiteId.Value != input.SiteId) return Invalid("A place stays at its site.");
        return Write(viewer, id, registry.Place(id), new Place(PlaceId.Of(id), SiteId.Of(input.SiteId), input.Name!, input.Kind ?? PlaceKind.Room));
    }

    public Task<IResult> Put(Viewer viewer, string id, ElderInput input)
    {
        if (Bad(input.Name)) return Invalid("name is needed, at most 100 characters.");
        if (input.PlaceId is null || registry.Place(input.PlaceId) is not { } place) return Invalid("placeId is the id of a place.");
        if (input.CareLevel is not (null or >= 1 and <= 3)) return Invalid("careLevel is 1, 2 or 3.");
        return Write(viewer, id, registry.Elder(id), new Elder(ElderId.Of(id), place.SiteId, place.Id, input.Name!, input.Bed, input.CareLevel ?? 1));
    }

    public async Task<IResult> Put(Viewer viewer, string id, DeviceInput input)
    {
        if (input.PlaceId is null || registry.Place(input.PlaceId) is not { } place) return Problems.Invalid("placeId is the id of a place.");
        if (input.Model is null || !Models.All.ContainsKey(input.Model)) return Problems.Invalid($"model is one of {string.Join(", ", Models.All.Keys)}.");
        if (input.ElderId is { } elder && registry.Elder(elder)?.PlaceId != place.Id) return Problems.Invalid("elderId is the id of an elder of that place.");
        if (input.Password is { Length: < 4 or > 128 }) return Problems.Invalid("password has 4 to 128 characters.");
        if (accounts.Find(id) is not null) return Problems.Invalid("A person signs in under this name.");
        var device = new Device(DeviceId.Of(id), place.SiteId, place.Id, input.ElderId is null ? null : ElderId.Of(input.ElderId), input.Model, input.Name ?? id);
        var result = await Write(viewer, id, registry.Device(id), device);
        if (input.Password is not null && viewer.IsAdmin && IdText.IsValid(id)) await Task.Run(() => accounts.SetDevicePassword(input.Password, id));
        return result;
    }

    private async Task<IResult> Write(Viewer viewer, string id, RegistryRecord? before, RegistryRecord record)
    {
        if (!viewer.IsAdmin) return Problems.Forbidden("Only admin writes the registry.");
        if (!IdText.IsValid(id)) return Problems.Invalid($"An id has 1 to {IdText.Longest} letters, digits, '-', '_', '.', ':'.");
        var moves = before is not null && silo.ShardOf(before.Partition) != silo.ShardOf(record.Partition);
        if (moves && alerts.HasOpen(before!.Subject)) return Problems.Conflict("It has an open alert; resolve it before it moves.");
        try
        {
            await silo.Register(record);
            // The new shard knows it before the old one forgets: a crash between leaves one too many, never none.
            if (moves) await silo.Tell(before!.Subject, before.Partition, new Retire());
        }
        catch (SiloBusyException busy)
        {
            return Problems.Unavailable(busy.Message);
        }

        return record switch
        {
            Site site => TypedResults.Ok(RegistryViews.Of(site)),
            Place place => TypedResults.Ok(RegistryViews.Of(place)),
            Elder elder => TypedResults.Ok(RegistryViews.Of(elder)),
            Device device => TypedResults.Ok(RegistryViews.Of(device, DeviceStand.Silent)),
            _ => throw new InvalidOperationException($"No view of {record.GetType().Name}."),
        };
    }

    private static bool Bad(string? name) => name is not { Length: > 0 and <= LongestName };

    private static Task<IResult> Invalid(string why) => Task.FromResult<IResult>(Problems.Invalid(why));
}
