using System.Buffers;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using SmartCare.Benchmarks.Brokers;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Packets;

namespace SmartCare.Benchmarks;

/// <summary>What one QoS 1 PUBLISH allocates between the socket and the journal: nothing in the protocol, the reading itself after it.</summary>
[MemoryDiagnoser]
public class CodecAllocations
{
    private readonly byte[] _packet = DemoPackets.Window(0, 1);
    private readonly ArrayBufferWriter<byte> _output = new(1_024);
    private readonly byte[] _payload;
    private readonly CareMessage _message;

    public CodecAllocations()
    {
        PublishPacket.TryRead(_packet[0], _packet.AsSpan(3), 4, out var publish);
        _payload = publish.Payload.ToArray();
        _message = new DeviceSpoke(new Reading(DeviceId.Of("smoke-101"), null, 1, false, 1, PayloadDecoder.Decode(_payload).Values));
    }

    internal static int Run()
    {
        // In this process: a second build of the whole solution per benchmark would take minutes and tell the same.
        var job = Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<CodecAllocations>(ManualConfig.Create(DefaultConfig.Instance).AddJob(job)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "smartcare-benchmarks")));
        return summary.HasCriticalValidationErrors ? 1 : 0;
    }

    [Benchmark(Description = "read PUBLISH")]
    public int ReadPublish()
    {
        var buffer = new ReadOnlySequence<byte>(_packet);
        Frame.TryRead(ref buffer, 1 << 18, out var first, out var body);
        PublishPacket.TryRead(first, body.FirstSpan, 4, out var publish);
        return publish.PacketId + publish.Payload.Length;
    }

    [Benchmark(Description = "write PUBACK")]
    public int WritePuback()
    {
        _output.ResetWrittenCount();
        PacketWriter.WriteAck(_output, PacketType.Puback, 1, MqttReason.Success, 4);
        return _output.WrittenCount;
    }

    [Benchmark(Description = "decode payload")]
    public int Decode() => PayloadDecoder.Decode(_payload).Values.Length;

    [Benchmark(Description = "encode reading for the journal")]
    public int Encode()
    {
        _output.ResetWrittenCount();
        CareCodec.Encode(_message, _output);
        return _output.WrittenCount;
    }
}
