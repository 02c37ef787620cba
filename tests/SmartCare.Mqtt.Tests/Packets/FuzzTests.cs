using System.Buffers;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Packets;

/// <summary>Valid packets, then mutated. The seed is in every failure; MQTT_FUZZ_CASES makes a long run of it.</summary>
public sealed class FuzzTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("MQTT_FUZZ_CASES"), out var n) ? n : 100_000;

    [Fact]
    public void A_mutated_packet_is_read_or_refused_and_never_throws()
    {
        var samples = Samples.All.Select(s => (s.Level, Bytes: RawClient.Bytes(s.Hex))).ToArray();
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var (level, bytes) = samples[random.Next(samples.Length)];
            var mutated = Mutation.Of(bytes, random);
            try
            {
                var buffer = AnyPacket.Split(mutated, random.Next(mutated.Length + 1));
                // Every turn consumes something or ends: the loop of a connection in small.
                while (Frame.TryRead(ref buffer, 4096, out var first, out var body) is FrameStatus.Complete)
                    AnyPacket.Decode(first, body.ToArray(), level);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {Convert.ToHexString(mutated)}: {e}");
            }
        }
    }
}
