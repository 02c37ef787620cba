using SmartCare.Domain.Alerts;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Words;

namespace SmartCare.Simulation.Oracles;

/// <summary>What rings inside another alert, or not before its shelf is over, may wait: it is never high.</summary>
internal static class HeldCheck
{
    public static void Check(SiteBoard board)
    {
        if (Array.Find(board.Held, h => h.Need.Urgency is Priority.High) is { } hidden)
            throw Broken($"{hidden.Need.Kind} about {hidden.Need.About.Key} is held under {hidden.Under}");
    }

    public static void Check(Alert alert)
    {
        if (alert is { Priority: Priority.High, ShelvedUntil: not null }) throw Broken($"{alert.Kind} about {alert.About.Key} (alert {alert.Id}) is put aside");
    }

    private static OracleBrokenException Broken(string what) => new("what is urgent rings", what);
}
