using SmartCare.Domain.Duty;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Upkeep;
using SmartCare.Server.Complaints;
using SmartCare.Server.Upkeep;

namespace SmartCare.Server.Record.Export;

/// <summary>A round of a safety check that was due: done, skipped, or neither.</summary>
internal sealed record DueRound(string Check, string Name, DateTimeOffset Due, CheckRecord? Done)
{
    public bool Skipped => Done?.Skipped is true;
}

/// <summary>All that a month of a site holds beside its alerts.</summary>
/// <param name="Items">Those that were there in the month, as they stood at its end, or stand now.</param>
/// <param name="Steps">What was done about them in the month.</param>
internal sealed record Month(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Handover> Handovers, IReadOnlyList<DueRound> Rounds, DutyPlan Plan, IReadOnlyList<UpkeepView> Items,
    IReadOnlyList<(UpkeepItem Item, UpkeepEvent Step)> Steps, IReadOnlyList<Complaint> Complaints);

/// <summary>Gathers a month of what people did by a day.</summary>
internal sealed class MonthReader(DutyRecords duty, UpkeepBook upkeep, UpkeepViews views, ComplaintBook complaints, Care.GrainStates states, TimeProvider time)
{
    public Month Read(Site site, DateTimeOffset from, DateTimeOffset to)
    {
        var (id, now) = (site.Id.Value, time.GetUtcNow());
        var end = now < to ? now : to;
        duty.Keep(id);
        var plan = site.Duty ?? DutyPlan.None;
        var items = upkeep.Of(id).Where(i => i.CreatedAt < to).ToList();
        var steps = items.SelectMany(i => i.Events.Where(e => e.At >= from && e.At < to).Select(e => (Item: i, Step: e))).OrderBy(s => s.Step.At).ToList();
        var acted = steps.Select(s => s.Item.Id).ToHashSet();
        return new Month(
            from, to, duty.Handovers(id, from, to), Rounds(plan, duty.Checks(id, from, to), from > states.Site(id).PlannedAt ? from : states.Site(id).PlannedAt ?? end, end, site.TimeZone), plan,
            [.. items.Select(i => UpkeepRule.AsOf(i, end)).Where(i => i.IsLive || acted.Contains(i.Id)).Select(i => views.Of(i, end))], steps, [.. complaints.All.Where(c => c.SiteId == id && c.FiledAt >= from && c.FiledAt < to)]);
    }

    /// <summary>Every round that was due, also one that nobody wrote down; those of a check that is in the plan no more, as far as they were.</summary>
    private static List<DueRound> Rounds(DutyPlan plan, IReadOnlyList<KeptCheck> kept, DateTimeOffset from, DateTimeOffset to, string zone)
    {
        var rounds = kept.ToDictionary(k => (k.Record.Check, k.Record.Due), k => new DueRound(k.Record.Check, k.Name, k.Record.Due, k.Record));
        foreach (var check in plan.Checks)
            for (var due = CheckRule.LastDue(check, to.AddMilliseconds(-1), zone); due >= from; due = CheckRule.LastDue(check, due.Value.AddMilliseconds(-1), zone))
                rounds.TryAdd((check.Id, due.Value), new DueRound(check.Id, check.Name, due.Value, null));
        return [.. rounds.Values.OrderBy(r => r.Due).ThenBy(r => r.Check, StringComparer.Ordinal)];
    }
}
