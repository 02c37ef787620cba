using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;

namespace SmartCare.Learning.Tests.Site;

/// <summary>Made bursts as a house would have kept them.</summary>
internal static class HouseBursts
{
    public static readonly DateTimeOffset Day = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>So many falls and seats of each of so many elders.</summary>
    /// <param name="isSaid">What people said of them; null: what it was.</param>
    public static List<SiteBurst> Of(int elders, int falls, int seats, Func<int, bool, bool>? isSaid = null) =>
    [
        .. from elder in Enumerable.Range(1, elders)
           from n in Enumerable.Range(0, falls + seats)
           let isFall = n < falls
           let seed = 100_000 + elder * 1_000 + n
           let said = isSaid?.Invoke(n, isFall) ?? isFall
           select Burst($"elder-{elder}", isFall ? Motions.Fall(seed) : Motions.Seat(seed), said ? BurstLabel.Fall : BurstLabel.DailyLife, Day.AddMinutes(n)),
    ];

    public static SiteBurst Burst(string elder, MotionBurst motion, BurstLabel label, DateTimeOffset at) =>
        new(elder, "sunshine", "wearable", WearingPlace.Waist, motion.Rate, BurstCodec.Unpack(BurstCodec.Pack(motion)!)!, label, at);
}
