namespace SmartCare.Domain.Words;

/// <summary>Where something began, for whoever measures the way of an alarm. No decision looks at it, and no disk has it: a crash ends the measurement, not the alarm.</summary>
/// <param name="ReceivedAt">When the message came in that led to it.</param>
/// <param name="Trace">The step of a trace that led to it (W3C Trace Context, <c>traceparent</c>); null while nobody traces.</param>
public sealed record Origin(DateTimeOffset ReceivedAt, string? Trace);
