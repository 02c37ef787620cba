using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Storage;

namespace SmartCare.Server.Api;

/// <summary>What is not used any more is archived, with all that happened; what never was used can be deleted.</summary>
internal sealed class RegistryArchive(
    RegistryIndex registry, RegistryEdit edit, GrainRegistry grains, AccountStore accounts, AlertStore alerts, GrainStates states, Tables tables, RegistryViews views)
{
    public Task<IResult> ArchiveAsync(Viewer viewer, ItemKind kind, string id) => edit.ChangeAsync<RegistryRecord>(viewer, kind, id, async record =>
    {
        if (ItemKind.IsArchived(record)) return TypedResults.Ok(views.Of(viewer, record));
        if (Stands(record) is { } why) return Problems.Conflict(why);
        // What stands on it first: who repeats a call that was broken off finishes it.
        List<RegistryRecord> all =
        [
            .. registry.Devices.Where(d => !d.Archived && IsIn(d.SiteId, d.PlaceId)).Select(d => d with { Archived = true }),
            .. registry.Places.Where(p => !p.Archived && record is Site && p.SiteId.Value == id).Select(p => p with { Archived = true }),
            With(record, archived: true),
        ];
        return await edit.WriteAsync(viewer, all) ?? TypedResults.Ok(views.Of(viewer, all[^1]));

        bool IsIn(SiteId site, PlaceId place) => record is Site own && own.Id == site || record is Place room && room.Id == place;
    });

    public Task<IResult> RestoreAsync(Viewer viewer, ItemKind kind, string id) => edit.ChangeAsync<RegistryRecord>(viewer, kind, id, async record =>
    {
        if (!ItemKind.IsArchived(record)) return TypedResults.Ok(views.Of(viewer, record));
        if (record is Place place && registry.Site(place.SiteId.Value) is { Archived: true }) return Problems.Conflict("Its site is archived: restore that first.");
        if (record is Device device && registry.Place(device.PlaceId.Value) is { Archived: true }) return Problems.Conflict("Its place is archived: restore that first.");
        var restored = With(record, archived: false);
        return await edit.WriteAsync(viewer, restored) ?? TypedResults.Ok(views.Of(viewer, restored));
    });

    public Task<IResult> DeleteAsync(Viewer viewer, ItemKind kind, string id) => edit.ChangeAsync<RegistryRecord>(viewer, kind, id, async record =>
    {
        if (UseOf(record) is { } use) return Problems.Conflict($"This {kind.Word} was used ({use}), and what happened is kept: archive it.");
        try
        {
            if (record is Device device && accounts.KnowsDevice(device.Id.Value)) await Task.Run(() => accounts.RemoveDevicePassword(device.Id.Value));
            await grains.UnregisterAsync(record, viewer.Account.User);
            return TypedResults.NoContent();
        }
        catch (Exception away) when (away is TryAgainException or StoreUnavailableException)
        {
            return Problems.Unavailable(away.Message);
        }
    });

    private static RegistryRecord With(RegistryRecord record, bool archived) => record switch
    {
        Site site => site with { Archived = archived },
        Place place => place with { Archived = archived },
        Elder elder => elder with { Archived = archived },
        Device device => device with { Archived = archived },
        _ => throw new InvalidOperationException($"Nobody archives a {record.GetType().Name}."),
    };

    /// <returns>Why it cannot be archived now; null: it can.</returns>
    private string? Stands(RegistryRecord record)
    {
        if (record is Elder { LivesHere: true }) return "This elder lives here: discharge first.";
        if (record is Place or Site && registry.Elders.FirstOrDefault(e => e.LivesHere && (record is Place p ? e.PlaceId == p.Id : e.SiteId.Value == record.Partition)) is { } elder)
            return $"{elder.Name} ({elder.Id}) lives there: move or discharge first.";
        return alerts.Open.FirstOrDefault(a => AlertPriorities.MustBeWalkedTo(a.Kind) && IsAbout(a, record)) is { } open
            ? $"Alert {open.Id} is open: resolve it first." : null;
    }

    private static bool IsAbout(AlertDocument alert, RegistryRecord record) => record switch
    {
        Site site => alert.SiteId == site.Id.Value,
        Place place => alert.PlaceId == place.Id.Value,
        Elder elder => alert.Elder?.Id == elder.Id.Value,
        Device device => alert.Device?.Id == device.Id.Value,
        _ => false,
    };

    /// <returns>What it was used for, for people; null: nothing ever.</returns>
    private string? UseOf(RegistryRecord record)
    {
        if (alerts.Open.Any(a => IsAbout(a, record)) || tables.WasInAlert(record.Subject)) return "there was an alert";
        var id = record.Subject.Key;
        return record switch
        {
            Site when registry.Places.Any(p => p.SiteId.Value == id) => "it has places",
            Site when accounts.Any(a => a.Sites.Contains(id)) => "people work there",
            Site when states.Site(id) is { Handovers.Length: > 0 } or { Checks.Length: > 0 } => "a hand-over or a check was signed there",
            Place when registry.Elders.Any(e => e.PlaceId.Value == id) => "an elder lives or lived there",
            Place when registry.Devices.Any(d => d.PlaceId.Value == id) => "it has devices",
            Elder elder when elder.Ledger.Photo is not null => "there is a photo",
            Elder when registry.Devices.Any(d => d.ElderId?.Value == id) => "a device is bound to it",
            Elder when accounts.Any(a => a.Elders.Contains(id)) => "it has a family",
            Elder when states.Elder(id) is not { LastSignAt: null, Visits.Count: 0 } => "there was a sign of life, or a visit",
            Device when states.Device(id).LastSeenAt is not null => "it has spoken",
            Device when registry.Devices.Any(d => d.Via?.Value == id) => "a device speaks through it",
            _ => null,
        };
    }
}
