using System.Buffers.Binary;
using System.Numerics;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.Grains;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Care;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>From a judged-to-be-allowed PUBLISH to a message in its shard: decode, find the device, hand in. The acknowledgement
/// leaves when the journal has it.</summary>
internal sealed class ReadingIntake(CareSilo silo, RegistryIndex registry, Quarantine quarantine, Metrics metrics)
{
    private readonly Counter _busy = metrics.Counter(
        "smartcare_intake_refused_total", "Readings left with their device because too much waits for the disk; it sends them again.");

    public MqttVerdict Take(string from, TopicRoute route, in MqttInboundPublish publish, MqttReceipt receipt)
    {
        if (registry.Device(route.Device) is not { } device)
        {
            quarantine.Keep(from, publish.Topic, "unknown_device", $"no device {route.Device} is registered", publish.Payload);
            return MqttVerdict.Refused(MqttReason.TopicNameInvalid);
        }

        var decoded = route.Kind is RouteKind.Availability
            ? PayloadDecoder.DecodeAvailability(publish.Payload)
            : PayloadDecoder.Decode(publish.Payload);
        if (decoded.Trouble is { } trouble) quarantine.Keep(from, publish.Topic, decoded.IsUsable ? "bad_channel" : "undecodable", trouble, publish.Payload);
        if (!decoded.IsUsable) return MqttVerdict.Refused(MqttReason.PayloadFormatInvalid);

        var reading = new Reading(device.Id, decoded.DeviceTimeMs, ContentHash(publish.Payload), publish.Dup, publish.PacketId, decoded.Values);
        var urgent = UrgencyRule.MayRaise(Models.All[device.Model], decoded.Values);
        if (silo.TryTell(device.Subject, device.Partition, new DeviceSpoke(reading), new ReadingReceipt(receipt), urgent)) return MqttVerdict.Pending;
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

    /// <summary>Acknowledged means safe: nothing leaves before the reading is on disk.</summary>
    private sealed class ReadingReceipt(MqttReceipt receipt) : IReceipt<CareEffect>
    {
        public void Released(IReadOnlyList<CareEffect> effects, bool saved)
        {
            if (saved) receipt.Complete();
        }
    }
}
