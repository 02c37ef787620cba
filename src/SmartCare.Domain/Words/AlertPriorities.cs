namespace SmartCare.Domain.Words;

/// <summary>How urgent each need is, before any site's own policy.</summary>
public static class AlertPriorities
{
    /// <summary>Life is at risk within minutes: high. A person must look today: low. Everything between: medium.</summary>
    public static Priority Of(AlertKind kind) => kind switch
    {
        AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Help or AlertKind.Fall => Priority.High,
        AlertKind.Inactivity or AlertKind.Wandering or AlertKind.System => Priority.High,
        AlertKind.Water or AlertKind.Vitals or AlertKind.Offline or AlertKind.Fault => Priority.Medium,
        _ => Priority.Low,
    };

    /// <summary>A person must walk to somebody: seen from a chair it is not over.</summary>
    public static bool MustBeWalkedTo(AlertKind kind) => kind is AlertKind.Fire or AlertKind.Gas or AlertKind.Co or AlertKind.Water
        or AlertKind.Help or AlertKind.Fall or AlertKind.Inactivity or AlertKind.Wandering or AlertKind.Vitals;
}
