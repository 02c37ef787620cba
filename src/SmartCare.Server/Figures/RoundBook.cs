using System.Collections.Concurrent;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Server.Care;
using SmartCare.Server.Registry;
using SmartCare.Server.Thresholds;
using SmartCare.Storage;

namespace SmartCare.Server.Figures;

/// <summary>Of what the house owed: how many came due, were done, were skipped with a reason, and are done by nobody.</summary>
internal sealed record RoundFigures(int Due, int Done, int Skipped, int Missed)
{
    public static RoundFigures Of(IEnumerable<RoundRow> rounds)
    {
        var states = rounds.CountBy(r => r.State).ToDictionary();
        var (due, done, skipped, missed) = (states.GetValueOrDefault("due"), states.GetValueOrDefault("done"), states.GetValueOrDefault("skipped"), states.GetValueOrDefault("missed"));
        return new RoundFigures(due + done + skipped + missed, done, skipped, missed);
    }

    public RoundFigures Plus(RoundFigures other) => new(Due + other.Due, Done + other.Done, Skipped + other.Skipped, Missed + other.Missed);
}

/// <summary>Keeps which rounds of checks, visits and drills there were: grains remember the last of them alone.</summary>
internal sealed class RoundBook(FigureBook figures, RegistryIndex registry, GrainStates states, PolicyBook policies, TimeProvider time)
{
    private readonly ConcurrentQueue<RoundRow> _begun = new();

    public const string Check = "check", Visit = "visit", Drill = "drill";

    /// <summary>Looks at every site; visits too.</summary>
    public void LookAtAll()
    {
        var visited = registry.EachElder.Where(IsVisited).ToLookup(e => e.SiteId);
        foreach (var site in registry.Sites.Where(s => !s.Archived)) Look(site, [.. visited[site.Id]]);
    }

    public void Look(Site site)
    {
        Keep();
        var elders = Visited(site);
        Look(site, elders.Count > FigureLimits.VisitsForPage ? [] : elders);
    }

    /// <summary>A drill was begun. Who begins one does not wait for the disk of the figures.</summary>
    public void Began(string site, string name) => _begun.Enqueue(new RoundRow(site, Drill, name, time.GetUtcNow().ToUnixTimeMilliseconds(), "done"));

    /// <summary>Writes down the drills that were begun.</summary>
    public void Keep()
    {
        var rows = new List<RoundRow>();
        while (_begun.TryDequeue(out var row)) rows.Add(row);
        Save(rows);
    }

    public IReadOnlyList<RoundRow> Of(string site, DateTimeOffset from, DateTimeOffset to) =>
        figures.Whole(f => f.Rounds(site, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()));

    private List<Elder> Visited(Site site) => [.. registry.EachElder.Where(e => e.SiteId == site.Id && IsVisited(e))];

    private static bool IsVisited(Elder elder) => elder.LivesHere && elder.Plan.VisitEveryDays is not null;

    private void Look(Site site, List<Elder> elders)
    {
        var (rows, now) = (new List<RoundRow>(), time.GetUtcNow());
        Checks(site, now, rows);
        foreach (var elder in elders) Visits(site, elder, now, rows);
        Save(rows);
    }

    private void Save(List<RoundRow> rows)
    {
        if (rows.Count > 0) figures.Whole(f => { f.SaveRounds(rows); return true; });
    }

    private void Checks(Site site, DateTimeOffset now, List<RoundRow> rows)
    {
        var (plan, board) = (site.Duty ?? DutyPlan.None, states.Site(site.Id.Value));
        if (plan.Checks.Length == 0) return;
        foreach (var record in board.Checks)
            rows.Add(new RoundRow(site.Id.Value, Check, record.Check, record.Due.ToUnixTimeMilliseconds(), record.Skipped ? "skipped" : "done"));
        foreach (var check in plan.Checks)
        {
            // What came due before there was a plan was nobody's to do.
            var planned = board.PlannedAt ?? now;
            if (CheckRule.LastDue(check, now, site.TimeZone) is { } due && due >= planned && !board.Checks.Any(r => r.Check == check.Id && r.Due == due))
                rows.Add(new RoundRow(site.Id.Value, Check, check.Id, due.ToUnixTimeMilliseconds(), "due"));
            foreach (var missed in CheckRule.Missed(check, planned, now, site.TimeZone, board.Checks))
                rows.Add(new RoundRow(site.Id.Value, Check, check.Id, missed.ToUnixTimeMilliseconds(), "missed"));
        }
    }

    /// <summary>Each visit that was made, and each evening by which one was owed and nobody had come.</summary>
    private void Visits(Site site, Elder elder, DateTimeOffset now, List<RoundRow> rows)
    {
        var stand = states.Elder(elder.Id.Value);
        foreach (var visit in stand.Visits) rows.Add(new RoundRow(site.Id.Value, Visit, elder.Id.Value, visit.At.ToUnixTimeMilliseconds(), "done"));
        if (stand.VisitsSince is not { } agreed || elder.Plan.VisitEveryDays is not { } days) return;
        var last = stand.Visits is [.., var newest] && newest.At > agreed ? newest.At : agreed;
        // A day before the evening is not missed: the verdict names when it is.
        if (VisitRule.Judge(last, days, site.TimeZone, policies.Policy, last) is { LookAt: { } due } && due <= now)
            rows.Add(new RoundRow(site.Id.Value, Visit, elder.Id.Value, due.ToUnixTimeMilliseconds(), "missed"));
    }
}
