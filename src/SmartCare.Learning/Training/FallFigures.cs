using SmartCare.Learning.Models;

namespace SmartCare.Learning.Training;

/// <summary>What trials and hours say of a judge.</summary>
internal static class FallFigures
{
    public static FigureRow OfModel(string set, Judged judged, double threshold) => Of(set, "model", judged, [.. judged.Score.Select(s => s >= threshold)],
        judged.Examples.Where((e, i) => !e.Label && judged.ExampleScore[i] >= threshold).Count());

    public static FigureRow OfRule(string set, Judged judged) => Of(set, "rule", judged, judged.RuleSaysFall(), judged.Examples.Count(e => !e.Label && e.RuleSaysFall));

    /// <summary>The lowest threshold at which enough of daily life is quiet, of everybody and of elders alone, and few enough alarms ring in an hour.</summary>
    public static double Threshold(IEnumerable<Judged> sets, double specificity, double falsePerHour) => sets.Max(judged =>
    {
        double Quiet(Func<int, bool> whose)
        {
            double[] scores = [.. Enumerable.Range(0, judged.Trials.Length).Where(i => !judged.Trials[i].IsFall && whose(i)).Select(i => judged.Score[i]).Order()];
            return scores.Length == 0 ? double.NegativeInfinity : scores[Math.Min(scores.Length - 1, (int)Math.Ceiling(scores.Length * specificity) - 1)];
        }

        double[] alarms = [.. judged.Examples.Select((e, i) => (e.Label, Score: judged.ExampleScore[i])).Where(e => !e.Label).Select(e => e.Score).OrderDescending()];
        var allowed = Math.Min(alarms.Length - 1, (int)(falsePerHour * judged.Hours));
        double[] limits = [Quiet(_ => true), Quiet(i => judged.Trials[i].IsElder), alarms.Length == 0 ? double.NegativeInfinity : alarms[allowed]];
        return Math.BitIncrement(limits.Max());
    });

    private static FigureRow Of(string set, string judge, Judged judged, bool[] saysFall, int alarms)
    {
        var trials = judged.Trials;
        Share Right(Func<int, bool> whose, bool fall)
        {
            int[] of = [.. Enumerable.Range(0, trials.Length).Where(i => trials[i].IsFall == fall && whose(i))];
            return Share.Of(of.Count(i => saysFall[i] == fall), of.Length);
        }

        var (falls, elders) = (trials.Count(t => t.IsFall), trials.Any(t => t.IsElder && !t.IsFall));
        var worst = trials.Select((t, i) => (t.Person, t.IsFall, Missed: t.IsFall && !saysFall[i])).Where(t => t.IsFall).GroupBy(t => t.Person)
            .Select(g => (Person: g.Key, Missed: g.Count(t => t.Missed), All: g.Count())).OrderByDescending(p => (double)p.Missed / p.All).FirstOrDefault();
        return new FigureRow(set, judge, falls, Right(_ => true, fall: true), trials.Length - falls, Right(_ => true, fall: false), Math.Round(judged.Hours, 2),
            Math.Round(alarms / judged.Hours, 2), elders ? Right(i => trials[i].IsElder, fall: false) : null,
            worst.Person is null ? "" : $"{worst.Person}: {worst.All - worst.Missed} of {worst.All}");
    }
}
