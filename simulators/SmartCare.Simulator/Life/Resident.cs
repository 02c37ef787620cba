namespace SmartCare.Simulator.Life;

/// <summary>An elder of the demo home.</summary>
/// <param name="Index">Number in the house, from 0; a part of the seed of everything this elder does.</param>
/// <param name="Place">Index of the room or home.</param>
/// <param name="Bed">1 or 2 in a room; 0 at home.</param>
internal sealed record Resident(int Index, int Place, int Bed)
{
    public bool LivesAlone => Bed == 0;
}

/// <summary>What stays the same from day to day. Times are minutes after midnight.</summary>
internal sealed record Habits(double WakeAt, double BedAt, double NapLength, double WalkChance, double NightWalkChance, double HeartRate, double BreathingRate)
{
    public static Habits Of(Resident resident, int seed)
    {
        var chance = Chance.Of(seed, resident.Index, 1);
        return new Habits(
            WakeAt: chance.Between(330, 405),
            BedAt: chance.Between(1230, 1310),
            NapLength: chance.Between(45, 90),
            WalkChance: chance.Between(0.1, 0.9),
            NightWalkChance: chance.Between(0.2, 0.8),
            HeartRate: chance.Between(60, 82),
            BreathingRate: chance.Between(13, 18));
    }
}
