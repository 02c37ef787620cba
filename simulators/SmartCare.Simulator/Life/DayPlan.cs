namespace SmartCare.Simulator.Life;

/// <summary>From this time of day on the elder does this, until the next stay.</summary>
internal readonly record struct Stay(TimeSpan From, Activity Activity);

/// <summary>One elder's day, midnight to midnight. Pure: the seed, the elder and the date decide everything.</summary>
internal sealed class DayPlan
{
    private readonly List<Stay> _stays = [new Stay(TimeSpan.Zero, Activity.Asleep)];

    private DayPlan()
    {
    }

    public IReadOnlyList<Stay> Stays => _stays;

    public Activity At(TimeSpan timeOfDay) => _stays.FindLast(s => s.From <= timeOfDay).Activity;

    public static DayPlan Of(Resident resident, DateOnly day, int seed)
    {
        var habits = Habits.Of(resident, seed);
        var chance = Chance.Of(seed, resident.Index, 2, day.DayNumber);
        var plan = new DayPlan();
        plan.Night(habits, ref chance);
        plan.Morning(habits, ref chance);
        plan.Afternoon(habits, ref chance);
        plan.Evening(habits, ref chance);
        return plan;
    }

    private void Night(Habits habits, ref Chance chance)
    {
        if (chance.Happens(habits.NightWalkChance)) Spend(chance.Between(50, 150), chance.Between(4, 12), Activity.Bathroom, Activity.Asleep);
        if (chance.Happens(habits.NightWalkChance / 2)) Spend(chance.Between(180, 290), chance.Between(4, 12), Activity.Bathroom, Activity.Asleep);
    }

    private void Morning(Habits habits, ref Chance chance)
    {
        Spend(habits.WakeAt + chance.Between(-10, 10), chance.Between(8, 18), Activity.Bathroom, Activity.InRoom);
        Spend(chance.Between(440, 460), chance.Between(25, 40), Activity.Eating, Activity.InRoom);
        var outing = chance.Happens(habits.WalkChance) ? Activity.Walking : Activity.Together;
        if (chance.Happens(0.7)) Spend(chance.Between(540, 565), chance.Between(40, 90), outing, Activity.InRoom);
        Spend(chance.Between(672, 690), chance.Between(30, 45), Activity.Eating, Activity.InRoom);
    }

    private void Afternoon(Habits habits, ref Chance chance)
    {
        Spend(chance.Between(745, 765), habits.NapLength, Activity.Napping, Activity.InRoom);
        var turn = chance.Next();
        var what = turn < 0.15 ? Activity.Visited : turn < 0.15 + habits.WalkChance * 0.5 ? Activity.Walking : Activity.Together;
        if (turn < 0.85) Spend(chance.Between(880, 910), chance.Between(40, 95), what, Activity.InRoom);
        Spend(chance.Between(1025, 1040), chance.Between(28, 40), Activity.Eating, Activity.InRoom);
    }

    private void Evening(Habits habits, ref Chance chance)
    {
        if (chance.Happens(habits.WalkChance * 0.4)) Spend(chance.Between(1095, 1110), chance.Between(20, 40), Activity.Walking, Activity.InRoom);
        Spend(habits.BedAt + chance.Between(-15, 15), chance.Between(6, 14), Activity.Bathroom, Activity.Asleep);
    }

    /// <summary>The hours are chosen so that nothing begins before the last thing ended; a test walks through many days.</summary>
    private void Spend(double fromMinute, double minutes, Activity activity, Activity then)
    {
        _stays.Add(new Stay(TimeSpan.FromMinutes(fromMinute), activity));
        _stays.Add(new Stay(TimeSpan.FromMinutes(fromMinute + minutes), then));
    }
}
