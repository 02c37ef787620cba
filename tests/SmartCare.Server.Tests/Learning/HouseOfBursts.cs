using SmartCare.Domain.Readings;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using SmartCare.Storage;

namespace SmartCare.Server.Tests.Learning;

/// <summary>Fills the file of bursts as a house would have done, with made motions.</summary>
internal static class HouseOfBursts
{
    /// <summary>Alerts of falls and of seats, each with what people said of it.</summary>
    public static void Fill(string folder, DateTimeOffset from, int elders, int falls, int seats, Func<int, bool, string> said)
    {
        using var file = new BurstFile(Path.Combine(folder, BurstFile.Name));
        for (var elder = 1; elder <= elders; elder++)
            for (var n = 0; n < falls + seats; n++)
            {
                var (isFall, at, alert) = (n < falls, from.AddHours(elder * 100 + n).ToUnixTimeMilliseconds(), $"a{elder}-{n}");
                var seed = elder * 1_000 + n;
                file.Save([Row($"band-{elder}", $"elder-{elder}", isFall ? Motions.Fall(seed) : Motions.Seat(seed), at)], [new RungRow(alert, true, $"band-{elder}", $"elder-{elder}", "101", "sunshine", at, true)],
                    [new OutcomeRow(alert, said(n, isFall), false)], linkMs: 1_000, lastSeq: 1, followedMs: null);
            }
    }

    public static BurstRow Row(string device, string elder, MotionBurst motion, long atMs) =>
        new(atMs, device, "wearable", elder, "sunshine", "101", "waist", motion.Rate, BurstCodec.Pack(motion)!, null, null, null, null);
}
