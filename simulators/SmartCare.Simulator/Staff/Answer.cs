using SmartCare.Simulator.Life;

namespace SmartCare.Simulator.Staff;

/// <summary>What somebody does about an alert, and how long a person takes until then.</summary>
/// <param name="AfterS">After what was before it.</param>
internal readonly record struct Answer(AnswerKind Kind, double AfterS, string? Outcome = null);

internal enum AnswerKind
{
    Acknowledge, Arrive, Resolve, Note,
}

/// <summary>How people answer. Pure; the same seed and alert give the same answers.</summary>
internal static class Answers
{
    /// <summary>Duty sees it within a minute as a rule, walks there, stays a while, and says what it was; one alert in ten is left to the next tier.</summary>
    public static IReadOnlyList<Answer> OfStaff(int seed, string alert)
    {
        var chance = Chance.Of(seed, Number(alert), 21);
        if (chance.Happens(0.1)) return [];
        return
        [
            new(AnswerKind.Acknowledge, chance.Between(3, 45)), new(AnswerKind.Arrive, chance.Between(20, 120)),
            new(AnswerKind.Resolve, chance.Between(30, 300), chance.Happens(0.7) ? "real" : "false"),
        ];
    }

    /// <summary>Family may not answer for the house: it says that it has seen it.</summary>
    public static IReadOnlyList<Answer> OfFamily(int seed, string alert)
    {
        var chance = Chance.Of(seed, Number(alert), 22);
        return chance.Happens(0.5) ? [new(AnswerKind.Note, chance.Between(10, 180))] : [];
    }

    /// <summary>FNV-1a: the same on every machine.</summary>
    private static int Number(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = (hash ^ c) * 16777619u;
        return (int)hash;
    }
}
