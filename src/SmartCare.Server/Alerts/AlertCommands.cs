using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;

namespace SmartCare.Server.Alerts;

internal enum AnswerStatus
{
    Done, NotFound, Forbidden, Conflict, Invalid, Busy,
}

/// <summary>What came of a person's answer to an alert.</summary>
internal readonly record struct AnswerResult(AnswerStatus Status, AlertDocument? Alert, string? Why);

/// <summary>People's answers, the same for HTTP and hub: checked, then told to the grain of the alert's site, and awaited.</summary>
internal sealed class AlertCommands(AlertStore alerts, IGrainFactory grains, TimeProvider time)
{
    public const int LongestNote = 1_000;

    /// <summary>A shift; the rule cuts it there too.</summary>
    private const int MostMinutesShelved = 720;

    public async Task<AnswerResult> Answer(Viewer viewer, string id, AlertVerb verb, string? outcome = null, string? note = null, int? knowing = null, string? release = null)
    {
        if (alerts.Find(id) is not { } stored || !viewer.Sees(stored.Alert)) return new(AnswerStatus.NotFound, null, $"There is no alert {id}.");
        if (verb is not AlertVerb.Note && !viewer.MayAnswer && !(verb is AlertVerb.Arrive && viewer.IsResponder)) return new(AnswerStatus.Forbidden, null, "Only staff answer alerts.");
        if (Trouble("note", note) is { } wrong) return new(AnswerStatus.Invalid, null, wrong);
        if (Trouble("release", release) is { } trouble) return new(AnswerStatus.Invalid, null, trouble);
        if (verb is AlertVerb.Note && string.IsNullOrWhiteSpace(note)) return new(AnswerStatus.Invalid, null, "A note needs a text.");
        if (verb is AlertVerb.Resolve && ParseOutcome(outcome) is null)
            return new(AnswerStatus.Invalid, null, "outcome is one of real, false, test, drill, other.");

        var user = viewer.Account.User;
        if (stored.Alert.State is AlertState.Resolved) return AfterTheEnd(stored.Alert, verb, user);
        try
        {
            var command = new AlertCommand(id, verb, user, ParseOutcome(outcome), Trimmed(note)) { Knowing = knowing, Release = Trimmed(release) };
            var answered = await grains.GetGrain<ISiteGrain>(stored.Alert.SiteId).Answer(command);
            var now = alerts.Find(id)!.Alert;
            return answered.Refused switch
            {
                null => new(AnswerStatus.Done, now, null),
                // Somebody resolved it between our look and the decision.
                Refusal.NotFound => AfterTheEnd(now, verb, user),
                _ when verb is AlertVerb.Resolve => new(AnswerStatus.Conflict, now, $"It was said again meanwhile, {now.Occurrences} times now: look before you resolve it."),
                _ => new(AnswerStatus.Conflict, now, $"The alert is {now.State.ToString().ToLowerInvariant()} already."),
            };
        }
        catch (TryAgainException busy)
        {
            return new(AnswerStatus.Busy, null, busy.Message);
        }
    }

    /// <summary>A relative who was asked, or is the first whom the elder wants asked, sees to it.</summary>
    public async Task<AnswerResult> AnswerAsFamily(Viewer viewer, string id, FamilyAct act)
    {
        if (alerts.Find(id) is not { } stored || !viewer.Sees(stored.Alert)) return new(AnswerStatus.NotFound, null, $"There is no alert {id}.");
        if (viewer.CalledFor(stored.Alert) is not { } name)
            return new(AnswerStatus.Forbidden, null, "Only a relative who was asked, or is the first to be asked, and whose contact has this account, says so.");
        try
        {
            var outcome = await grains.GetGrain<ISiteGrain>(stored.Alert.SiteId).AnswerAsFamily(new FamilyAnswered(id, act, viewer.Account.User, name));
            var now = alerts.Find(id)!.Alert;
            return outcome.Refused is null || now.Family.Any(f => f.By == viewer.Account.User && f.Act == act)
                ? new(AnswerStatus.Done, now, null) : new(AnswerStatus.Conflict, now, "It is over already.");
        }
        catch (TryAgainException busy)
        {
            return new(AnswerStatus.Busy, null, busy.Message);
        }
    }

    /// <summary>Puts what is not urgent aside until a time; 0 minutes take it back.</summary>
    public async Task<AnswerResult> Shelve(Viewer viewer, string id, int? minutes, bool everything, string? note)
    {
        if (alerts.Find(id) is not { } stored || !viewer.Sees(stored.Alert)) return new(AnswerStatus.NotFound, null, $"There is no alert {id}.");
        if (!viewer.MayAnswer) return new(AnswerStatus.Forbidden, null, "Only staff put alerts aside.");
        if (minutes is not (>= 0 and <= MostMinutesShelved)) return new(AnswerStatus.Invalid, null, $"minutes is 0 to {MostMinutesShelved}.");
        if (note is { Length: > LongestNote }) return new(AnswerStatus.Invalid, null, $"A note is at most {LongestNote} characters.");
        // A minute ago is over for every clock of this silo.
        var until = time.GetUtcNow().AddMinutes(minutes is 0 ? -1 : minutes.Value);
        try
        {
            var command = new ShelveAlert(id, until, everything, viewer.Account.User, Trimmed(note));
            var outcome = await grains.GetGrain<ISiteGrain>(stored.Alert.SiteId).Shelve(command);
            var now = alerts.Find(id)!.Alert;
            return outcome.Refused is not null
                ? new(AnswerStatus.Conflict, now, now.State is AlertState.Resolved ? "The alert is resolved already." : "What is urgent is not put aside; answer it.")
                : new(AnswerStatus.Done, now, null);
        }
        catch (TryAgainException busy)
        {
            return new(AnswerStatus.Busy, null, busy.Message);
        }
    }

    /// <summary>The answer may have been given already, and only its reply been lost.</summary>
    private static AnswerResult AfterTheEnd(AlertDocument alert, AlertVerb verb, string user)
    {
        var by = verb switch
        {
            AlertVerb.Acknowledge => alert.AcknowledgedBy,
            AlertVerb.Arrive => alert.ArrivedBy,
            AlertVerb.Resolve => alert.ResolvedBy,
            _ => null,
        };
        return by == user ? new(AnswerStatus.Done, alert, null) : new(AnswerStatus.Conflict, alert, "The alert is resolved already.");
    }

    /// <summary>The contract's words and nothing else: Enum.Parse would also take "REAL", "+1" and "real,false".</summary>
    private static Outcome? ParseOutcome(string? text) => text switch
    {
        "real" => Outcome.Real,
        "false" => Outcome.False,
        "test" => Outcome.Test,
        "drill" => Outcome.Drill,
        "other" => Outcome.Other,
        _ => null,
    };

    /// <summary>Over the hub no filter has looked at a text.</summary>
    private static string? Trouble(string field, string? text) => text switch
    {
        null => null,
        { Length: > LongestNote } => $"A note is at most {LongestNote} characters.",
        _ => PlainText.FirstBad(text, isProse: true) is >= 0 and var bad ? $"{field}: {PlainText.Refusal(text, bad)}" : null,
    };

    private static string? Trimmed(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();
}
