using SmartCare.Domain.Alerts;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Rules;

/// <summary>Fire, gas and CO in several rooms of one site within minutes are one fire.</summary>
/// <remarks>A site knows no map; its rooms are taken for neighbours. All alerts ring on: being taken together costs none of them anything.</remarks>
public static class FireRule
{
    public static bool IsPart(AlertKind kind) => kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Co;

    public static bool Joins(DateTimeOffset lastAt, DateTimeOffset now, Policy policy) => now - lastAt < policy.FireWindow;

    /// <summary>The alert with which a new one makes an incident; null when it stands alone.</summary>
    public static Alert? First(Alert[] open, Need need, DateTimeOffset now, Policy policy) =>
        Array.Find(open, a => IsPart(a.Kind) && a.About != need.About && a.Incident is null && Joins(a.RaisedAt, now, policy));
}
