using SmartCare.Learning.Recordings;

namespace SmartCare.Learning.Training;

/// <summary>Every trial judged by trees that were trained on other people: no person helps to judge herself.</summary>
/// <param name="Score">The highest raw score of any knock of the trial, by trial; minus infinity when it has none that could be judged.</param>
internal sealed record Judged(SensorKind Sensor, Trial[] Trials, double[] Score, Example[] Examples, double[] ExampleScore)
{
    public double Hours { get; } = Trials.Where(t => !t.IsFall).Sum(t => t.Motion.Seconds) / 3600;

    public bool[] RuleSaysFall()
    {
        var says = new bool[Trials.Length];
        foreach (var example in Examples) says[example.Trial] |= example.RuleSaysFall;
        return says;
    }
}

/// <summary>What was learned: features to a raw score, the higher the likelier a fall.</summary>
internal delegate double RawScore(ReadOnlySpan<float> features);

internal static class OutOfFold
{
    /// <summary>Of people; each is left out once.</summary>
    private const int Folds = 13;

    /// <summary>One model hears every kind of sensor, and each kind is judged apart.</summary>
    public static List<Judged> Judge(IReadOnlyList<Trial> trials, SensorKind[] sensors, Func<IEnumerable<Example>, RawScore> learn) =>
        Judge([.. sensors.Select(sensor => Heard(trials, sensor))], learn);

    /// <summary>Sets of whoever: a person of several is left out of all of them at once.</summary>
    public static List<Judged> Judge(IReadOnlyList<(SensorKind Sensor, Trial[] Trials, Example[] Examples)> sets, Func<IEnumerable<Example>, RawScore> learn)
    {
        var scores = sets.Select(set => new double[set.Examples.Length]).ToList();
        string[] people = [.. sets.SelectMany(set => set.Trials).Select(t => t.Person).Distinct()];
        foreach (var left in people.Select((person, i) => (Person: person, Fold: i % Folds)).GroupBy(p => p.Fold))
        {
            var apart = left.Select(p => p.Person).ToHashSet();
            var learned = learn(sets.SelectMany(set => set.Examples.Where(e => e.Teaches && !apart.Contains(set.Trials[e.Trial].Person))));
            foreach (var (set, score) in sets.Zip(scores))
                for (var i = 0; i < score.Length; i++)
                    if (apart.Contains(set.Trials[set.Examples[i].Trial].Person))
                        score[i] = learned(set.Examples[i].Features);
        }

        return [.. sets.Zip(scores, (set, score) => Of(set.Sensor, set.Trials, set.Examples, score))];
    }

    /// <summary>The same by given trees, which may not have seen these people.</summary>
    public static Judged Judge(IReadOnlyList<Trial> trials, SensorKind sensor, Falls.FallTrees trees)
    {
        var heard = Heard(trials, sensor);
        return Of(sensor, heard.Trials, heard.Examples, [.. heard.Examples.Select(e => trees.Raw(e.Features))]);
    }

    public static (SensorKind Sensor, Trial[] Trials, Example[] Examples) Heard(IReadOnlyList<Trial> trials, SensorKind sensor)
    {
        Trial[] heard = [.. trials.Select(t => t.Through(sensor))];
        return (sensor, heard, [.. heard.SelectMany(Example.Of)]);
    }

    public static Judged Of(SensorKind sensor, Trial[] trials, Example[] examples, double[] scores)
    {
        var best = new double[trials.Length];
        Array.Fill(best, double.NegativeInfinity);
        for (var i = 0; i < examples.Length; i++) best[examples[i].Trial] = Math.Max(best[examples[i].Trial], scores[i]);
        return new Judged(sensor, trials, best, examples, scores);
    }
}
