using SmartCare.Domain.Registry;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>That a device cries wolf, and what could be done about it.</summary>
/// <param name="False">Of the last <paramref name="Of"/>.</param>
/// <param name="Part">The hours it is said of; null: of all.</param>
/// <param name="Note">What the house says of it, as codes.</param>
public sealed record Nuisance(int False, int Of, PartOfDay? Part, string Note);

/// <summary>Beside an alert stands how often the device was wrong of late, so that people mend the device. The alert itself stays what it is: as loud, as high, in its place.</summary>
/// <remarks>Whoever reads "7 of 10 were false" must still go: the eighth may be the fire. So nothing here is asked by any rule that rings, sorts or waits.</remarks>
public static class NuisanceRule
{
    /// <summary>Of ten; a device that is right more often than not is left in peace.</summary>
    public const int SaidFrom = 5;

    /// <summary>Kinds of which people say whether they were real, and which a device rings by itself.</summary>
    public static bool IsCounted(AlertKind kind) => kind is AlertKind.Help or AlertKind.Fall or AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water;

    /// <summary>Whether an end says something of the device: a test, a drill and what ended by itself do not.</summary>
    public static bool? WasFalse(Outcome? outcome) => outcome switch
    {
        Outcome.False => true,
        Outcome.Real => false,
        _ => null,
    };

    /// <param name="part">The hours of now; null: of all hours alone.</param>
    /// <returns>Of these hours, when they are worse than the day; else of all. Null: nothing to say, or too little is known.</returns>
    public static Nuisance? Judge(PastOutcomes past, AlertKind kind, DeviceClass of, PartOfDay? part)
    {
        var (all, now) = (past.FalseOfLast(null), part is null ? null : past.FalseOfLast(part));
        if (now >= SaidFrom && now > (all ?? 0)) return new Nuisance(now.Value, PastOutcomes.Looked, part, Phrase.All(Said(kind, now.Value), During(part!.Value), Proposal(kind, of)));
        return all >= SaidFrom ? new Nuisance(all.Value, PastOutcomes.Looked, null, Phrase.All(Said(kind, all.Value), Proposal(kind, of))) : null;
    }

    private static string Said(AlertKind kind, int wrong) => kind switch
    {
        AlertKind.Help => Phrase.Of("falseCalls", ("false", wrong), ("of", PastOutcomes.Looked)),
        AlertKind.Fall => Phrase.Of("falseFalls", ("false", wrong), ("of", PastOutcomes.Looked)),
        _ => Phrase.Of("falseAlarms", ("false", wrong), ("of", PastOutcomes.Looked)),
    };

    private static string During(PartOfDay part) => part switch
    {
        PartOfDay.Night => Phrase.Of("atNight"),
        PartOfDay.Morning => Phrase.Of("inTheMorning"),
        PartOfDay.Afternoon => Phrase.Of("inTheAfternoon"),
        _ => Phrase.Of("inTheEvening"),
    };

    private static string Proposal(AlertKind kind, DeviceClass of) => (kind, of) switch
    {
        (AlertKind.Help, DeviceClass.Wearable) => Phrase.Of("proposeWornCall"),
        (AlertKind.Help, _) => Phrase.Of("proposeCall"),
        (AlertKind.Fall, DeviceClass.Wearable) => Phrase.Of("proposeWorn"),
        (AlertKind.Fall, _) => Phrase.Of("proposeSeeing"),
        (AlertKind.Fire, _) => Phrase.Of("proposeSmoke"),
        (AlertKind.Water, _) => Phrase.Of("proposeWater"),
        _ => Phrase.Of("proposeGas"),
    };
}
