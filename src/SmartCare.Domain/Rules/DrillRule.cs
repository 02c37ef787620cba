using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>What people and rooms call for while a drill runs is a drill. The house's own troubles never are.</summary>
public static class DrillRule
{
    public static bool IsDrill(Need need, Drill[] drills, DateTimeOffset now) =>
        AlertPriorities.MustBeWalkedTo(need.Kind) && Array.Exists(drills, d => d.Until > now && (d.Place is null || d.Place == need.PlaceId));
}
