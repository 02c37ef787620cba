using SmartCare.Domain.Decisions;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.GrainInterfaces;
using SmartCare.Server.Accounts;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Thresholds;

namespace SmartCare.Server.Api;

/// <param name="Density">sparse, rooms or byMinute: how closely she is seen.</param>
/// <param name="KnownAfterDays">So many days have to teach before the hours decide.</param>
/// <param name="Weeks">Oldest first; the last one runs.</param>
internal sealed record ElderHabitView(
    string ElderId, string TimeZone, string Density, int Days, int KnownAfterDays, IReadOnlyList<HourOfHabit> Hours, IReadOnlyList<WeekOfHabit> Weeks, DriftOfHabit? Drift)
{
    /// <summary>After what silence it rings, and nothing of how she lives.</summary>
    public ElderHabitView WithoutDays() => this with { Hours = [.. Hours.Select(h => h with { Days = 0, Mean = 0, Deviation = 0 })], Weeks = [], Drift = null };
}

/// <summary>Of silences that begin in this hour, the daily longest.</summary>
/// <param name="Days">That have taught it; 0: none yet.</param>
/// <param name="Mean">min.</param>
/// <param name="Deviation">min.</param>
/// <param name="RingsAfter">min of silence that begins now in this hour, with her at home.</param>
internal sealed record HourOfHabit(int Hour, int Days, double Mean, double Deviation, double RingsAfter);

/// <param name="From">A Monday.</param>
/// <param name="Days">With a sign in them.</param>
/// <param name="MovedMinutesADay">Minutes of a day in which something saw her move.</param>
/// <param name="NightExits">Times a night that she left the bed; 0 where no bed says so.</param>
internal sealed record WeekOfHabit(DateOnly From, int Days, double MovedMinutesADay, double NightExits);

/// <summary>The last whole week beside those before it: what changes slowly is shown, and rings for nobody.</summary>
/// <param name="Movement">Percent.</param>
/// <param name="NightExits">More a night.</param>
internal sealed record DriftOfHabit(double Movement, double NightExits);

/// <summary>What is usual of an elder's silence, and how her weeks were: for family and nurses, in the numbers that decide.</summary>
internal static class ElderHabitApi
{
    /// <summary>A week of fewer days says little about a week.</summary>
    private const int WholeWeek = 5;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/elders/{id}/habit", Habit)
        .Is("getElderHabit", Who.Sees, "What silence is usual by the hour, after what silence it rings, and movement week by week").Gives<ElderHabitView>();

    private static async Task<IResult> Habit(string id, Viewer viewer, RegistryIndex registry, IGrainFactory grains, PolicyBook book)
    {
        if (RegistryApi.Find(viewer, registry, ItemKind.Elders, id) is not Elder elder) return RegistryApi.Missing(ItemKind.Elders, id);
        var zone = registry.Site(elder.SiteId.Value)?.TimeZone ?? SiteClock.Utc;
        try
        {
            var known = await grains.GetGrain<IElderGrain>(id).ReadHabit();
            var whole = Of(elder, zone, known, book.Policy);
            return TypedResults.Ok(viewer.MaySee(elder, FamilySight.Day) ? whole : whole.WithoutDays());
        }
        catch (TryAgainException busy)
        {
            return Problems.Unavailable(busy.Message);
        }
    }

    internal static ElderHabitView Of(Elder elder, string zone, KnownHabit known, Policy policy)
    {
        var (habit, density) = (known.Habit, known.Density);
        var routine = new HabitRoutine(habit, density, new CareLevelRoutine(elder.CareLevel, elder.Plan.QuietHours, policy), policy);
        var hours = Enumerable.Range(0, 24).Select(hour => (Hour: hour, Usual: habit.Hours.Length > 0 ? habit.Hours[hour] : default)).Select(h => new HourOfHabit(
            h.Hour, h.Usual.Days, h.Usual.Mean, h.Usual.Deviation, Math.Round(routine.LongestUsualGap(h.Hour).TotalMinutes)));
        WeekOfHabit[] weeks = [.. habit.Weeks.Select(w => new WeekOfHabit(w.From, w.Days, Math.Round((double)w.Signs / w.Days, 1), Math.Round((double)w.NightExits / w.Days, 1)))];
        return new ElderHabitView(elder.Id.Value, zone, density switch
        {
            WatchDensity.ByMinute => "byMinute",
            WatchDensity.Rooms => "rooms",
            _ => "sparse",
        }, habit.Days, policy.HabitDays, [.. hours], weeks, Drift(weeks));
    }

    private static DriftOfHabit? Drift(WeekOfHabit[] weeks)
    {
        // The one that runs is not over.
        if (weeks.SkipLast(1).Where(w => w.Days >= WholeWeek).ToArray() is not [_, .. , var last] whole) return null;
        var before = whole[..^1];
        var moved = before.Average(w => w.MovedMinutesADay);
        return new DriftOfHabit(moved > 0 ? Math.Round((last.MovedMinutesADay / moved - 1) * 100) : 0, Math.Round(last.NightExits - before.Average(w => w.NightExits), 1));
    }
}
