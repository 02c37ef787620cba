using SmartCare.Domain.Alerts;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>
/// What a story led to, in one line: every alert in the order it was raised, as <c>help open x2, announced twice</c> with what
/// else is to be seen on it; then what was noted without calling anyone. Of two alerts of a kind the later is <c>(second)</c>.
/// </summary>
internal static class StoryResult
{
    private static readonly string[] s_ordinals = ["", " (second)", " (third)", " (fourth)"];

    public static string Tell(IEnumerable<CareEffect> effects)
    {
        var all = effects.ToList();
        var alerts = all.OfType<AlertChanged>().GroupBy(c => c.Alert.Id).ToList();
        var told = alerts.Select((a, i) => Of([.. a], alerts.Take(i).Count(b => b.First().Alert.Kind == a.First().Alert.Kind))).ToList();
        var noted = all.OfType<Remarked>().Select(r => Words(r.Remark.ToString()))
            .Concat(all.OfType<Refused>().Select(r => $"refused: {Words(r.Reason.ToString())}"))
            .GroupBy(n => n).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} x{g.Count()}").ToList();
        return (told, noted) switch
        {
            ({ Count: 0 }, { Count: 0 }) => "nothing",
            ({ Count: 0 }, _) => "nothing; " + string.Join(", ", noted),
            (_, { Count: 0 }) => string.Join(" + ", told),
            _ => string.Join(" + ", told) + "; " + string.Join(", ", noted),
        };
    }

    private static string Of(List<AlertChanged> changes, int before)
    {
        var alert = changes[^1].Alert;
        var announced = Count(changes, AlertStep.Raised, AlertStep.Repeated, AlertStep.Reopened);
        var cleared = Count(changes, AlertStep.Cleared);
        Assert.All(changes, c => Assert.Equal(changes[0].Alert.RaisedAt, c.Alert.RaisedAt));
        var text = $"{Words(alert.Kind.ToString())} {Words(alert.State.ToString())} x{alert.Occurrences}";
        if (alert.Late) text += " late";
        if (alert.Tier > 1) text += $" tier {alert.Tier}";
        if (alert.Outcome is { } outcome) text += $" as {Words(outcome.ToString())}";
        if (alert.AcknowledgedBy is { } acknowledged) text += $", acknowledged by {acknowledged}";
        if (alert.ArrivedBy is { } arrived) text += $", arrived {arrived}";
        if (alert.ResolvedBy is { } resolved) text += $", resolved by {resolved}";
        if (Count(changes, AlertStep.Restored) > 0) text += ", restored";
        if (cleared > 0) text += cleared == 1 ? ", cleared" : $", cleared x{cleared}";
        if (alert.State is AlertState.Resolved && alert.Still.Length > 0) text += $", {string.Join(" and ", alert.Still.Select(d => d.Value))} still says so";
        if (alert.Drill) text += ", drill";
        if (alert.ShelvedUntil is not null) text += ", shelved";
        if (Count(changes, AlertStep.Reopened) > 0) text += ", reopened";
        if (Count(changes, AlertStep.Returned) is var returned and > 0) text += returned == 1 ? ", returned" : $", returned x{returned}";
        if (alert.Gathered > 0) text += $", {alert.Gathered} inside";
        if (changes[^1].Event.What is AlertStep.Gathered && alert.State is AlertState.Resolved) text += ", now inside another";
        if (announced > 1) text += announced == 2 ? ", announced twice" : $", announced {announced} times";
        foreach (var note in changes.Where(c => c.Event.What is AlertStep.Noted or AlertStep.Resolved && c.Event.Note is not null)) text += $", note '{Phrases.Say(note.Event.Note, Language.English)}'";
        return text + s_ordinals[before];
    }

    private static int Count(List<AlertChanged> changes, params AlertStep[] steps) => changes.Count(c => steps.Contains(c.Event.What));

    private static string Words(string pascal) =>
        string.Concat(pascal.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
