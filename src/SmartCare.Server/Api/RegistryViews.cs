using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Api;

internal sealed record SiteView(string Id, string Name, string NameEn, string TimeZone, string? District, string? LevelId, string? Phone, string? FallModel, bool Archived);

internal sealed record PlaceView(string Id, string SiteId, string Name, PlaceKind Kind, int? Beds, bool Archived);

/// <param name="Categories">With what follows from the birth date.</param>
/// <param name="Mode">Null: the elder has not agreed that the reader sees it.</param>
/// <param name="Consent">What the elder has agreed that the family sees.</param>
/// <param name="Photo">There is one: GET .../photo.</param>
internal sealed record ElderView(
    string Id, string SiteId, string PlaceId, string Name, int? Bed, int CareLevel, WatchMode? Mode, DateTimeOffset? ModeUntil, DateTimeOffset? LastSignAt,
    ElderPlan Plan, IReadOnlyList<Visit> Visits, DateOnly? BirthDate, Sex? Sex, IReadOnlyList<ElderCategory> Categories, CareAssessment? CareAssessment, string? Allergies,
    string? FirstAid, Doctor? Doctor, ElderContacts? Contacts, IReadOnlyList<FamilySight> Consent, DateOnly? AdmittedOn, DateOnly? DischargedOn, string? DischargeReason, bool Photo, bool Archived);

/// <param name="NotUnderstood">The first thing it said that its model makes no sense of; null when there was none.</param>
/// <param name="Via">The gateway it speaks through, set or learned; null when it speaks for itself.</param>
/// <param name="Alias">What that gateway calls it; null: by its id.</param>
/// <param name="WornAt">Of a wearable; null: nobody has said.</param>
/// <param name="Values">The last value of each channel: number, bool, text or null.</param>
/// <param name="Nuisance">Kinds of alert of which the last ten were false in half or more.</param>
internal sealed record DeviceView(
    string Id, string SiteId, string PlaceId, string? ElderId, string Model, DeviceClass Class, string Name, DateTimeOffset? LastSeenAt,
    bool? Online, bool ClockWrong, string? NotUnderstood, DateTimeOffset? LastTestAt, string? Via, string? Alias, WearingPlace? WornAt, bool Archived, IReadOnlyDictionary<string, object?> Values,
    IReadOnlyList<NuisanceView> Nuisance);

/// <summary>The registry as the contract shows it to somebody.</summary>
internal sealed class RegistryViews(RegistryIndex registry, GrainStates states, NuisanceBook nuisances, TimeProvider time)
{
    public object Of(Viewer viewer, RegistryRecord record) => record switch
    {
        Site site => Of(site),
        Place place => Of(place),
        Elder elder => Of(viewer, elder),
        Device device => Of(viewer, device),
        _ => throw new InvalidOperationException($"No view of {record.GetType().Name}."),
    };

    public static SiteView Of(Site s) => new(s.Id.Value, s.Name, s.NameEn, s.TimeZone, s.District, s.LevelId?.Value, s.Phone, s.FallModel, s.Archived);

    public static PlaceView Of(Place p) => new(p.Id.Value, p.SiteId.Value, p.Name, p.Kind, p.Beds, p.Archived);

    public ElderView Of(Viewer viewer, Elder e)
    {
        var (stand, ledger) = (states.Elder(e.Id.Value), e.Ledger);
        var today = DateOnly.FromDateTime(SiteClock.LocalOf(time.GetUtcNow(), registry.Site(e.SiteId.Value)?.TimeZone ?? SiteClock.Utc).DateTime);
        var mode = viewer.MaySee(e, FamilySight.Mode) ? stand.Mode : null;
        var view = new ElderView(
            e.Id.Value, e.SiteId.Value, e.PlaceId.Value, e.Name, e.Bed, e.CareLevel, mode?.Mode, mode?.Until, stand.LastSignAt, ElderPlan.Of(e.Plan),
            VisitsFor(viewer, stand.Visits), ledger.BirthDate, ledger.Sex, [.. ledger.CategoriesOn(today)], ledger.CareAssessment, ledger.Allergies, ledger.FirstAid, ledger.Doctor,
            ElderContacts.Shown(e.Household, viewer.MayWriteRegistry), ledger.Consent, ledger.AdmittedOn, ledger.DischargedOn, ledger.DischargeReason, ledger.Photo is not null, e.Archived);
        // Who comes needs the face, the room, allergies and first aid.
        return viewer.IsResponder ? view with { BirthDate = null, Sex = null, Categories = [], CareAssessment = null, Doctor = null, Contacts = null, Consent = [], Visits = [] } : view;
    }

    public DeviceView Of(Viewer viewer, Device d)
    {
        var stand = states.Device(d.Id.Value);
        return new DeviceView(
            d.Id.Value, d.SiteId.Value, d.PlaceId.Value, d.ElderId?.Value, d.Model, Models.All[d.Model].Class, d.Name, stand.LastSeenAt, stand.Online,
            stand.ClockWrong, stand.NotUnderstood, stand.LastTestAt, d.Via?.Value, d.Alias, d.WornAt, d.Archived, stand.Values.DistinctBy(v => v.Channel).Where(v => viewer.SeesChannel(d, v.Channel)).ToDictionary(v => v.Channel, Plain),
            nuisances.OfDevice(d.Id.Value, d.Model));
    }

    /// <summary>What staff noted of a visit is theirs.</summary>
    private static IReadOnlyList<Visit> VisitsFor(Viewer viewer, IReadOnlyList<Visit> visits) =>
        viewer.MayAnswer ? visits : [.. visits.Select(v => v with { By = viewer.NameOf(v.By)!, Note = null })];

    private static object? Plain(ChannelValue value) => value.Kind switch
    {
        ValueKind.Bool => value.IsTrue,
        ValueKind.Number => value.Number,
        ValueKind.Text => value.Text,
        _ => null,
    };
}
