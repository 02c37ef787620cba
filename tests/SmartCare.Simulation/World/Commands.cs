using SmartCare.Domain.Decisions;
using SmartCare.Domain.Words;
using SmartCare.Simulation.Silo;

namespace SmartCare.Simulation.World;

/// <summary>What people and machines outside tell a site: again and again, until the silo has answered.</summary>
internal static class Commands
{
    /// <param name="refused">The site would not have it; null: then that is how it is.</param>
    /// <param name="told">Who must know that it was heard, and when a crash forgot it.</param>
    public static void Tell(Run run, SiteId site, CareMessage command, Action? refused = null, IArrival? told = null)
    {
        if (run.Silo is not { } silo)
        {
            Later(run, 5 * Spans.Second, () => Tell(run, site, command, refused, told));
            return;
        }

        var answer = new Awaited(refused);
        silo.Submit(new Arrival(Subject.Of(site), command, told, answer));
        // The page said nothing: the silo went down under it, and the person tries again.
        Later(run, 20 * Spans.Second, () =>
        {
            if (!answer.Came) Tell(run, site, command, refused, told);
        });
    }

    private static void Later(Run run, long delay, Action deed) => run.Agenda.Add(run.Agenda.NowMs + delay, deed);

    private sealed class Awaited(Action? refused) : IAnswered
    {
        public bool Came { get; private set; }

        public void Answered(IReadOnlyList<CareEffect> effects, bool saved)
        {
            if (!Came && effects.Any(e => e is Refused { Reason: Refusal.Conflict })) refused?.Invoke();
            Came = true;
        }
    }
}
