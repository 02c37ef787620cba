using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Series;

/// <param name="Site">These four may be empty: the device was not registered, or nobody's.</param>
internal readonly record struct Whereabouts(string Site, string Place, string Elder, string Model);

/// <summary>Where a device was, whose, and of what model, when something was heard from it: from the ledger of the registry, which nothing removes and which is committed with
/// the change. Asked again of the same moment it says the same, whatever was changed since.</summary>
/// <remarks>What the silo seeded has no line there, and what was never changed stands in the registry as it was then.</remarks>
internal sealed class DevicePast(Tables tables, RegistryIndex registry)
{
    private readonly Dictionary<string, Change[]> _changes = [];
    private long _seen = -1;

    /// <summary>Of one device, ascending: what stood there until then.</summary>
    private readonly record struct Change(long AtMs, string Field, string Before, string After);

    /// <summary>Call it after entries were read and before they are asked about: a change that was committed before them is then known.</summary>
    public void Refresh()
    {
        if (_seen < 0) _seen = tables.LastLedgerChange();
        foreach (var (number, device) in tables.ChangedDevices(_seen))
        {
            _changes.Remove(device);
            _seen = number;
        }
    }

    public Whereabouts At(string device, long heardAtMs)
    {
        if (!_changes.TryGetValue(device, out var changes)) _changes[device] = changes = Read(device);
        var now = registry.Device(device);
        if (changes.Length == 0) return now is null ? default : new(now.SiteId.Value, now.PlaceId.Value, now.ElderId?.Value ?? "", now.Model);
        var place = Then("placeId", changes, heardAtMs, now?.PlaceId.Value);
        return new(registry.Place(place)?.SiteId.Value ?? "", place, Then("elderId", changes, heardAtMs, now?.ElderId?.Value), Then("model", changes, heardAtMs, now?.Model));
    }

    /// <summary>What the first change after it replaced; after the last one, what that left.</summary>
    /// <remarks>A change of the same millisecond counts as later, before it is committed and afterwards.</remarks>
    private static string Then(string field, Change[] changes, long atMs, string? never)
    {
        var last = never ?? "";
        foreach (var change in changes)
        {
            if (change.Field != field) continue;
            if (change.AtMs >= atMs) return change.Before;
            last = change.After;
        }

        return last;
    }

    private Change[] Read(string device) =>
        [.. tables.LedgerChanges(new Subject(SubjectKind.Device, device), long.MaxValue, int.MaxValue)
            .Select(c => c.Row).Where(c => c.Field is "placeId" or "elderId" or "model").Reverse()
            .Select(c => new Change(c.AtMs, c.Field, TextOf(c.Before), TextOf(c.After)))];

    private static string TextOf(string? json) => json is null ? "" : JsonSerializer.Deserialize<string>(json) ?? "";
}
