using System.Net;
using SmartCare.Domain.Words;
using SmartCare.Server.Alerts;

namespace SmartCare.Server.Operations;

/// <summary>
/// A line for each thing that happened: changes of alerts, escalations, sign-ins, what went into the quarantine. Ids, no names of people, nobody's words and no
/// payload: those stand in the record, the alert's history and the quarantine, which ask who reads them.
/// </summary>
internal sealed partial class EventLog(AlertFeed feed, TimeProvider time, ILogger<EventLog> log) : IHostedService
{
    private readonly LinePace _signIns = new(time), _refusals = new(time), _quarantine = new(time);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Published += Changed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= Changed;
        return Task.CompletedTask;
    }

    /// <param name="how">password, openId, mqtt.</param>
    public void SignedIn(string user, string how, IPAddress? from)
    {
        if (Paced(_signIns)) LogSignIn(user, how, from);
    }

    /// <summary>Without the name that was tried: it may be a password in the wrong field. The record has it.</summary>
    /// <param name="status">Of HTTP, or the reason code of MQTT.</param>
    public void Refused(string how, int status, IPAddress? from)
    {
        if (Paced(_refusals)) LogRefused(how, status, from);
    }

    public void Quarantined(string from, string cause)
    {
        if (Paced(_quarantine)) LogQuarantined(from, cause);
    }

    private void Changed(AlertDocument change)
    {
        var line = change.History.Count > 0 ? change.History[^1] : null;
        if (line?.What is AlertStep.Escalated) LogEscalated(change.Id, change.Seq, change.SiteId, change.Kind, change.Priority, change.Tier);
        else LogChanged(change.Id, change.Seq, change.SiteId, change.Kind, change.Priority, line?.What, change.State, change.PlaceId, change.Elder?.Id, change.Device?.Id, line?.By, change.Unsaved);
    }

    private bool Paced(LinePace pace)
    {
        if (!pace.MayWrite(out var leftOut)) return false;
        if (leftOut > 0) LogLeftOut(leftOut);
        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Alert {Alert} seq {Seq} at {Site}: {Kind} {Priority} {What}, now {State}; place {Place}, elder {Elder}, device {Device}, by {By}, unsaved {Unsaved}")]
    private partial void LogChanged(
        string alert, long seq, string site, AlertKind kind, Priority priority, AlertStep? what, AlertState state, string? place, string? elder, string? device, string? by, bool unsaved);

    [LoggerMessage(2, LogLevel.Warning, "Alert {Alert} seq {Seq} at {Site}: {Kind} {Priority} was answered by nobody and goes to tier {Tier}")]
    private partial void LogEscalated(string alert, long seq, string site, AlertKind kind, Priority priority, int tier);

    [LoggerMessage(3, LogLevel.Information, "{User} signed in by {How} from {From}")]
    private partial void LogSignIn(string user, string how, IPAddress? from);

    [LoggerMessage(4, LogLevel.Warning, "A sign-in by {How} from {From} was refused with {Status}")]
    private partial void LogRefused(string how, int status, IPAddress? from);

    [LoggerMessage(5, LogLevel.Warning, "Something that {From} sent went into the quarantine: {Cause}")]
    private partial void LogQuarantined(string from, string cause);

    [LoggerMessage(6, LogLevel.Warning, "{LeftOut} lines like the next were left out of this log")]
    private partial void LogLeftOut(long leftOut);
}
