using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Learning.Falls;
using SmartCare.Learning.Models;

namespace SmartCare.Benchmarks.Falls;

/// <summary>What the judgement of a burst costs between its payload and its grain, on one thread: time by calls, and what it leaves on the heap.</summary>
internal static class ScoreCost
{
    private const int Warm = 5_000, Calls = 20_000, Bursts = 64;

    private const int Rate = 50, Samples = 6 * Rate + 1;

    public static int Run(string folder)
    {
        var models = FallModels.Open(folder);
        if (models.Cards.LastOrDefault(c => c.Place is WearingPlace.Waist) is not { } card)
        {
            Console.WriteLine($"there is no model of the waist in {folder}");
            return 1;
        }

        var wearable = Models.All["wearable"];
        byte[][] payloads = [.. Enumerable.Range(0, Bursts).Select(Payload)];
        MotionBurst[] motions = [.. payloads.Select(p => PayloadDecoder.Decode(p, wearable).Motion!)];
        var trees = ModelFolder.Read(Path.Combine(folder, card.Id), WearingPlace.Waist, out _)!.Trees;
        var features = new float[FallFeatures.Count];
        Console.WriteLine("| what | p50 us | p99 us | bytes on the heap |");
        Console.WriteLine("|---|---|---|---|");
        Print("trees alone", i => trees.Raw(Vary(features, i)) > 0);
        Print("window, features, score", i => models.Score(motions[i % Bursts], WearingPlace.Waist, card.Id).Decides is not null);
        Print("decode, window, features, score", i => models.Score(PayloadDecoder.Decode(payloads[i % Bursts], wearable).Motion!, WearingPlace.Waist, card.Id).Decides is not null);
        Console.WriteLine($"payload {payloads[0].Length} bytes; trees {new FileInfo(Path.Combine(folder, card.Id, "trees.json")).Length} bytes");
        return 0;
    }

    private static void Print(string name, Func<int, bool> call)
    {
        for (var i = 0; i < Warm; i++) call(i);
        var took = new double[Calls];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            call(i);
            took[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        Array.Sort(took);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {took[Calls / 2]:0.0} | {took[Calls * 99 / 100]:0.0} | {bytes} |"));
    }

    /// <summary>Other leaves at each call, as with bursts of other people.</summary>
    private static float[] Vary(float[] features, int call)
    {
        for (var i = 0; i < features.Length; i++) features[i] = (call * 31 + i * 17) % 97 / 20f;
        return features;
    }

    /// <summary>Made, not recorded: stands, falls, knocks, lies.</summary>
    private static byte[] Payload(int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder("{\"rate\":50,\"acceleration\":[");
        for (var i = 0; i < Samples; i++)
        {
            var (across, along) = (i - 2 * Rate) switch { < -15 => (0.0, 1.0), < 0 => (0.1, 0.3), < 4 => (2.0 + random.NextDouble(), 1.5), _ => (1.0, 0.05) };
            json.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}[{across + Noise():0.000},{along + Noise():0.000},{Noise():0.000}]");
        }

        double Noise() => 0.04 * (random.NextDouble() - 0.5);
        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }
}
