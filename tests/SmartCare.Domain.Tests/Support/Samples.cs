using System.Text;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Support;

/// <summary>Readings by seed: any channel, any type, any length the decoder would let through.</summary>
internal static class Samples
{
    public static readonly string[] KnownChannels =
    [
        "smoke", "gas", "carbon_monoxide", "water_leak", "action", "sos", "fall", "fall_down_status", "fall_status", "status", "presence",
        "occupancy", "contact", "in_bed", "temperature", "humidity", "heart_rate", "breathing_rate", "battery", "battery_low", "tamper",
        "test", "fault_alarm", "linkquality", "voltage", "silence", "muted", "fault_state", "self_test_result", "latitude", "longitude",
        "acceleration_peak", "free_fall_ms", "still_s", "rate", "flow", "flow_rate", "water_flow", "water_consumed",
    ];

    private const string Letters = "abcXYZ019_-. 求助王é\u0000\"\\\n😀";

    /// <summary>FNV-1a, as the intake takes it.</summary>
    public static ulong Hash(ReadOnlySpan<byte> payload)
    {
        var hash = 14695981039346656037ul;
        foreach (var b in payload) hash = (hash ^ b) * 1099511628211ul;
        return hash;
    }

    public static Reading Reading(Random random) => new(
        DeviceId.Of($"device-{random.Next(1000)}"), random.Next(3) == 0 ? null : random.NextInt64(-1_000, 4_000_000_000_000),
        (ulong)random.NextInt64(), random.Next(2) == 0, (ushort)random.Next(65536), Values(random, random.Next(PayloadDecoder.MostChannels + 1)));

    public static ChannelValue[] Values(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Value(random))];

    private static ChannelValue Value(Random random)
    {
        var channel = random.Next(4) == 0 ? Text(random, 1, PayloadDecoder.LongestText) : KnownChannels[random.Next(KnownChannels.Length)];
        return random.Next(4) switch
        {
            0 => ChannelValue.Null(channel),
            1 => ChannelValue.Of(channel, random.Next(2) == 0),
            2 => ChannelValue.Of(channel, Number(random)),
            _ => ChannelValue.Of(channel, Text(random, 0, PayloadDecoder.LongestText)),
        };
    }

    private static double Number(Random random) => random.Next(6) switch
    {
        0 => 0, 1 => double.MaxValue, 2 => -double.Epsilon, 3 => random.Next(-100, 100), _ => (random.NextDouble() - 0.5) * 1e6,
    };

    private static string Text(Random random, int least, int most)
    {
        var text = new StringBuilder();
        var runes = Letters.EnumerateRunes().ToArray();
        for (var length = random.Next(least, most / 2 + 1); length > 0; length--) text.Append(runes[random.Next(runes.Length)]);
        return text.ToString();
    }
}
