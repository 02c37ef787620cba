using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Care;
using SmartCare.Server.Figures;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.District;

/// <summary>Sums over sites, made of what is kept of each site: what a page costs grows with the sites, never with elders, devices or past alerts.</summary>
internal sealed class RollUps(LevelBook levels, DistrictSight sight, RegistryIndex registry, AlertStore alerts, DeviceAvailability devices, FigureBook figures, RoundBook rounds, RequestBook requests, RequestSight requestSight, TimeProvider time)
{
    private const int MostHelp = 100;

    private static readonly ElderCategory[] s_categories = Enum.GetValues<ElderCategory>();

    /// <summary>The sum of a level, and of each thing right below it.</summary>
    /// <param name="level">Null: everything that is counted to any level.</param>
    public (RollUp Sum, IReadOnlyList<RollUp> Children) Of(Level? level, Month month)
    {
        var sites = sight.SitesOf(level?.Id).ToList();
        var facts = FactsOf(sites, level?.Id, month);
        var children = levels.ChildrenOf(level?.Id).Where(l => !l.Archived).Select(l => Sum(
                l.Id, "level", l.Kind, l.Name, l.NameEn, [.. sites.Where(s => levels.Holds(l.Id, s))], facts, levelOfUnplaced: l.Id))
            .Concat(sites.Where(s => s.LevelId?.Value == level?.Id && level is not null).Select(s => Sum(s.Id.Value, "site", null, s.Name, s.NameEn, [s], facts, levelOfUnplaced: null)));
        return (Sum(level?.Id ?? "", "level", level?.Kind, level?.Name ?? "", level?.NameEn, sites, facts, levelOfUnplaced: level?.Id ?? ""), [.. children]);
    }

    /// <summary>Calls for help that are open at sites at or below a level.</summary>
    public (IReadOnlyList<HelpCall> First, int All) HelpIn(string? level)
    {
        var sites = sight.SitesOf(level).ToDictionary(s => s.Id.Value);
        var calls = alerts.Open.Where(a => a is { Kind: AlertKind.Help or AlertKind.Fall, Drill: false } && sites.ContainsKey(a.SiteId))
            // Nobody has answered first, then whoever has waited longest.
            .OrderBy(a => a.State).ThenBy(a => a.RaisedAt).Select(a => new HelpCall(a.SiteId, sites[a.SiteId].Name, sites[a.SiteId].NameEn, a.Kind, a.State, a.RaisedAt, a.AcknowledgedAt)).ToList();
        return ([.. calls.Take(MostHelp)], calls.Count);
    }

    /// <summary>What is known of each site, looked up once for all sums of a page.</summary>
    private sealed record Facts(
        DateTimeOffset Now, ILookup<string, AlertDocument> Open, IReadOnlyDictionary<string, AnswerTally> Answers, ILookup<string, RoundRow> Rounds, ILookup<string, ServiceRequest> BySite, IReadOnlyList<ServiceRequest> Unplaced, Month Month);

    private Facts FactsOf(List<Site> sites, string? level, Month month)
    {
        var ids = sites.Select(s => s.Id.Value).ToHashSet();
        var asked = requests.Each.Where(r => r.SiteId is { } site ? ids.Contains(site) : r.LevelId is { } at && (level is null || levels.IsWithin(at, level))).ToList();
        return new Facts(
            time.GetUtcNow(), alerts.Open.Where(a => !a.Drill && ids.Contains(a.SiteId)).ToLookup(a => a.SiteId), ids.Count == 0 ? new SortedDictionary<string, AnswerTally>() : figures.Of(ids, month, month).BySite,
            sites.SelectMany(s => rounds.Of(s.Id.Value, month.StartIn(s.TimeZone), month.Next.StartIn(s.TimeZone))).ToLookup(r => r.Site),
            asked.Where(r => r.SiteId is not null).ToLookup(r => r.SiteId!), [.. asked.Where(r => r.SiteId is null)], month);
    }

    /// <param name="levelOfUnplaced">Requests that no site has count here when they are of this level; empty: of any; null: none does.</param>
    private RollUp Sum(string id, string what, LevelKind? kind, string name, string? nameEn, IReadOnlyList<Site> sites, Facts facts, string? levelOfUnplaced)
    {
        var elders = sites.Select(s => registry.ElderCounts.At(s.Id.Value, DateOnly.FromDateTime(SiteClock.LocalOf(facts.Now, s.TimeZone).DateTime))).ToList();
        var unplaced = levelOfUnplaced is null ? [] : facts.Unplaced.Where(r => levelOfUnplaced.Length == 0 || levels.IsWithin(r.LevelId, levelOfUnplaced));
        return new RollUp(
            id, what, kind, name, nameEn, sites.Count, elders.Sum(e => e.Elders), s_categories.ToDictionary(c => c, c => elders.Sum(e => e.Categories[c])),
            OpenOf([.. sites.SelectMany(s => facts.Open[s.Id.Value])], facts.Now), DevicesOf(sites), AnswersOf([.. sites.Select(s => facts.Answers.GetValueOrDefault(s.Id.Value)).OfType<AnswerTally>()]),
            RoundsOf([.. sites.SelectMany(s => facts.Rounds[s.Id.Value])]),
            RequestsOf([.. sites.SelectMany(s => facts.BySite[s.Id.Value]), .. unplaced], facts));
    }

    private static RollUpOpen OpenOf(List<AlertDocument> open, DateTimeOffset now)
    {
        int Aged(double from, double to) => open.Count(a => (now - a.RaisedAt).TotalMinutes is var age && age > from && age <= to);
        return new RollUpOpen(
            open.Count, open.Count(a => a.State is AlertState.Open), Aged(double.NegativeInfinity, 3), Aged(3, 30), Aged(30, 120), Aged(120, double.PositiveInfinity),
            open.GroupBy(a => a.Kind).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()));
    }

    private RollUpDevices DevicesOf(IReadOnlyList<Site> sites)
    {
        var sum = sites.Aggregate(default(DeviceSum), (all, s) => all + devices.OfSite(s.Id.Value));
        return new RollUpDevices(sum.There, sum.Away, sum.Unheard, RollUpShare.From(sum.There, sum.There + sum.Away).Percent);
    }

    private static RollUpAnswers AnswersOf(List<AnswerTally> tallies)
    {
        RollUpShare Of(Func<AnswerTally, (int Within, int Of)> part) => RollUpShare.From(tallies.Aggregate((Within: 0, Of: 0), (sum, t) => part(t) is var one ? (sum.Within + one.Within, sum.Of + one.Of) : sum));
        return new RollUpAnswers(
            tallies.Sum(t => t.Raised), Of(t => t.AcknowledgedWithin(60)), Of(t => t.AcknowledgedWithin(180)), Of(t => t.AttendedWithin(300)), Of(t => (t.False, t.Real + t.False + t.Other)));
    }

    private static RollUpRounds RoundsOf(List<RoundRow> all)
    {
        RoundFigures Of(string what) => RoundFigures.Of(all.Where(r => r.What == what));
        var (checks, visits) = (Of(RoundBook.Check), Of(RoundBook.Visit));
        return new RollUpRounds(checks.Due, checks.Done, checks.Skipped, checks.Missed, Of(RoundBook.Drill).Done, visits.Done, visits.Missed);
    }

    private RollUpRequests RequestsOf(List<ServiceRequest> all, Facts facts)
    {
        var taken = all.Where(r => IsIn(r.TakenAt, r, facts.Month)).ToList();
        return new RollUpRequests(
            all.Count(r => r.State is RequestState.Taken), all.Count(r => r.State is RequestState.Assigned), all.Count(r => r.State is RequestState.Done), all.Count(r => r.IsOverdue(facts.Now)),
            taken.Count, all.Count(r => r.State is RequestState.Told && IsIn(r.History[^1].At, r, facts.Month)), taken.Count(r => (r.DoneAt ?? facts.Now) > r.DueAt));
    }

    /// <summary>By the clock of its site; of one that no site has, by that of the first site of its level.</summary>
    private bool IsIn(DateTimeOffset at, ServiceRequest request, Month month) =>
        Figures.Month.Of(SiteClock.LocalOf(at, request.SiteId is { } site && registry.Site(site) is { } own ? own.TimeZone : sight.TimeZoneOf(requestSight.LevelOf(request)))).Number == month.Number;
}
