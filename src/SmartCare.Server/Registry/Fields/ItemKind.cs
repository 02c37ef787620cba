using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCare.Domain.Registry;
using SmartCare.Server.Api;

namespace SmartCare.Server.Registry.Fields;

/// <summary>A kind of record, as people write it: by a PUT, a line of a table, an item of a document. All three are judged here.</summary>
internal abstract class ItemKind(string word)
{
    public static readonly ItemKind Sites = new ItemKind<Site, SiteFields>("site", (r, id) => r.Site(id), SiteFields.Of, SiteFields.Check);
    public static readonly ItemKind Places = new ItemKind<Place, PlaceFields>("place", (r, id) => r.Place(id), PlaceFields.Of, PlaceFields.Check);
    public static readonly ItemKind Elders = new ItemKind<Elder, ElderFields>("elder", (r, id) => r.Elder(id), ElderFields.Of, ElderFields.Check, ElderFields.Follow);
    public static readonly ItemKind Devices = new ItemKind<Device, DeviceFields>("device", (r, id) => r.Device(id), DeviceFields.Of, DeviceFields.Check, DeviceFields.Follow);

    /// <summary>In the order in which one stands on the other.</summary>
    public static readonly IReadOnlyList<ItemKind> All = [Sites, Places, Elders, Devices];

    /// <summary>site, place, elder, device.</summary>
    public string Word => word;

    /// <summary>The same as part of a name: Site.</summary>
    public string Title => char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>As in routes.</summary>
    public string Plural => $"{word}s";

    /// <summary>What may be written of one.</summary>
    public abstract Type Fields { get; }

    public static ItemKind Of(RegistryRecord record) => record switch
    {
        Site => Sites,
        Place => Places,
        Elder => Elders,
        _ => Devices,
    };

    public static bool IsArchived(RegistryRecord? record) => record is Site { Archived: true } or Place { Archived: true } or Elder { Archived: true } or Device { Archived: true };

    public abstract RegistryRecord? Find(IRegistryView registry, string id);

    /// <summary>What people may write of a record, as it is; with its secrets.</summary>
    public abstract JsonObject FieldsOf(RegistryRecord record);

    /// <summary>The record as it would be with these fields written over it.</summary>
    /// <param name="before">Null: it is new.</param>
    public abstract Checked Check(string id, JsonObject named, RegistryRecord? before, CheckContext context);

    public bool IsSame(RegistryRecord? before, RegistryRecord after) => before is not null && JsonNode.DeepEquals(FieldsOf(before), FieldsOf(after));
}

/// <param name="follow">What follows for other fields from those that are named; null: nothing.</param>
internal sealed class ItemKind<TRecord, TFields>(
    string word, Func<IRegistryView, string, TRecord?> find, Func<TRecord, TFields> of, Func<string, TFields, TRecord?, CheckContext, Checked> check,
    Action<JsonObject, TRecord, JsonObject>? follow = null) : ItemKind(word)
    where TRecord : RegistryRecord
{
    public override Type Fields => typeof(TFields);

    public override RegistryRecord? Find(IRegistryView registry, string id) => find(registry, id);

    public override JsonObject FieldsOf(RegistryRecord record)
    {
        var fields = StrictJson.Fields();
        foreach (var (name, value) in StrictJson.Node(of((TRecord)record))!.AsObject()) fields[name] = value?.DeepClone();
        return fields;
    }

    public override Checked Check(string id, JsonObject named, RegistryRecord? before, CheckContext context)
    {
        var whole = before is null ? StrictJson.Fields() : FieldsOf(before);
        foreach (var (name, value) in named) whole[name] = value?.DeepClone();
        if (before is TRecord known) follow?.Invoke(named, known, whole);
        try
        {
            return check(id, whole.Deserialize<TFields>(StrictJson.Options)!, before as TRecord, context);
        }
        catch (JsonException wrong)
        {
            var (field, message) = UnreadableRequests.Say(wrong);
            return Checked.No(field, message);
        }
    }
}
