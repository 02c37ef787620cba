using System.Diagnostics;
using SmartCare.Domain.Words;

namespace SmartCare.Grains.Silo;

/// <summary>
/// The steps of a message that may be an alarm, from its PUBLISH to the hub, as one trace. Its place travels with the reading, the letters and the alert
/// (<see cref="Origin"/>), in memory. Without a listener nothing here is made.
/// </summary>
public static class AlarmTrace
{
    public const string SourceName = "SmartCare";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Somebody listens.</summary>
    public static bool IsOn => s_source.HasListeners();

    /// <summary>The first step, which began when the message came in.</summary>
    public static Activity? Begin(string device, DateTimeOffset receivedAt)
    {
        // Over WebSocket a request is under way, as long as the connection lives: an alarm is no part of it.
        if (IsOn) Activity.Current = null;
        var step = s_source.StartActivity("publish", ActivityKind.Consumer, parentContext: default, startTime: receivedAt);
        step?.SetTag("smartcare.device", device);
        return step;
    }

    /// <returns>Null when this message is not traced.</returns>
    public static Activity? Step(string name, Origin? origin, DateTimeOffset startTime = default) =>
        origin?.Trace is { } trace && ActivityContext.TryParse(trace, null, isRemote: true, out var parent)
            ? s_source.StartActivity(name, ActivityKind.Internal, parent, startTime: startTime)
            : null;

    /// <summary>What the step leads to comes from there.</summary>
    public static Origin? From(Activity? step, Origin? origin) => step is null ? origin : origin! with { Trace = step.Id };
}
