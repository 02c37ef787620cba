using System.Text.Json;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Care;

/// <summary>When a grain's row cannot be read: what the registry says of it, and of a site the alerts that are open. So a damaged row costs what was
/// remembered of habits and last values, and no alarm.</summary>
internal sealed class GrainRescue(RegistryIndex registry, IServiceProvider services, ICareStore store) : IGrainRescue
{
    public GrainRow Rescue(Subject id, GrainRow? damaged, long nowMs)
    {
        if (damaged is not null) Keep(damaged, nowMs);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        // A version above all that were given: whatever stands there is replaced by the next record.
        return new GrainRow(id, damaged?.Version ?? nowMs, StateOf(id, now), damaged?.LastLetter ?? nowMs, default, damaged?.Had ?? []);
    }

    private byte[] StateOf(Subject id, DateTimeOffset now) => id.Kind switch
    {
        SubjectKind.Device => Json(DeviceState.New with { Record = registry.Device(id.Key) }),
        // Her place and site tell her the rest when they change; the watch looks at once.
        SubjectKind.Elder => Json(ElderState.New with { Record = registry.Elder(id.Key), DueAt = now }),
        SubjectKind.Place => Json(PlaceState.New with
        {
            Record = registry.Place(id.Key), Elders = [.. registry.Elders.Where(e => e.PlaceId.Value == id.Key).Select(e => e.Id)],
        }),
        _ => Json(SiteOf(id.Key, now)),
    };

    private SiteState SiteOf(string id, DateTimeOffset now)
    {
        var elders = registry.Elders.Where(e => e.SiteId.Value == id).ToList();
        var state = SiteState.New with { Record = registry.Site(id) };
        foreach (var elder in elders)
            state = state with
            {
                Households = state.Households.SetItem(elder.Id.Value, elder.Household), Lodgings = state.Lodgings.SetItem(elder.Id.Value, elder.PlaceId.Value),
            };
        // Asked for late: the alerts know the registry, and are made after it.
        var open = services.GetRequiredService<AlertStore>().OpenOf(id);
        return state with { Desk = state.Desk with { Open = [.. open.Select(a => AlertOf(a, now))] } };
    }

    /// <summary>What was asked and when is not known any more, so it is asked again at once.</summary>
    private static Alert AlertOf(BookedAlert booked, DateTimeOffset now)
    {
        var a = booked.Alert;
        return new Alert(
            a.Id, a.Kind, a.Priority, booked.About, SiteId.Of(a.SiteId), a.PlaceId is { } place ? PlaceId.Of(place) : null,
            a.Elder is { } elder ? ElderId.Of(elder.Id) : null, a.Device is { } device ? DeviceId.Of(device.Id) : null, a.Device?.Model, a.RaisedAt)
        {
            State = a.State, Occurrences = a.Occurrences, Tier = a.Tier, AcknowledgedBy = a.AcknowledgedBy, AcknowledgedAt = a.AcknowledgedAt,
            ArrivedBy = a.ArrivedBy, ArrivedAt = a.ArrivedAt, Drill = a.Drill, Late = a.Late, Incident = a.Incident, Gathered = a.Gathered,
            EscalateAt = a.State is AlertState.Open && a.Priority is not Priority.Low ? now : null,
            ReturnAt = a.State is AlertState.Acknowledged && AlertPriorities.MustBeWalkedTo(a.Kind) ? now : null,
            // Notices wanted before have ids that must not come again.
            Notices = 1_000,
        };
    }

    private void Keep(GrainRow damaged, long nowMs)
    {
        try
        {
            store.Write([new DamagedRow((byte)damaged.Id.Kind, damaged.Id.Key, nowMs, damaged.State.ToArray())]);
        }
        catch (StoreUnavailableException)
        {
            // The alarm goes first; the bytes are in the backups.
        }
    }

    private static byte[] Json<TState>(TState state) => JsonSerializer.SerializeToUtf8Bytes(state, typeof(TState), CareJson.Default);
}
