using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Numerics;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>From a judged-to-be-allowed PUBLISH to the grain of its device: decode, find the device, hand in. The acknowledgement
/// leaves when the reading is on disk.</summary>
internal sealed class IngestPipeline(CareSilo silo, IGrainFactory grains, RegistryIndex registry, Quarantine quarantine, ChannelBook channels, WatchClock clock, DecisionCounters decisions, Metrics metrics)
{
    /// <summary>Said after five seconds of trying, and again every ten minutes.</summary>
    private const int TriesBeforeFault = 10, TriesBetweenFaults = 1_200;

    private readonly ConcurrentDictionary<string, DeviceLane> _lanes = new();
    private readonly Counter _busy = metrics.Counter(
        "smartcare_intake_refused_total", "Readings left with their device because too much waits for the disk; it sends them again.");
    private readonly Counter _again = metrics.Counter("smartcare_intake_again_total", "Calls to a device's grain that failed and were made again; none of the readings was acknowledged.");

    /// <param name="touched">Lanes that have something to send once everything that came was judged.</param>
    public MqttVerdict Take(string from, TopicRoute route, in MqttInboundPublish publish, MqttReceipt receipt, List<DeviceLane> touched)
    {
        if (registry.Device(route.Device) is not { } device)
        {
            quarantine.Keep(from, publish.Topic, "unknown_device", $"no device {route.Device} is registered", publish.Payload);
            return MqttVerdict.Refused(MqttReason.TopicNameInvalid);
        }

        var model = Models.All[device.Model];
        var decoded = route.Kind is RouteKind.Availability
            ? AvailabilityDecoder.Decode(publish.Payload)
            : PayloadDecoder.Decode(publish.Payload, model);
        if ((decoded.Trouble ?? UnderstoodRule.TroubleOf(model, decoded.Values)) is { } trouble) quarantine.Keep(from, publish.Topic, decoded.IsUsable ? "bad_channel" : "undecodable", trouble, publish.Payload);
        if (!decoded.IsUsable) return MqttVerdict.Refused(MqttReason.PayloadFormatInvalid);

        var values = decoded.Values;
        if (decoded.HasUntyped)
        {
            values = channels.Admit(device.Id.Value, values, out var news, out var surplus);
            // The air turns a letter, and a new channel is an alarm that nobody hears.
            if (news is not null && model.Alarms) quarantine.Keep(from, publish.Topic, "new_channel", news, publish.Payload);
            // Where nothing else was said the device is alive all the same.
            if (surplus is not null) quarantine.Keep(from, publish.Topic, "too_many_channels", surplus, publish.Payload);
        }

        var urgent = UrgencyRule.MayRaise(model, values);
        if (!silo.Committer.IsFull(urgent))
        {
            var lane = LaneOf(device);
            var time = lane.Clock.ByWatch(decoded.DeviceTimeMs);
            lane.Add(new Reading(device.Id, time, ContentHash(publish.Payload), publish.Dup, publish.PacketId, values) { ExactlyOnce = publish.Qos == 2 }, receipt);
            if (touched.Count == 0 || !ReferenceEquals(touched[^1], lane)) touched.Add(lane);
            return MqttVerdict.Pending;
        }

        _busy.Add();
        return MqttVerdict.Busy;
    }

    /// <summary>Tells a redelivery from another message of the same device; no defence against an attacker, who could publish for the
    /// device anyway. Eight bytes a step: each multiplication waits for the one before it.</summary>
    private static ulong ContentHash(ReadOnlySpan<byte> payload)
    {
        const ulong prime = 11400714785074694791ul;
        var hash = prime + (ulong)payload.Length;
        for (; payload.Length >= 8; payload = payload[8..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(payload)) * prime, 29);
        foreach (var b in payload) hash = BitOperations.RotateLeft((hash ^ b) * prime, 29);
        return (hash ^ hash >> 32) * prime;
    }

    private void HandInFailed(DeviceId device, int tries, Exception error)
    {
        _again.Add();
        if (tries % TriesBetweenFaults == TriesBeforeFault)
            decisions.Report(new GrainFaulted($"{(byte)SubjectKind.Device}/{device.Value}", $"what it says cannot be handed to its grain, and waits: {error.Message}"));
    }

    private DeviceLane LaneOf(Device device) =>
        _lanes.TryGetValue(device.Id.Value, out var lane)
            ? lane
            : _lanes.GetOrAdd(device.Id.Value, id => new DeviceLane(device.Id, grains.GetGrain<IDeviceGrain>(id), silo, new DeviceClock(clock), HandInFailed));
}
