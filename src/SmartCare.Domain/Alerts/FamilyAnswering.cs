using SmartCare.Domain.Decisions;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Alerts;

/// <summary>A relative sees to it: said in the alert's history and on its card, and no further relative is woken. What staff are asked, and that somebody must
/// resolve it, stays as it is: nobody of the house has been there.</summary>
internal static class FamilyAnswering
{
    /// <summary>Relatives whom an alert names.</summary>
    private const int Most = 12;

    /// <summary>The same word of the same relative again changes nothing: its answer may have been lost on the way.</summary>
    public static SiteState Hear(SiteState state, FamilyAnswered answer, Policy policy, IOutbox outbox)
    {
        if (state.Alerts.Find(answer.AlertId) is not { } alert)
        {
            outbox.Emit(new Refused(Refusal.NotFound));
            return state;
        }

        if (Array.Exists(alert.Family, f => f.By == answer.By && f.Act == answer.Act)) return state;
        var said = new FamilyAnswer(answer.By, answer.Name, answer.Act, outbox.Now);
        alert = alert with { Family = [.. alert.Family.Where(f => f.By != answer.By).TakeLast(Most - 1), said] };
        var note = Phrase.Of(answer.Act is FamilyAct.There ? "familyThere" : "familyCalling", ("person", answer.Name));
        state = AlertLifecycle.Change(state, alert, AlertStep.Noted, answer.By, note, policy, outbox);
        return Notifier.SpareFamily(state, alert.Id);
    }
}
