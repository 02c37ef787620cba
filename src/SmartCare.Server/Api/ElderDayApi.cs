using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Series;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Series;
using SmartCare.Storage;

namespace SmartCare.Server.Api;

/// <param name="Vitals">By channel, quarters of an hour.</param>
internal sealed record ElderDayView(
    string ElderId, string Date, string TimeZone, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<StretchOfDay> Presence, IReadOnlyList<StretchOfDay> Bed,
    IReadOnlyList<DoorOfDay> Doors, IReadOnlyList<EventOfDay> Calls, IReadOnlyList<EventOfDay> Falls, IReadOnlyList<VitalsOfDay> Vitals, IReadOnlyList<AlertOfDay> Alerts);

internal sealed record AlertOfDay(
    string Id, AlertKind Kind, Priority Priority, AlertState State, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ArrivedAt,
    DateTimeOffset? ResolvedAt, Outcome? Outcome, int Occurrences);

/// <summary>A day of an elder's life in one call, on the clock of the site: for family, a doctor's round, and whoever wants to know what last night was like.</summary>
internal static class ElderDayApi
{
    /// <summary>Alerts read at once; an elder of many years has a few thousand.</summary>
    private const int PageOfAlerts = 500;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/elders/{id}/day", Day)
        .Is("getElderDay", Who.Sees, "Presence, bed, doors, calls, falls, vitals and alerts of one day on the site's clock").Gives<ElderDayView>();

    private static async Task<IResult> Day(
        string id, Viewer viewer, RegistryIndex registry, ISeriesStore store, Tables tables, TimeProvider time, CancellationToken cancellation, string? date = null)
    {
        if (RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is not Elder elder) return RegistryApi.Missing(ItemKind.Elders, id);
        var zone = registry.Site(elder.SiteId.Value)?.TimeZone ?? SiteClock.Utc;
        var today = DateOnly.FromDateTime(SiteClock.LocalOf(time.GetUtcNow(), zone).DateTime);
        if (!TryDay(date, today, out var day)) return Problems.Invalid("date is a day like 2026-11-26, from 2020 to today.");
        var from = MidnightOf(day, zone);
        var to = MidnightOf(day.AddDays(1), zone);
        // Her own, and what watches the whole place.
        Device[] devices = [.. registry.Devices.Where(d => !d.Archived && (d.ElderId == elder.Id || (d.ElderId is null && d.PlaceId == elder.PlaceId)) && RegistryApi.SeesDevice(viewer, d))];
        try
        {
            var told = await DayOfDevices.ReadAsync(store, devices, viewer.SeesChannel, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), cancellation);
            return TypedResults.Ok(new ElderDayView(id, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), zone, from, to,
                told.Presence, told.Bed, told.Doors, told.Calls, told.Falls, told.Vitals, AlertsOf(tables, viewer, elder, from, to)));
        }
        catch (SeriesUnavailableException away)
        {
            return SeriesApi.Unavailable(away);
        }
    }

    private static bool TryDay(string? date, DateOnly today, out DateOnly day)
    {
        day = today;
        return date is null || (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day <= today && day.Year >= 2020);
    }

    /// <summary>The first moment of that day there; a day of a change has 23 or 25 hours.</summary>
    private static DateTimeOffset MidnightOf(DateOnly day, string zone)
    {
        // Clocks are at most 14 hours ahead of UTC and 12 behind: the midnight sought is the first one after this, or the second.
        var midnight = SiteClock.Next(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddHours(-15), TimeOnly.MinValue, zone);
        return DateOnly.FromDateTime(SiteClock.LocalOf(midnight, zone).DateTime) < day ? SiteClock.Next(midnight, TimeOnly.MinValue, zone) : midnight;
    }

    /// <summary>About her or her place, and not over before that day began.</summary>
    private static List<AlertOfDay> AlertsOf(Tables tables, Viewer viewer, Elder elder, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new List<AlertOfDay>();
        var scope = new FamilyScope([elder.Id.Value], [elder.PlaceId.Value]);
        for (long after = 0; ;)
        {
            var page = tables.Alerts(new AlertQuery(null, null, scope, null, after, PageOfAlerts)).ConvertAll(json => StoredAlert.FromJson(json).Alert);
            found.AddRange(page.Where(a => a.RaisedAt < to && !(a.ResolvedAt < from) && viewer.Sees(a)).Select(a => new AlertOfDay(
                a.Id, a.Kind, a.Priority, a.State, a.RaisedAt, a.AcknowledgedAt, a.ArrivedAt, a.ResolvedAt, a.Outcome, a.Occurrences)));
            if (page.Count < PageOfAlerts) return [.. found.OrderBy(a => a.RaisedAt)];
            after = page[^1].Seq;
        }
    }
}
