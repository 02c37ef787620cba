namespace SmartCare.Domain.Rules;

/// <summary>What people said of one alert of a device.</summary>
/// <param name="At">When the alert began.</param>
public readonly record struct PastOutcome(string Alert, DateTimeOffset At, PartOfDay Part, bool WasFalse);

/// <summary>What people said of the last alerts of one kind of one device: the last ten of each part of the day, oldest first.</summary>
public sealed record PastOutcomes(PastOutcome[] All)
{
    public static readonly PastOutcomes None = new([]);

    /// <summary>Of each part of the day; from so many on something is said. What a detector did two winters ago is no news of it.</summary>
    public const int Looked = 10;

    /// <summary>An alert that was opened again and ended otherwise counts as it ended last.</summary>
    public PastOutcomes With(PastOutcome one)
    {
        List<PastOutcome> all = [.. All.Where(o => o.Alert != one.Alert), one];
        all.Sort((a, b) => a.At.CompareTo(b.At));
        if (all.Count(o => o.Part == one.Part) > Looked) all.Remove(all.First(o => o.Part == one.Part));
        return new PastOutcomes([.. all]);
    }

    /// <summary>How many of the last ten were false; null: there are not ten yet.</summary>
    /// <param name="part">Null: of all hours.</param>
    public int? FalseOfLast(PartOfDay? part)
    {
        PastOutcome[] last = [.. All.Where(o => part is null || o.Part == part).TakeLast(Looked)];
        return last.Length == Looked ? last.Count(o => o.WasFalse) : null;
    }
}
