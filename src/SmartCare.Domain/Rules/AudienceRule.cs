using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>The people of a tier who are told of one alert.</summary>
/// <remarks>A family is told of what is urgent and about its own elder, or a danger in the room where the elder lives; what can wait is the
/// staff's.</remarks>
public static class AudienceRule
{
    public const int FamilyTier = 3;

    internal static IEnumerable<(Audience Audience, ContactMode Mode, Contact[] People)> Of(SiteState state, Alert alert, int tier, DateTimeOffset when)
    {
        if (tier == 2) yield return (Audience.Duty, ContactMode.Fanout, RosterRule.PeopleAt(state.Plan, when, state.TimeZone));
        if (tier == FamilyTier) yield return (Audience.Director, ContactMode.Fanout, state.Plan.Directors);
        // Once a relative sees to it the others sleep on; staff do not.
        if (tier == FamilyTier && alert is { Priority: Priority.High, Family: [] })
            foreach (var household in Families(state, alert))
                yield return (Audience.Family, household.Mode, household.Contacts);
        if (tier == 4) yield return (Audience.Emergency, ContactMode.Fanout, state.Plan.Emergency);
    }

    private static IEnumerable<Household> Families(SiteState state, Alert alert)
    {
        if (alert.ElderId is { } elder) return state.Households.TryGetValue(elder.Value, out var own) ? [own] : [];
        if (alert.PlaceId is not { } place) return [];
        Household[] lodgers = [.. state.Lodgings.Where(l => l.Value == place.Value).Select(l => state.Households[l.Key])];
        // A shared room's radar may be about the neighbour; its fire is everybody's.
        return lodgers.Length == 1 || alert.Kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water ? lodgers : [];
    }
}
