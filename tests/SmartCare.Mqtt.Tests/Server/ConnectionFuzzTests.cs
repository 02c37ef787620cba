using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Tests.Support;

namespace SmartCare.Mqtt.Tests.Server;

/// <summary>Whole connections over pipes, no socket: mutated packets, split anywhere.</summary>
public sealed class ConnectionFuzzTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("MQTT_FUZZ_CASES"), out var n) ? n / 10 : 10_000;

    [Fact]
    public async Task No_exception_escapes_a_connection_and_nothing_stays_behind()
    {
        var broker = new MqttBroker(new MqttOptions(), new OpenAuthenticator(), new ManualTime(), NullLogger<MqttBroker>.Instance);
        var samples = Samples.All.Select(s => (s.Level, Bytes: RawClient.Bytes(s.Hex))).ToArray();
        for (var seed = 0; seed < Cases; seed++)
        {
            var random = new Random(seed);
            var level = random.Next(4, 6);
            var bytes = new List<byte>(RawClient.Bytes(level == 4 ? RawClient.Connect4 : RawClient.Connect5));
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var sample = samples[random.Next(samples.Length)];
                if (sample.Level > level) continue;
                bytes.AddRange(random.Next(2) == 0 ? sample.Bytes : Mutation.Of(sample.Bytes, random));
            }
            await SayAsync(broker, [.. bytes], random).WaitAsync(Patience.Max);
            Assert.True(broker.Counters.Faults == 0, $"seed {seed}: {Convert.ToHexString([.. bytes])}");
        }
        broker.Tick();
        Assert.Equal((0, 0), (broker.Counters.Connections, broker.Counters.Sessions));
        Assert.True(broker.Counters.Connects > Cases / 2);
    }

    private static async Task SayAsync(MqttBroker broker, byte[] bytes, Random random)
    {
        await using var client = new PipeClient(broker);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 20), bytes.Length - at);
            await client.SendAsync(bytes.AsMemory(at, length));
            at += length;
        }
        CheckAnswer(await client.EndAsync());
    }

    /// <summary>What we say is whole packets, whatever we were told.</summary>
    private static void CheckAnswer(ReadOnlySequence<byte> answer)
    {
        while (Frame.TryRead(ref answer, 1 << 20, out _, out _) is FrameStatus.Complete) { }
        Assert.True(answer.IsEmpty);
    }
}
