using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Onboarding;

/// <summary>One device to be accepted. What is left out is as proposed.</summary>
/// <param name="Key">Of the inbox; or <paramref name="Label"/>.</param>
/// <param name="Label">The text of the QR code on the device, see <see cref="LabelText"/>.</param>
internal sealed record AcceptItem(string? Key, string? Label, string? Id, string? Name, string? Model, string? PlaceId, string? ElderId);

/// <summary>What is wrong with one of the items.</summary>
/// <param name="Item">Its place in the list, from 0.</param>
internal sealed record AcceptError(int Item, string? Key, string Message);

internal enum AcceptRefusal
{
    Invalid, NotFound, Conflict,
}

/// <summary>A device as it would be registered, or why it cannot be.</summary>
/// <param name="Password">To be set with it; null: none.</param>
/// <param name="IsDone">It is registered just so: the same was sent before.</param>
internal sealed record Accepted(Device? Device, string? Password = null, bool IsDone = false)
{
    public AcceptRefusal Refusal { get; init; }

    public string? Trouble { get; init; }

    public static Accepted Not(AcceptRefusal refusal, string trouble) => new((Device?)null) { Refusal = refusal, Trouble = trouble };
}

/// <summary>Makes devices of items, one after the other and with those before it in mind; nothing is written.</summary>
internal sealed class AcceptPlan(Viewer viewer, InboxSight sight, RegistryIndex registry, RegistryEdit edit, AccountStore accounts)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal), _keys = new(StringComparer.Ordinal);

    public Accepted Add(AcceptItem item)
    {
        if (item.Key is null == item.Label is null) return Accepted.Not(AcceptRefusal.Invalid, "Either key or label is needed.");
        var label = LabelText.Read(item.Label);
        if (item.Label is not null && label is null) return Accepted.Not(AcceptRefusal.Invalid, "label is the text of a QR code: SC:model:id:password, or one with a Zigbee address of 16 digits.");
        if (label is { Password: not null }) return OfOwn(item, label);
        if ((item.Key is { } key ? sight.Find(viewer, key) : sight.FindByAddress(viewer, label!.Address!)) is not { } newcomer)
            return Accepted.Not(AcceptRefusal.NotFound, item.Key is not null ? $"There is no {item.Key} in the inbox." : $"No device {label!.Address} has been heard of; let its gateway join it first.");
        return _keys.Add(newcomer.Key) ? Of(item, newcomer) : Accepted.Not(AcceptRefusal.Conflict, "The same device stands in the list before.");
    }

    /// <summary>A device that connects by itself, under the password on its label.</summary>
    private Accepted OfOwn(AcceptItem item, Label label)
    {
        var fields = new DeviceFields(item.PlaceId, item.ElderId, item.Model ?? label.Model, item.Name ?? item.Id ?? label.Id, Via: "", Alias: null, WornAt: null, label.Password, Archived: null);
        return item.Id is not null && item.Id != label.Id ? Accepted.Not(AcceptRefusal.Invalid, $"The device will sign in as {label.Id}: that is its id.") : Judge(label.Id!, fields, mayReplace: null);
    }

    private Accepted Of(AcceptItem item, Newcomer newcomer)
    {
        var name = newcomer.Name;
        var speaksItself = newcomer.Gateway == name;
        if (speaksItself && item.Id is not null && item.Id != name) return Accepted.Not(AcceptRefusal.Invalid, $"The device signs in as {name}: that is its id.");
        var known = sight.DeviceOf(newcomer);
        var id = item.Id ?? known?.Id.Value ?? (speaksItself ? name : sight.ProposedIdOf(newcomer, IsTaken));
        var fields = new DeviceFields(
            item.PlaceId, item.ElderId, item.Model ?? newcomer.ProposedModel, item.Name ?? newcomer.ProposedName, speaksItself ? "" : newcomer.Gateway, speaksItself ? null : name,
            WornAt: null, Password: null, Archived: null);
        if (fields.Model is null) return Accepted.Not(AcceptRefusal.Invalid, "model is needed: what it says fits none.");
        if (sight.SiteOf(newcomer) is { } site && fields.PlaceId is { } at && registry.Place(at) is { } place && place.SiteId.Value != site)
            return Accepted.Not(AcceptRefusal.Invalid, $"placeId is a place of {site}, where its gateway {newcomer.Gateway} is.");
        if (known is not null && known.Id.Value != id) return Accepted.Not(AcceptRefusal.Conflict, $"It is registered as {known.Id}.");
        return Judge(id, fields, mayReplace: known?.Id.Value ?? sight.ExistingOf(newcomer));
    }

    /// <param name="mayReplace">The device that it is known to be already.</param>
    private Accepted Judge(string id, DeviceFields fields, string? mayReplace)
    {
        if (!IdText.IsValid(id)) return Accepted.Not(AcceptRefusal.Invalid, RegistryEdit.IdRule);
        var before = registry.Device(id);
        if (before is { Archived: true }) return Accepted.Not(AcceptRefusal.Conflict, $"{id} is archived: restore it first.");
        var (record, trouble) = DeviceFields.Check(id, fields, before, edit.Against(registry));
        if (record is not Device device) return Accepted.Not(trouble!.IsConflict ? AcceptRefusal.Conflict : AcceptRefusal.Invalid, trouble.Message);
        if (!viewer.SeesSite(device.SiteId.Value)) return Accepted.Not(AcceptRefusal.Invalid, "placeId is the id of a place.");
        if (!_ids.Add(id)) return Accepted.Not(AcceptRefusal.Conflict, $"{id} stands in the list before.");
        if (before == device && (fields.Password is null || accounts.KnowsDevice(id))) return new Accepted(device, fields.Password, IsDone: true);
        // By mistake another detector's alarms would be heard as this one's.
        if (before is not null && before != device && mayReplace != id) return Accepted.Not(AcceptRefusal.Conflict, $"There is a device {id}.");
        return edit.ConflictOf(before, device) is { } conflict ? Accepted.Not(AcceptRefusal.Conflict, conflict) : new Accepted(device, fields.Password);
    }

    private bool IsTaken(string id) => _ids.Contains(id) || sight.IsTaken(id);
}
