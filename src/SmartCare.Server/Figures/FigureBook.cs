using Microsoft.Data.Sqlite;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;
using SmartCare.Storage;

namespace SmartCare.Server.Figures;

/// <summary>The figures, kept up behind the alerts' own rows and read without them: what a page costs does not grow with the alerts.</summary>
/// <remarks>Nothing waits for it. Where its file is damaged or gone it is made anew from the alerts, in small steps.</remarks>
internal sealed class FigureBook(FigureFile file, Tables tables, RegistryIndex registry, StoreHealth health, TimeProvider time)
{
    private readonly Lock _counting = new();
    private bool _isTold;

    /// <summary>Number of the last change that is counted.</summary>
    public long CountedSeq => Whole(f => f.LastSeq);

    /// <summary>The figures of sites over months, both ends within. A few milliseconds for two hundred sites of a month.</summary>
    /// <param name="sites">Null: all.</param>
    /// <param name="kind">Whose answers are counted by shift, site and month; null: of every need that a person must walk to.</param>
    /// <param name="apart">Kind, shift and site together too.</param>
    public FigureTotals Of(IReadOnlyCollection<string>? sites, Month from, Month to, AlertKind? kind = null, bool apart = false)
    {
        var (totals, now) = (new FigureTotals(kind, apart), time.GetUtcNow());
        foreach (var row in Whole(f => f.Months(sites, from.Number, to.Number)).OrderBy(r => r.Month)) totals.Add(row.Site, new Month(row.Month), MonthSums.FromBytes(row.Sums));
        var young = Whole(f => f.FactsSince(now.AddMinutes(-FigureLimits.MostMinutes).ToUnixTimeMilliseconds(), sites)).Select(AlertFacts.FromBytes);
        foreach (var facts in young.Where(f => f.ResolvedS is null && f.Month.CompareTo(from) >= 0 && f.Month.CompareTo(to) <= 0)) totals.Waits(facts, now);
        return totals;
    }

    /// <summary>Alerts of sites that began after a moment, one by one: of a day, not of a month.</summary>
    public IReadOnlyList<AlertFacts> Since(IReadOnlyCollection<string>? sites, DateTimeOffset begun) =>
        Whole(f => f.FactsSince(begun.ToUnixTimeMilliseconds(), sites)).ConvertAll(AlertFacts.FromBytes);

    /// <summary>Counts what has changed until now, as far as a page may wait for it.</summary>
    /// <returns>All of it is counted.</returns>
    /// <exception cref="SqliteException">The file cannot be written, or the alerts cannot be read; also the exceptions of the disk.</exception>
    public bool CatchUp(int mostSteps = FigureLimits.StepsForPage)
    {
        for (var step = 0; step < mostSteps; step++)
            if (Step() < FigureLimits.AlertsAtOnce)
                return true;
        return false;
    }

    /// <summary>
    /// Counts the next alerts that have changed since the last step, each as it stands now: an alert that changes again comes again, with a higher number. So making all of it anew and
    /// keeping it up are the same. What was counted of an alert before is taken back in the same transaction.
    /// </summary>
    /// <returns>How many were looked at.</returns>
    public int Step()
    {
        lock (_counting)
        {
            var known = Whole(f => f.LastSeq);
            // A store that was put back from a copy has numbers of its own.
            if (known > 0 && known > tables.LastSeq())
            {
                Whole(f => { f.CountAnew(); return true; });
                known = 0;
            }

            var changed = tables.Alerts(new AlertQuery(null, null, null, null, known, FigureLimits.AlertsAtOnce)).ConvertAll(json => StoredAlert.FromJson(json).Alert);
            if (changed.Count == 0) return 0;
            // A file that turned out to be damaged is another one now, which begins with the first alert.
            return Whole(f => f.LastSeq == known && Count(f, changed)) ? changed.Count : FigureLimits.AlertsAtOnce;
        }
    }

    private bool Count(FigureFile to, List<AlertDocument> changed)
    {
        var before = to.FactsOf(changed.Select(a => a.Id)).ToDictionary(f => f.Key, f => AlertFacts.FromBytes(f.Value));
        var facts = changed.ConvertAll(a => AlertFacts.Of(a, registry.Site(a.SiteId), before.GetValueOrDefault(a.Id)));
        Save(to, facts, before, changed[^1].Seq);
        return true;
    }

    /// <param name="facts">As alerts stand now.</param>
    /// <param name="before">As those that are known stood when they were counted last.</param>
    internal static void Save(FigureFile to, IReadOnlyList<AlertFacts> facts, Dictionary<string, AlertFacts> before, long lastSeq)
    {
        var months = new Dictionary<(string Site, Month Month), MonthSums>();
        foreach (var now in facts)
        {
            if (before.TryGetValue(now.Id, out var was)) Of(was).Add(was, -1);
            Of(now).Add(now, 1);
        }

        to.Save(facts.Select(f => new FactsRow(f.Id, f.Site, f.BegunAt.ToUnixTimeMilliseconds(), f.ToBytes())), months.Select(m => new MonthRow(m.Key.Site, m.Key.Month.Number, m.Value.ToBytes())), lastSeq);

        MonthSums Of(AlertFacts one)
        {
            var key = (one.Site, one.Month);
            if (!months.TryGetValue(key, out var sums))
                months[key] = sums = to.Months([one.Site], one.Month.Number, one.Month.Number) is [var row] ? MonthSums.FromBytes(row.Sums) : new MonthSums();
            return sums;
        }
    }

    /// <summary>Of the file, which is put aside when it turns out to be damaged: then it is empty, and the next steps fill it.</summary>
    internal T Whole<T>(Func<FigureFile, T> of)
    {
        try
        {
            return of(file);
        }
        catch (Exception damage) when (damage is SqliteException or InvalidDataException)
        {
            if (file.SetAsideIfDamaged(damage, time.GetUtcNow()) is not { } aside) throw;
            if (!_isTold)
                health.Tell($"{FigureFile.Name}: {damage.Message.ReplaceLineEndings(" ")}. It is kept as {aside}, and the figures are made anew from the alerts; "
                    + "how long devices were away and what was done of rounds counts from now on. Alarms ring as ever");
            _isTold = true;
            return of(file);
        }
    }
}
