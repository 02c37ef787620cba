using System.Numerics;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Recordings;
using SmartCare.Learning.Site;
using SmartCare.Learning.Tests.Support;
using Xunit.Abstractions;

namespace SmartCare.Learning.Tests.Site;

/// <summary>A burst as it is kept: six seconds in less than a kilobyte, from which the model sees what it saw.</summary>
public sealed class BurstCodecTests(ITestOutputHelper output)
{
    /// <summary>What the issue of keeping them allows for one.</summary>
    private const int MostOnAverage = 820;

    [Theory, InlineData(50), InlineData(20), InlineData(100)]
    public void What_is_kept_has_the_same_features(double rate)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var motion = seed % 2 == 0 ? Motions.Fall(seed, rate) : Motions.Seat(seed, rate);
            var kept = BurstCodec.Unpack(BurstCodec.Pack(motion)!)!;
            Assert.Equal((MotionWindow.Length, MotionWindow.Rate), (kept.Count, (int)kept.Rate));
            var (was, now) = (FeaturesOf(motion), new SiteBurst("e", "s", "m", WearingPlace.Waist, rate, kept, BurstLabel.None, default).Features());
            for (var i = 0; i < was.Length; i++)
                Assert.True(Math.Abs(was[i] - now[i]) <= 0.05 * Math.Max(1, Math.Abs(was[i])), $"{FallFeatures.Names[i]} of {seed} at {rate} Hz: {was[i]} and {now[i]}");
        }
    }

    [Fact]
    public void Samples_are_within_half_a_step()
    {
        var motion = Motions.Fall(seed: 3);
        var room = new Vector3[MotionWindow.Length];
        Assert.True(MotionWindow.TryCut(motion, room, out _));
        var kept = BurstCodec.Unpack(BurstCodec.Pack(motion)!)!;
        for (var i = 0; i < room.Length; i++)
            Assert.True((room[i] - new Vector3(kept.Axes.AsSpan(3 * i, 3))).Length() < BurstCodec.StepG);
    }

    [Fact] public void What_knocks_at_nothing_is_not_kept() => Assert.Null(BurstCodec.Pack(new MotionBurst([.. Enumerable.Repeat(0.5f, 3 * 600)], 50)));

    [Fact]
    public void What_is_damaged_is_told_from_a_burst()
    {
        var packed = BurstCodec.Pack(Motions.Fall(seed: 1))!;
        for (var length = 0; length < packed.Length; length++) Assert.Null(BurstCodec.Unpack(packed.AsSpan(0, length)));
        // Bits that still unpack make another burst, never an error: the row's sum is what tells.
        for (var at = 0; at < packed.Length; at++)
        {
            var other = packed.ToArray();
            other[at] ^= 0x10;
            Assert.True(BurstCodec.Unpack(other) is null or { Count: MotionWindow.Length });
        }
    }

    [Fact] public void The_hardest_knock_there_can_be_is_kept() =>
        Assert.Equal(1_000, BurstCodec.Unpack(BurstCodec.Pack(new MotionBurst([.. Enumerable.Range(0, 600).SelectMany(i => i == 300 ? (float[])[-1_000, 0, 0] : [0, 1, 0])], 50))!)!.Size(MotionWindow.Before), 0.01);

    /// <summary>Of real recordings, where they are; made motions have more noise than a body.</summary>
    [Fact]
    public void A_recorded_burst_takes_at_most_the_room_that_was_planned()
    {
        if (Support.Recordings.Folder(output) is not { } folder) return;

        List<Trial> trials = [.. RecordingFolder.Read(folder, RecordingFolder.Sets[0]).Where((_, i) => i % 8 == 0)];
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        int[] sizes = [.. trials.Select(t => BurstCodec.Pack(t.Motion)?.Length).OfType<int>()];
        output.WriteLine($"{sizes.Length} bursts: {sizes.Average():0} bytes on average, {sizes.Max()} at most; {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMicroseconds / trials.Count:0} µs each");
        Assert.InRange(sizes.Average(), 1, MostOnAverage);
    }

    private static float[] FeaturesOf(MotionBurst motion)
    {
        var (room, features) = (new Vector3[MotionWindow.Length], new float[FallFeatures.Count]);
        Assert.True(MotionWindow.TryCut(motion, room, out var window));
        FallFeatures.Write(window, features);
        return features;
    }
}
