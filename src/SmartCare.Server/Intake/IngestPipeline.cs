using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using SmartCare.Domain.Decisions;
using SmartCare.Domain.Readings;
using SmartCare.Domain.Readings.Platforms;
using SmartCare.Domain.Registry;
using SmartCare.Domain.Rules;
using SmartCare.Domain.Words;
using SmartCare.GrainInterfaces;
using SmartCare.Grains.Silo;
using SmartCare.Mqtt.Packets;
using SmartCare.Mqtt.Server;
using SmartCare.Server.Care;
using SmartCare.Server.Learning.Bursts;
using SmartCare.Server.Onboarding;
using SmartCare.Server.Operations;
using SmartCare.Server.Registry;

namespace SmartCare.Server.Intake;

/// <summary>From a judged-to-be-allowed PUBLISH to the grain of its device: decode, find the device, hand in. The acknowledgement
/// leaves when the reading is on disk.</summary>
internal sealed class IngestPipeline(CareSilo silo, IGrainFactory grains, RegistryIndex registry, Quarantine quarantine, ChannelBook channels, Strangers strangers, WatchClock clock, DecisionCounters decisions, IFallModel falls, BurstKeeper bursts, Metrics metrics)
{
    /// <summary>Said after five seconds of trying, and again every ten minutes.</summary>
    private const int TriesBeforeFault = 10, TriesBetweenFaults = 1_200;

    private static readonly ChannelValue[]
        s_there = [ChannelValue.Of(Channels.Availability, Channels.Online)], s_gone = [ChannelValue.Of(Channels.Availability, Channels.Offline)];

    private readonly ConcurrentDictionary<string, DeviceLane> _lanes = new();
    private readonly Counter _busy = metrics.Counter(
        "smartcare_intake_refused_total", "Readings left with their device because too much waits for the disk; it sends them again.");
    private readonly Counter _again = metrics.Counter("smartcare_intake_again_total", "Calls to a device's grain that failed and were made again; none of the readings was acknowledged.");

    /// <param name="touched">Lanes that have something to send once everything that came was judged.</param>
    /// <param name="mark">By which the sender knows this very message, where its content alone does not tell it from another; empty: it does.</param>
    public MqttVerdict Take(string from, TopicRoute route, in MqttInboundPublish publish, MqttReceipt receipt, List<DeviceLane> touched, ReadOnlySpan<byte> mark = default)
    {
        if (registry.Device(route.Device) is not { } device || (route.IsFriendly && device.Alias is not null && device.Via?.Value == from))
        {
            quarantine.Keep(from, publish.Topic, "unknown_device", $"no device {route.Named} is registered", publish.Payload);
            strangers.Hear(from, route, publish.Payload, publish.IsReplayed);
            return MqttVerdict.Refused(MqttReason.TopicNameInvalid);
        }

        var model = Models.All[device.Model];
        var began = AlarmTrace.IsOn ? clock.GetUtcNow() : default;
        var decoded = route.Kind switch
        {
            RouteKind.Availability => AvailabilityDecoder.Decode(publish.Payload),
            RouteKind.Part => PlatformTopics.Decode(route.Dialect, route.Part, publish.Payload, model),
            _ => PayloadDecoder.Decode(publish.Payload, model),
        };
        if ((decoded.Trouble ?? UnderstoodRule.TroubleOf(model, decoded.Values)) is { } trouble) quarantine.Keep(from, publish.Topic, decoded.IsUsable ? "bad_channel" : "undecodable", trouble, publish.Payload);
        if (!decoded.IsUsable) return MqttVerdict.Refused(MqttReason.PayloadFormatInvalid);

        // It goes on all the same: a danger that it tells of rings.
        if (device.Archived) quarantine.Keep(from, publish.Topic, "archived_device", $"{device.Id} is archived, and still speaks", publish.Payload);
        var values = decoded.Values;
        // Before the decision, so that decisions need no model, nor do those who live the journal once more.
        (FallScore? Decides, FallScore? OnTrial) score = default;
        if (decoded.Motion is { } motion && device.WornAt is { } wornAt)
        {
            score = falls.Score(motion, wornAt, registry.Site(device.SiteId.Value)?.FallModel);
            values = [.. values, .. FallScore.Values(score.Decides, score.OnTrial)];
        }

        if (decoded.HasUntyped)
        {
            values = channels.Admit(device.Id.Value, values, out var news, out var surplus);
            // The air turns a letter, and a new channel is an alarm that nobody hears.
            if (news is not null && model.Alarms) quarantine.Keep(from, publish.Topic, "new_channel", news, publish.Payload);
            // Where nothing else was said the device is alive all the same.
            if (surplus is not null) quarantine.Keep(from, publish.Topic, "too_many_channels", surplus, publish.Payload);
        }

        var urgent = !publish.IsReplayed && UrgencyRule.MayRaise(model, values);
        if (!silo.Committer.IsFull(urgent))
        {
            var lane = LaneOf(device);
            // A gateway may say both: the whole, and each value of it on a topic of its own.
            if (route is { Kind: RouteKind.Part, Dialect: TopicDialect.Attribute } && lane.HasJustSaid(values)) return MqttVerdict.Accepted;
            if (route.Kind is RouteKind.Reading && from != route.Device && !publish.IsReplayed) lane.RememberWhole(values);
            var said = new Reading(device.Id, decoded.DeviceTimeMs, mark.IsEmpty ? ContentHash(publish.Payload) : ContentHash(publish.Payload) ^ ContentHash(mark), publish.Dup, publish.PacketId, values)
            {
                ExactlyOnce = publish.Qos == 2, Replayed = publish.IsReplayed, Origin = urgent ? OriginOf(device, publish.ReceivedAt, began) : null,
            };
            // Before its grain hears of it: what comes of a burst is behind it.
            if (decoded.Motion is { } felt && device is { WornAt: not null, Archived: false } && !publish.IsReplayed) bursts.Feel(felt, device, score.Decides, score.OnTrial);
            // A time of long ago says nothing about the device's clock of now.
            lane.Add(publish.IsReplayed ? said : lane.Clock.ByWatch(said), receipt);
            if (touched.Count == 0 || !ReferenceEquals(touched[^1], lane)) touched.Add(lane);
            return MqttVerdict.Pending;
        }

        _busy.Add();
        return MqttVerdict.Busy;
    }

    /// <summary>Of what may be an alarm: it is measured, and traced when somebody listens.</summary>
    /// <param name="began">When decoding began; nothing while nobody listens.</param>
    private Origin OriginOf(Device device, long receivedStamp, DateTimeOffset began)
    {
        var now = clock.GetUtcNow();
        var received = receivedStamp == 0 ? now : now - Stopwatch.GetElapsedTime(receivedStamp);
        if (began == default) return new Origin(received, null);
        using var publish = AlarmTrace.Begin(device.Id.Value, received);
        var origin = new Origin(received, publish?.Id);
        AlarmTrace.Step("decode", origin, began)?.SetEndTime(now.UtcDateTime).Dispose();
        return origin;
    }

    /// <summary>A gateway is there, or gone: known from its connection, and a word of its own for its grain. Nobody waits for it.</summary>
    public void Tell(Device gateway, bool isThere)
    {
        var lane = LaneOf(gateway);
        lane.Add(new Reading(gateway.Id, null, 0, false, 0, isThere ? s_there : s_gone), default);
        lane.Flush();
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
