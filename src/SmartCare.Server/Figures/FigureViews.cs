using System.Globalization;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Figures;

/// <param name="Sites">At least one, all of them there.</param>
internal sealed record FigureQuery(IReadOnlyList<string> Sites, Month From, Month To, int AttendedMin, AlertKind? Kind, bool Apart, bool OneSite);

/// <summary>The figures as they are shown: with names, and each with the way to its alerts.</summary>
internal sealed class FigureViews(
    FigureBook figures, AvailabilityBook availability, RoundBook rounds, Coverage coverage, RegistryIndex registry, AlertStore alerts, GrainStates states, TimeProvider time)
{
    /// <summary>Rounds that nobody did, by name; of more the newest.</summary>
    private const int MostOmitted = 200;

    public FiguresView Of(FigureQuery query)
    {
        var complete = figures.CatchUp();
        var totals = figures.Of(query.Sites, query.From, query.To, query.Kind, query.Apart);
        var of = new AnswerWords(query, registry);
        var (done, omitted) = Rounds(query);
        var (available, worst) = Available(query);
        return new FiguresView(
            query.Sites, query.From.ToString(), query.To.ToString(), query.AttendedMin, query.Kind, time.GetUtcNow(), complete,
            of.View("", "", totals.Answers, of.Scope),
            [.. totals.ByKind.Select(k => of.View(AnswerWords.WordOf(k.Key), "", k.Value, $"kind={AnswerWords.WordOf(k.Key)}", AlertPriorities.MustBeWalkedTo(k.Key)))],
            [.. totals.ByShift.Select(s => of.View(s.Key, s.Key, s.Value, $"{of.Scope}&shift={Uri.EscapeDataString(s.Key)}"))],
            [.. query.Sites.Where(totals.BySite.ContainsKey).Select(s => of.View(s, NameOf(s), totals.BySite[s], of.Scope, site: s))],
            [.. totals.ByMonth.Select(m => of.View(m.Key.ToString(), m.Key.ToString(), m.Value, of.Scope, month: m.Key))],
            of.View("", "", totals.Drills, of.Scope, sort: "drill"), totals.Tests,
            [.. totals.Devices.Where(d => d.Value.False > 0).OrderByDescending(d => d.Value.False).ThenByDescending(d => d.Value.FalseShare).ThenBy(d => d.Key, StringComparer.Ordinal)
                .Take(FigureLimits.WorstDevices).Select(d => Device(d.Key, d.Value, of))],
            [.. totals.Rules.OrderByDescending(r => r.Value.False).ThenByDescending(r => r.Value.Raised).ThenBy(r => r.Key).Select(r => new JudgedView(
                r.Key.Rule, "", null, null, r.Key.Kind, r.Value.Raised, r.Value.Judged, r.Value.False, r.Value.FalseShare,
                of.Link($"kind={AnswerWords.WordOf(r.Key.Kind)}&rule={Uri.EscapeDataString(r.Key.Rule)}&outcome=false")))],
            available, worst, Floods(query, totals, of), totals.Hours, coverage.Of(query.Sites), done, omitted)
        {
            Cells = [.. totals.Cells.Select(c => new CellView(c.Key.Site, c.Key.Kind, c.Key.Shift, of.View(
                AnswerWords.WordOf(c.Key.Kind), NameOf(c.Key.Site), c.Value, $"kind={AnswerWords.WordOf(c.Key.Kind)}&shift={Uri.EscapeDataString(c.Key.Shift)}",
                AlertPriorities.MustBeWalkedTo(c.Key.Kind), site: c.Key.Site)))],
        };
    }

    public LiveView Live(IReadOnlyList<string> sites, int attendedMin)
    {
        var complete = figures.CatchUp();
        var now = time.GetUtcNow();
        return new LiveView(now, complete, attendedMin, [.. sites.Select(s => Live(s, attendedMin, now))]);
    }

    private LiveSiteView Live(string site, int attendedMin, DateTimeOffset now)
    {
        var zone = AlertFacts.ZoneOf(registry.Site(site));
        var month = Month.Of(SiteClock.LocalOf(now, zone));
        var midnight = SiteClock.Last(now, TimeOnly.MinValue, zone);
        var recent = figures.Since([site], midnight < now.AddMinutes(-10) ? midnight.AddMilliseconds(-1) : now.AddMinutes(-10));
        var (today, sums) = (new FigureTotals(null, apart: false), new MonthSums());
        foreach (var facts in recent.Where(f => f.BegunAt >= midnight)) sums.Add(facts, 1);
        today.Add(site, month, sums);
        foreach (var facts in recent.Where(f => f.BegunAt >= midnight && f.ResolvedS is null)) today.Waits(facts, now);
        var open = alerts.OpenOf(site).Select(a => AlertFacts.Of(a.Alert, registry.Site(site), before: null)).Where(f => f.Sort is FigureSort.Alert).ToList();
        var unanswered = open.Where(f => f.AcknowledgedS is null).Select(f => (now - f.BegunAt).TotalSeconds).ToList();
        var lastTen = recent.Count(f => f.Sort is FigureSort.Alert && f.RaisedAt > now.AddMinutes(-10));
        var devices = registry.EachDevice.Where(d => !d.Archived && d.SiteId.Value == site).ToList();
        var of = new AnswerWords(new FigureQuery([site], month, month, attendedMin, null, false, true), registry) { Start = midnight };
        return new LiveSiteView(
            site, NameOf(site), open.Count, unanswered.Count, unanswered.Count(s => s > 60), unanswered.Count(s => s > 180),
            open.Count(f => AlertPriorities.MustBeWalkedTo(f.Kind) && f.ArrivedS is null && (now - f.BegunAt).TotalMinutes > attendedMin), lastTen, lastTen > FigureLimits.FloodAbove,
            devices.Count, devices.Count(d => states.Device(d.Id.Value).Online is false), of.View("", "", today.Answers, of.Scope), of.View("", "", today.Drills, of.Scope, sort: "drill"));
    }

    private string NameOf(string site) => registry.Site(site)?.Name ?? site;

    private JudgedView Device(string id, Judgement of, AnswerWords words)
    {
        var device = registry.Device(id);
        return new JudgedView(
            id, device?.Name ?? id, device?.SiteId.Value, registry.PlaceName(device?.PlaceId), null, of.Raised, of.Judged, of.False, of.FalseShare,
            words.Link($"device={Uri.EscapeDataString(id)}&outcome=false"));
    }

    private (List<AvailabilityView> Sites, List<AvailabilityView> Worst) Available(FigureQuery query)
    {
        var devices = availability.Of(query.Sites, query.From, query.To);
        return (
            [.. devices.GroupBy(d => d.Site).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => View(g.Key, NameOf(g.Key), g.Key, null, g.Sum(d => d.KnownS), g.Sum(d => d.AwayS)))],
            [.. devices.Where(d => d.AwayS > 0).OrderByDescending(d => (double)d.AwayS / d.KnownS).ThenBy(d => d.Device, StringComparer.Ordinal).Take(FigureLimits.WorstDevices)
                .Select(d => View(d.Device, registry.Device(d.Device)?.Name ?? d.Device, d.Site, registry.PlaceName(registry.Device(d.Device)?.PlaceId), d.KnownS, d.AwayS))]);

        static AvailabilityView View(string key, string name, string site, string? place, long known, long away) =>
            new(key, name, site, place, known, away, known == 0 ? null : Math.Round(100.0 * (known - away) / known, 2));
    }

    private List<FloodView> Floods(FigureQuery query, FigureTotals totals, AnswerWords of) => [.. query.Sites.Select(site =>
    {
        var flood = totals.Floods.GetValueOrDefault(site, FloodFigures.None);
        var zone = AlertFacts.ZoneOf(registry.Site(site));
        var (from, to) = (query.From.StartIn(zone), query.To.Next.StartIn(zone));
        var periods = Math.Max(1, ((to < time.GetUtcNow() ? to : time.GetUtcNow()) - from).TotalMinutes / 10);
        return new FloodView(
            site, NameOf(site), flood.Alarms, Math.Round(flood.Alarms / periods, 3), flood.Peak, flood.PeakAt, flood.Periods, Math.Round(100 * flood.Periods / periods, 2), flood.Floods,
            Math.Round(100 * flood.FloodPeriods / periods, 2), of.Link("", site, at: flood.PeakAt));
    })];

    private (List<RoundView> Done, List<OmittedView> Omitted) Rounds(FigureQuery query)
    {
        var (done, omitted) = (new List<RoundView>(), new List<OmittedView>());
        foreach (var id in query.Sites)
        {
            if (registry.Site(id) is not { } site) continue;
            rounds.Look(site);
            var rows = rounds.Of(id, query.From.StartIn(site.TimeZone), query.To.Next.StartIn(site.TimeZone));
            foreach (var what in (string[])[RoundBook.Check, RoundBook.Visit, RoundBook.Drill])
            {
                var of = RoundFigures.Of(rows.Where(r => r.What == what));
                done.Add(new RoundView(id, site.Name, what, of.Due, of.Done, of.Skipped, of.Missed));
            }

            omitted.AddRange(rows.Where(r => r.State is "missed" or "skipped").Select(r => new OmittedView(id, r.What, r.Item, ItemName(site, r.What, r.Item), DateTimeOffset.FromUnixTimeMilliseconds(r.DueMs), r.State)));
        }

        return (done, [.. omitted.OrderByDescending(o => o.DueAt).Take(MostOmitted)]);
    }

    private string ItemName(Site site, string what, string item) => what switch
    {
        RoundBook.Check => site.Duty?.Checks.FirstOrDefault(c => c.Id == item)?.Name ?? item,
        RoundBook.Visit => registry.Elder(item)?.Name ?? item,
        _ => item,
    };
}

/// <summary>Numbers of answers in words, each with its filter of GET /api/alerts.</summary>
internal sealed class AnswerWords(FigureQuery query, RegistryIndex registry)
{
    /// <summary>Null: the first of the months.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whose answers are counted.</summary>
    public string Scope => query.Kind is { } kind ? $"kind={WordOf(kind)}" : "walked=true";

    public static string WordOf<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    public AnswersView View(string key, string name, AnswerTally of, string filter, bool walked = true, string? site = null, Month? month = null, string sort = "alert")
    {
        var isWalked = walked && (query.Kind is not { } kind || AlertPriorities.MustBeWalkedTo(kind));
        string To(string more = "") => Link($"{filter}{more}", site, month, sort);
        return new AnswersView(
            key, name, of.Raised, of.Ended, of.Real, of.False, of.Other, of.Late,
            ShareOfAlertsView.From(of.AcknowledgedWithin(60), To("&unacknowledgedWithinS=60")), ShareOfAlertsView.From(of.AcknowledgedWithin(180), To("&unacknowledgedWithinS=180")),
            isWalked ? ShareOfAlertsView.From(of.AttendedWithin(query.AttendedMin * 60), To(string.Create(CultureInfo.InvariantCulture, $"&unattendedWithinS={query.AttendedMin * 60}"))) : null,
            TimesView.Of(of.Acknowledged), TimesView.Of(of.Arrived), TimesView.Of(of.Resolved), To());
    }

    /// <param name="at">Only the ten minutes that begin then.</param>
    public string Link(string filter, string? site = null, Month? month = null, string sort = "alert", DateTimeOffset? at = null)
    {
        site ??= query.OneSite ? query.Sites[0] : null;
        // Of sites in several zones the filter's ends are those of the first.
        var zone = AlertFacts.ZoneOf(registry.Site(site ?? query.Sites[0]));
        var from = at ?? (month is null ? Start : null) ?? (month ?? query.From).StartIn(zone);
        var to = at?.AddMinutes(10) ?? (month ?? query.To).Next.StartIn(zone);
        return $"/api/alerts?state=all&newest=true&sort={sort}{(site is null ? "" : $"&site={Uri.EscapeDataString(site)}")}{(filter.Length == 0 ? "" : $"&{filter}")}"
            + string.Create(CultureInfo.InvariantCulture, $"&from={from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&to={to.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
    }
}
