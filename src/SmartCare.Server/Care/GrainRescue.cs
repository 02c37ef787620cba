using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Server.Alerts;
using SmartCare.Server.Registry;
using SmartCare.Server.Thresholds;
using SmartCare.Storage;

namespace SmartCare.Server.Care;

/// <summary>When a grain's row cannot be read: it begins anew, as the registry has it and with what its neighbours would write to it, and a site
/// with the alerts that are open. So a damaged row costs what was remembered of habits and last values, and no alarm.</summary>
internal sealed class GrainRescue(RegistryIndex registry, IServiceProvider services, ICareStore store, GrainKinds kinds, PolicyBook policies) : IGrainRescue
{
    public GrainRow Rescue(Subject id, GrainRow? damaged, long nowMs)
    {
        if (damaged is not null) Keep(damaged, nowMs);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        // A version above all that were given: whatever stands there is replaced by the next record.
        return new GrainRow(id, damaged?.Version ?? nowMs, StateOf(id, now), damaged is { LastLetter: not GrainRow.NoLetter } ? damaged.LastLetter : nowMs, default, damaged?.Had ?? []);
    }

    private byte[] StateOf(Subject id, DateTimeOffset now) => id.Kind switch
    {
        SubjectKind.Device => Json(registry.Device(id.Key) is { } device ? DeviceOf(device, now) : kinds.Device.AsNew, kinds.Device.Json),
        SubjectKind.Elder => Json(registry.Elder(id.Key) is { } elder ? ElderOf(elder, now) : kinds.Elder.AsNew, kinds.Elder.Json),
        SubjectKind.Place => Json(registry.Place(id.Key) is { } place ? PlaceOf(place, new NeighboursLetters(now)) : kinds.Place.AsNew, kinds.Place.Json),
        _ => Json(SiteOf(id.Key, now), kinds.Site.Json),
    };

    /// <summary>It counts as having spoken just now: should it be silent from here on, that is noticed.</summary>
    private DeviceState DeviceOf(Device device, DateTimeOffset now) =>
        Live(kinds.Device, [new Register(device)], new NeighboursLetters(now)) is var state && device.Archived ? state : state with
        {
            Online = true, LastSeenAt = now, SilenceDueAt = SilenceRule.DueAfterWord(now, Models.All[device.Model].SilenceLimit),
        };

    private PlaceState PlaceOf(Place place, NeighboursLetters letters)
    {
        foreach (var device in registry.Devices.Where(d => d.PlaceId == place.Id)) TellOf(device, letters);
        return Live(
            kinds.Place,
            [new Register(place), .. registry.LodgersOf(place.Id).Select(e => new LivesHere(e.Id)), .. letters.To(place.Subject)],
            letters);
    }

    private ElderState ElderOf(Elder elder, DateTimeOffset now)
    {
        var letters = new NeighboursLetters(now);
        if (registry.Place(elder.PlaceId.Value) is { } place) PlaceOf(place, letters);
        foreach (var device in registry.Devices.Where(d => d.ElderId == elder.Id && d.PlaceId != elder.PlaceId)) TellOf(device, letters);
        List<CareMessage> had = [new Register(elder), .. letters.To(elder.Subject)];
        if (registry.Site(elder.SiteId.Value) is { } site) had.Add(new SiteIs(site));
        return Live(kinds.Elder, had, new NeighboursLetters(now));
    }

    private void TellOf(Device device, NeighboursLetters letters) =>
        DeviceSenses.TellWhoItIs(DeviceState.New, DeviceState.New with { Record = device, Online = IsOnline(device) }, letters);

    private bool? IsOnline(Device device)
    {
        try
        {
            return services.GetRequiredService<GrainStates>().Device(device.Id.Value).Online;
        }
        catch (Exception error) when (error is JsonException or StoreUnavailableException)
        {
            // Then its silence is stillness until it says otherwise: that rings rather than not.
            return true;
        }
    }

    private SiteState SiteOf(string id, DateTimeOffset now)
    {
        var elders = registry.Elders.Where(e => e.SiteId.Value == id && e.LivesHere).ToList();
        // Whether somebody would be reached is judged at once.
        var state = SiteState.New with { Record = registry.Site(id), RosterDueAt = now };
        foreach (var elder in elders)
            state = state with
            {
                Households = state.Households.SetItem(elder.Id.Value, elder.Household), Lodgings = state.Lodgings.SetItem(elder.Id.Value, elder.PlaceId.Value),
            };
        // Asked for late: the alerts know the registry, and are made after it.
        var alerts = services.GetRequiredService<AlertStore>();
        return state with
        {
            Alerts = state.Alerts with { Open = [.. alerts.OpenOf(id).Select(a => AlertOf(a, now))] },
            Standing = [.. alerts.StillOf(id).Select(a => StandingOf(AlertOf(a, now), now))],
        };
    }

    /// <summary>When it was resolved is not looked up: what goes on rings at once.</summary>
    private static StandingNeed StandingOf(Alert alert, DateTimeOffset now)
    {
        var resolved = alert.State is AlertState.Resolved;
        var need = new Need(alert.Kind, alert.About, alert.SiteId, alert.PlaceId, alert.ElderId, alert.DeviceId, alert.DeviceModel, null, false) { Holds = true };
        return new StandingNeed(need, alert.Still) { Ended = resolved ? alert : null, RingsAt = resolved ? now : null };
    }

    /// <summary>What was asked and when is not known any more, so it is asked again at once.</summary>
    private static Alert AlertOf(StoredAlert stored, DateTimeOffset now)
    {
        var a = stored.Alert;
        return new Alert(
            a.Id, a.Kind, a.Priority, stored.About, SiteId.Of(a.SiteId), a.PlaceId is { } place ? PlaceId.Of(place) : null,
            a.Elder is { } elder ? ElderId.Of(elder.Id) : null, a.Device is { } device ? DeviceId.Of(device.Id) : null, a.Device?.Model, a.RaisedAt)
        {
            State = a.State, Occurrences = a.Occurrences, Tier = a.Tier, Released = a.Released, Family = [.. a.Family], AcknowledgedBy = a.AcknowledgedBy, AcknowledgedAt = a.AcknowledgedAt,
            ArrivedBy = a.ArrivedBy, ArrivedAt = a.ArrivedAt, Drill = a.Drill, Late = a.Late, Incident = a.Incident, Gathered = a.Gathered, Still = [.. a.Still.Select(DeviceId.Of)],
            ResolvedBy = a.ResolvedBy, ResolvedAt = a.ResolvedAt, Outcome = a.Outcome,
            EscalateAt = a.State is AlertState.Open && a.Priority is not Priority.Low ? now : null,
            ReturnAt = a.State is AlertState.Acknowledged && AlertPriorities.MustBeWalkedTo(a.Kind) ? now : null,
            // Those wanted before have ids that must not come again, nor those of an earlier rescue: more than a notice a second there never was.
            Notices = 1_000 + (int)Math.Min((now - a.RaisedAt).TotalSeconds, int.MaxValue / 2),
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

    private TState Live<TState>(GrainKind<TState> kind, IEnumerable<CareMessage> had, IOutbox outbox) where TState : class =>
        had.Aggregate(kind.AsNew, (state, message) => kind.Decide(state, message, policies.Policy, outbox));

    private static byte[] Json<TState>(TState state, JsonTypeInfo<TState> type) => JsonSerializer.SerializeToUtf8Bytes(state, type);

    /// <summary>Lets the decisions say what the grains around one would write to it. None of it goes out: who was told before knows it.</summary>
    private sealed class NeighboursLetters(DateTimeOffset now) : IOutbox
    {
        private readonly List<(Subject To, CareMessage Message)> _told = [];

        public DateTimeOffset Now => now;

        public DateTimeOffset ListeningSince => now;

        public void Emit(CareEffect effect)
        {
        }

        public void Tell(Subject to, CareMessage message) => _told.Add((to, message));

        public string NewAlertId() => throw new InvalidOperationException("Nobody who is rescued raises anything.");

        public IReadOnlyList<CareMessage> To(Subject id) => [.. _told.Where(t => t.To == id).Select(t => t.Message)];
    }
}
