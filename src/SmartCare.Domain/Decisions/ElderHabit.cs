using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Decisions;

/// <summary>What is known of an elder's silences, and how closely she is seen now.</summary>
public sealed record KnownHabit(Habit Habit, WatchDensity Density);

/// <summary>What an elder's signs teach, and what is usual of her silence by it.</summary>
public static partial class ElderDecision
{
    public static KnownHabit KnownOf(ElderState state, Policy policy) => new(state.Habit, DensityOf(state, policy));

    /// <summary>When her silence rings if nothing is seen of her until then, whatever is expected of her home; null: it is nobody's to watch, or nothing can see her.</summary>
    public static DateTimeOffset? QuietUntil(ElderState state, Policy policy)
    {
        if (state is not { IsWatched: true, SeeingSince: { } seeing, BlindSince: null, Record: { LivesHere: true } elder }) return null;
        var since = Later(state.LastSignAt ?? seeing, seeing);
        return since + RoutineOf(state, elder, since, policy).LongestUsualGap(SiteClock.LocalOf(since, state.TimeZone).Hour);
    }

    /// <param name="since">Her silence began then.</param>
    private static IRoutine RoutineOf(ElderState state, Elder elder, DateTimeOffset since, Policy policy) =>
        IsAfterDoor(state, since, policy) ? TableOf(elder, policy) : HabitOf(state, elder, policy);

    private static CareLevelRoutine TableOf(Elder elder, Policy policy) => new(elder.CareLevel, elder.Plan.QuietHours, policy);

    private static HabitRoutine HabitOf(ElderState state, Elder elder, Policy policy) => new(state.Habit, DensityOf(state, policy), TableOf(elder, policy), policy);

    /// <summary>What was learned with a sensor that is lost is more than is seen without it.</summary>
    private static WatchDensity DensityOf(ElderState state, Policy policy) =>
        state.Own.Concat(state.Shared).Any(s => s is { SeesMotion: true, Alive: false }) ? WatchDensity.Sparse : state.Habit.Density(policy);

    /// <summary>Silent from the door on: she may be out, though something still moved behind it. That is no habit at home, and is not judged by it.</summary>
    private static bool IsAfterDoor(ElderState state, DateTimeOffset since, Policy policy) => state.DoorMovedAt is { } moved && since >= moved && since - moved <= policy.PresenceLingers;

    private static string? UsualSaid(ElderState state, Elder elder, DateTimeOffset since, Policy policy) =>
        state.Mode.Mode is WatchMode.Home && !IsAfterDoor(state, since, policy)
            && HabitOf(state, elder, policy).UsuallyUpTo(SiteClock.LocalOf(since, state.TimeZone).Hour) is { } usual
            ? Phrase.Of("usualSilence", ("hours", Math.Round(usual.TotalHours, 1))) : null;

    /// <summary>No silence that begins now can be too long before.</summary>
    private static TimeSpan SoonestTooLong(ElderState state, Policy policy)
    {
        var byTable = Math.Min(policy.QuietHoursByDay.Min(), state.Plan.QuietHours ?? policy.QuietHoursAtMost);
        var soonest = TimeSpan.FromHours(Math.Min(byTable, policy.QuietHoursAtLeast));
        return state.Habit.IsKnown(policy) && policy.QuietByMinuteAtLeast < soonest ? policy.QuietByMinuteAtLeast : soonest;
    }

    private static ElderState LearnSilence(ElderState state, Elder elder, DateTimeOffset since, DateTimeOffset until, Policy policy)
    {
        if (IsAfterDoor(state, since, policy)) return state;
        var (began, silence) = (SiteClock.LocalOf(since, state.TimeZone), until - since);
        // What alarmed teaches no more than what would not have: a fall is no habit, yet who sleeps longer from now on is not missed every night.
        if (silence > SoonestTooLong(state, policy) && RoutineOf(state, elder, since, policy).LongestUsualGap(began.Hour) is var longest && silence > longest) silence = longest;
        return state with { Habit = state.Habit.Learn(began, silence, policy) };
    }

    /// <summary>A minute in which she moved; a second sensor that saw the same minute adds nothing.</summary>
    private static ElderState LearnMovement(ElderState state, DateTimeOffset at)
    {
        const long Minute = TimeSpan.TicksPerMinute;
        if (state.Mode.Mode is not WatchMode.Home || state.LastSignAt?.UtcTicks / Minute == at.UtcTicks / Minute) return state;
        return state with { Habit = state.Habit.Moved(DayOf(state, at)) };
    }

    private static ElderState LearnNightExit(ElderState state, DateTimeOffset at) =>
        state.Mode.ExpectsLife ? state with { Habit = state.Habit.GotUp(DayOf(state, at)) } : state;

    private static DateOnly DayOf(ElderState state, DateTimeOffset at) => DateOnly.FromDateTime(SiteClock.LocalOf(at, state.TimeZone).DateTime);
}
