using System.Text.Json.Nodes;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Store;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.District;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

/// <summary>Writes the registry: checked here, taken up by the grain, and only then seen.</summary>
internal sealed class RegistryEdit(
    RegistryIndex registry, GrainRegistry grains, RegistryGate gate, AccountStore accounts, AlertStore alerts, ContactRules contacts, RegistryViews views, FallModels models, LevelBook levels, TimeProvider time)
{
    public static readonly string IdRule = $"An id has 1 to {IdText.Longest} letters, digits, '-', '_', '.', ':'.";

    /// <summary>What records are judged by.</summary>
    public CheckContext Against(IRegistryView view) => new(view, contacts, id => accounts.Find(id) is not null, models.Has, id => levels.Find(id) is { Archived: false }, time.GetUtcNow());

    public async Task<IResult> PutAsync(Viewer viewer, ItemKind kind, string id, JsonObject named)
    {
        // Before anything is looked up: who may not write learns nothing of what there is.
        if (!MayWrite(viewer, kind)) return Forbidden(kind);
        if (!IdText.IsValid(id)) return Problems.Invalid(IdRule);
        using (await gate.EnterAsync())
        {
            var before = kind.Find(registry, id);
            if (before is not null && !viewer.SeesSite(before.Partition)) return RegistryApi.Missing(kind, id);
            if (ItemKind.IsArchived(before)) return Problems.Conflict($"This {kind.Word} is archived: POST .../restore brings it back.");
            var (record, trouble) = Judge(viewer, kind, id, named, before, Against(registry));
            if (record is null) return Refused(trouble!);
            if (ConflictOf(before, record) is { } conflict) return Problems.Conflict(conflict);
            // Before the elder: once she is known to have moved, nobody would see that they were to follow.
            IEnumerable<Device> following = record is Elder now && before is Elder was && was.PlaceId != now.PlaceId ? DeviceFields.After(now, DevicesOf(now)) : [];
            if (await WriteAsync(viewer, [.. following, record]) is { } busy) return busy;
            if (named["password"]?.GetValue<string>() is { } password && await SetPasswordAsync(password, id) is { } away) return away;
            return TypedResults.Ok(views.Of(viewer, record));
        }
    }

    /// <summary>As the kind judges it; a site that the viewer does not see is none.</summary>
    public static Checked Judge(Viewer viewer, ItemKind kind, string id, JsonObject named, RegistryRecord? before, CheckContext context)
    {
        var result = kind.Check(id, named, before, context);
        if (result.Record is not { } record || kind == ItemKind.Sites || viewer.SeesSite(record.Partition)) return result;
        return kind == ItemKind.Places ? Checked.No("siteId", "siteId is the id of a site.") : Checked.No("placeId", "placeId is the id of a place.");
    }

    /// <returns>Why the record cannot take the place of what is there; null when it can.</returns>
    public string? ConflictOf(RegistryRecord? before, RegistryRecord record) =>
        before is not null && before.Partition != record.Partition && alerts.HasOpen(before.Subject) ? "It has an open alert; resolve it before it moves to another site." : null;

    public static bool MayWrite(Viewer viewer, ItemKind kind) => kind == ItemKind.Sites ? viewer.IsAdmin : viewer.MayWriteRegistry;

    public static IResult Refused(FieldTrouble trouble) => trouble.IsConflict ? Problems.Conflict(trouble.Message) : Problems.Invalid(trouble.Message);

    /// <returns>Null when they are written; else what to answer, and those before it are.</returns>
    public async Task<IResult?> WriteAsync(Viewer viewer, params IEnumerable<RegistryRecord> records)
    {
        try
        {
            foreach (var record in records) await grains.RegisterAsync(record, viewer.Account.User);
            return null;
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }
    }

    public IEnumerable<Device> DevicesOf(Elder elder) => registry.Devices.Where(d => d.ElderId == elder.Id);

    /// <summary>Looks up a record that is to be changed by a call of its own, and holds the gate while that is done.</summary>
    public async Task<IResult> ChangeAsync<TRecord>(Viewer viewer, ItemKind kind, string id, Func<TRecord, Task<IResult>> change) where TRecord : RegistryRecord
    {
        using (await gate.EnterAsync())
        {
            if (RegistryApi.Find(viewer, registry, kind, id) is not TRecord record) return RegistryApi.Missing(kind, id);
            return MayWrite(viewer, kind) ? await change(record) : Forbidden(kind);
        }
    }

    public async Task<IResult?> SetPasswordAsync(string password, params string[] devices)
    {
        try
        {
            await Task.Run(() => accounts.SetDevicePassword(password, devices));
            return null;
        }
        catch (StoreUnavailableException away)
        {
            return Problems.Unavailable($"The password could not be written: {away.Message}");
        }
    }

    private static IResult Forbidden(ItemKind kind) =>
        Problems.Forbidden(kind == ItemKind.Sites ? "Only admin writes sites." : "Only admin and the site's director write the registry.");
}
