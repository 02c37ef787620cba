using System.Buffers;
using System.Text;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;

namespace SmartCare.Domain.Tests.Readings;

/// <summary>Whatever arrives: never an exception, never more than the limits, always fit for the journal.</summary>
public sealed class PayloadFuzzTests
{
    private static readonly byte[][] s_seeds =
    [
        .. new[]
        {
            """{"smoke":true,"battery":87,"ts":1760000000000,"linkquality":120}""",
            """{"action":"emergency","battery_low":false,"voltage":2900.5,"update":{"state":"idle","installed":[1,2]}}""",
            """{"fall":"suspected","presence":true,"温度":-1.5e3,"x":null,"esc":"\u00e9\n\\"}""",
            """{"acceleration":[[0,0,1],[0.1,-0.2,0.3],[3,1e0,0]],"rate":50,"flow_rate":0.3}""",
            "online", """{"state":"offline"}""", "{}", "[]",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void A_payload_cut_at_any_byte_is_a_value_and_never_half_believed()
    {
        foreach (var seed in s_seeds)
        {
            var whole = Swallow(seed).Values;
            for (var length = 0; length < seed.Length; length++) Assert.All(Swallow(seed.AsSpan(0, length)).Values, v => Assert.Contains(v, whole));
        }
    }

    [Fact]
    public void Twenty_thousand_mutations_are_swallowed()
    {
        const int seed = 20260302;
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var payload = Mutated(random);
            var failure = Record.Exception(() => Swallow(payload));
            Assert.True(failure is null, $"seed {seed}, case {i}: {Convert.ToHexString(payload)}\n{failure}");
        }
    }

    private static byte[] Mutated(Random random)
    {
        var payload = s_seeds[random.Next(s_seeds.Length)].ToList();
        for (var times = random.Next(1, 6); times > 0 && payload.Count > 0; times--)
        {
            var at = random.Next(payload.Count);
            switch (random.Next(5))
            {
                case 0: payload[at] = (byte)random.Next(256); break;
                case 1: payload.RemoveAt(at); break;
                case 2: payload.Insert(at, (byte)"{}[]\",:0\\u1e-tf"[random.Next(15)]); break;
                case 3: payload.InsertRange(at, payload.GetRange(at, Math.Min(random.Next(20), payload.Count - at))); break;
                default: payload[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. payload];
    }

    private static Decoded Swallow(ReadOnlySpan<byte> payload)
    {
        AvailabilityDecoder.Decode(payload);
        var decoded = PayloadDecoder.Decode(payload);
        Assert.True(decoded.Values.Length <= PayloadDecoder.MostChannels);
        Assert.All(decoded.Values, v => Assert.InRange(v.Channel.Length, 1, PayloadDecoder.LongestText));
        Assert.All(decoded.Values, v => Assert.True((v.Text?.Length ?? 0) <= PayloadDecoder.LongestText && double.IsFinite(v.Number)));

        // What was decoded live must be what a replay decodes.
        var reading = new Reading(DeviceId.Of("d"), decoded.DeviceTimeMs, 1, false, 1, decoded.Values);
        var bytes = new ArrayBufferWriter<byte>();
        CareCodec.Encode(new DeviceSpoke(reading), bytes);
        var again = Assert.IsType<DeviceSpoke>(CareCodec.Decode(bytes.WrittenSpan)).Reading;
        Assert.Equal(decoded.Values, again.Values);
        Assert.Equal(decoded.DeviceTimeMs, again.DeviceTimeMs);
        return decoded;
    }
}
