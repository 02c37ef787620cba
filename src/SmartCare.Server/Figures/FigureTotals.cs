using System.Runtime.InteropServices;
using SmartCare.Domain.Words;

namespace SmartCare.Server.Figures;

/// <summary>How people answered, over whatever it was added of.</summary>
internal sealed class AnswerTally
{
    /// <summary>Nobody has answered, or is there, yet: for how long each has waited.</summary>
    private readonly List<int> _unanswered = [], _unattended = [];

    public int Raised { get; private set; }

    public int Real { get; private set; }

    public int False { get; private set; }

    public int Other { get; private set; }

    public int Late { get; private set; }

    public int Ended { get; private set; }

    public Tally Acknowledged { get; } = new();

    public Tally Arrived { get; } = new();

    public Tally Resolved { get; } = new();

    public Tally EndedUnanswered { get; } = new();

    public void Add(CellSums sums)
    {
        Raised += sums.Raised;
        Real += sums.Real;
        False += sums.False;
        Other += sums.Other;
        Late += sums.Late;
        Ended += sums.Ended;
        Acknowledged.Add(sums.Acknowledged);
        Arrived.Add(sums.Arrived);
        Resolved.Add(sums.Resolved);
        EndedUnanswered.Add(sums.EndedUnanswered);
    }

    /// <summary>One of those that were added is open still.</summary>
    public void Waits(AlertFacts facts, int seconds)
    {
        if (facts.AcknowledgedS is null) _unanswered.Add(seconds);
        if (facts.ArrivedS is null) _unattended.Add(seconds);
    }

    /// <summary>Of those whose limit has passed, or that were answered: how many within it. An end by itself within it needed nobody.</summary>
    public (int Within, int Of) AcknowledgedWithin(int seconds) => (Acknowledged.UpTo(seconds), Raised - _unanswered.Count(w => w < seconds) - EndedUnanswered.UpTo(seconds));

    /// <summary>The same of somebody being there.</summary>
    public (int Within, int Of) AttendedWithin(int seconds) => (Arrived.UpTo(seconds), Raised - _unattended.Count(w => w < seconds) - EndedUnanswered.UpTo(seconds));
}

/// <summary>Alarms in ten minutes at one site. Floods of different sites are added, peaks are not: each has its own people.</summary>
/// <param name="Periods">Ten minutes with more than ten alarms.</param>
/// <param name="FloodPeriods">Ten minutes that floods lasted.</param>
internal sealed record FloodFigures(int Alarms, int Peak, DateTimeOffset? PeakAt, int Periods, int Floods, int FloodPeriods)
{
    /// <param name="tenMinutes">Ascending, each once.</param>
    public static FloodFigures Of(IEnumerable<(int Value, int Count)> tenMinutes)
    {
        var (alarms, peak, peakAt, periods, floods, flooded, inFlood, last) = (0, 0, 0, 0, 0, 0, false, int.MinValue);
        foreach (var (at, count) in tenMinutes)
        {
            alarms += count;
            if (count > peak) (peak, peakAt) = (count, at);
            if (count > FigureLimits.FloodAbove) periods++;
            // Ten minutes without any alarm end it, as those with too few.
            inFlood = inFlood && at == last + 1 && count >= FigureLimits.FloodOverBelow;
            if (!inFlood && count > FigureLimits.FloodAbove)
            {
                floods++;
                inFlood = true;
            }

            if (inFlood) flooded++;
            last = at;
        }

        return new FloodFigures(alarms, peak, peak == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(600L * peakAt), periods, floods, flooded);
    }

    public FloodFigures Plus(FloodFigures other) => new(
        Alarms + other.Alarms, Math.Max(Peak, other.Peak), Peak >= other.Peak ? PeakAt : other.PeakAt, Periods + other.Periods, Floods + other.Floods, FloodPeriods + other.FloodPeriods);

    public static readonly FloodFigures None = new(0, 0, null, 0, 0, 0);
}

/// <summary>The figures of some sites over some months: what the pages show and compare. Drills and tests stand apart.</summary>
/// <param name="kind">Whose answers are counted in <see cref="Answers"/> and by shift, site and month; null: of every need that a person must walk to.</param>
/// <param name="apart">Kind, shift and site are counted together too: many numbers, for a table.</param>
internal sealed class FigureTotals(AlertKind? kind, bool apart)
{
    private readonly Dictionary<string, List<Counts>> _tenMinutes = [];

    public AnswerTally Answers { get; } = new();

    public AnswerTally Drills { get; } = new();

    public int Tests { get; private set; }

    /// <summary>Every kind, whether it must be walked to or not.</summary>
    public SortedDictionary<AlertKind, AnswerTally> ByKind { get; } = [];

    public SortedDictionary<string, AnswerTally> ByShift { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AnswerTally> BySite { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<Month, AnswerTally> ByMonth { get; } = [];

    /// <summary>Kind, shift and site together; empty unless that was asked for.</summary>
    public SortedDictionary<(string Site, AlertKind Kind, string Shift), AnswerTally> Cells { get; } = [];

    public Dictionary<string, Judgement> Devices { get; } = [];

    public Dictionary<(AlertKind Kind, string Rule), Judgement> Rules { get; } = [];

    public int[] Hours { get; } = new int[MonthSums.HoursOfWeek];

    /// <summary>By site; of all kinds.</summary>
    public IReadOnlyDictionary<string, FloodFigures> Floods => _tenMinutes.ToDictionary(s => s.Key, s => FloodFigures.Of(s.Value.SelectMany(c => c.Each)));

    /// <summary>The months of one site come in their order.</summary>
    public void Add(string site, Month month, MonthSums sums)
    {
        foreach (var (cell, counts) in sums.Cells)
            foreach (var tally in Of(cell, site, month)) tally.Add(counts);
        Tests += sums.Cells.Where(c => c.Key.Sort is FigureSort.Test).Sum(c => c.Value.Raised);
        foreach (var (device, judgement) in sums.Devices) Add(Devices, device, judgement);
        foreach (var (rule, judgement) in sums.Rules) Add(Rules, rule, judgement);
        for (var hour = 0; hour < Hours.Length; hour++) Hours[hour] += sums.Hours[hour];
        if (!_tenMinutes.TryGetValue(site, out var of)) _tenMinutes[site] = of = [];
        of.Add(sums.TenMinutes);
    }

    /// <summary>An alert of what was added is open, and younger than the longest limit that may be asked of.</summary>
    public void Waits(AlertFacts facts, DateTimeOffset now)
    {
        foreach (var tally in Of(new Cell(facts.Kind, facts.Shift, facts.Sort), facts.Site, facts.Month)) tally.Waits(facts, (int)(now - facts.BegunAt).TotalSeconds);
    }

    private IEnumerable<AnswerTally> Of(Cell cell, string site, Month month)
    {
        if (cell.Sort is FigureSort.Test) yield break;
        var isWanted = kind is { } only ? cell.Kind == only : AlertPriorities.MustBeWalkedTo(cell.Kind);
        if (cell.Sort is FigureSort.Drill)
        {
            if (isWanted) yield return Drills;
            yield break;
        }

        yield return In(ByKind, cell.Kind);
        if (apart) yield return In(Cells, (site, cell.Kind, cell.Shift));
        if (!isWanted) yield break;
        yield return Answers;
        yield return In(ByShift, cell.Shift);
        yield return In(BySite, site);
        yield return In(ByMonth, month);
    }

    private static AnswerTally In<TKey>(SortedDictionary<TKey, AnswerTally> of, TKey key) where TKey : notnull
    {
        if (!of.TryGetValue(key, out var tally)) of[key] = tally = new AnswerTally();
        return tally;
    }

    private static void Add<TKey>(Dictionary<TKey, Judgement> to, TKey key, Judgement one) where TKey : notnull
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(to, key, out _);
        sum = sum.Plus(one);
    }
}
